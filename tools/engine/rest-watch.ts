import { readFileSync } from 'node:fs'

/** How often to look, and how many looks in a row may find no rest. */
export const lookEveryMs = 100
const restlessLooks = 50

/** More than a board's line carries (115200 baud), bytes in a ms: nothing that a script says comes so fast. */
const mostBytesPerMs = 11.5

/**
 * Finds out that the interpreter's Linux build lost its place in its input. A thread of its own writes what is typed into a ring that
 * the interpreter reads, without a lock: now and then, on a busy machine, the reader steps past the writer and goes round old bytes for
 * ever, in silence, or typing them again and again. It takes nothing more that is typed, Ctrl-C neither, and no byte from outside mends
 * it. A sound one rests after every event, 20 times a second where nothing happens, and says little.
 */
export class RestWatch {
  private restless = 0

  /** `state` of the process as the system's scheduler names it: R runs or would, S sleeps; undefined where nobody tells. */
  constructor(private readonly state: () => string | undefined) {}

  /**
   * Looks once; returns whether the process was not at rest for so long that it never will be. `saidBytes`: what it printed since the
   * last look, `sinceMs` ago.
   */
  isLost(saidBytes: number, sinceMs: number): boolean {
    const isBusy = this.state() === 'R' || saidBytes > mostBytesPerMs * sinceMs
    this.restless = isBusy ? this.restless + 1 : 0
    return this.restless >= restlessLooks
  }
}

/** The state of a process (proc(5), stat, field 3); undefined when it is gone, or the system is not Linux. */
export function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may hold anything.
    return stat[stat.lastIndexOf(')') + 2]
  } catch {
    return undefined
  }
}
