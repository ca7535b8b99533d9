import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** How often to look, and how many looks in a row may find the process busy. */
export const lookEveryMs = 100
const restlessLooks = 50

/** Output rate that no board reaches, bytes a ms: what a serial line carries at 115,200 baud. */
const mostBytesPerMs = 11.5

/**
 * Finds out that the interpreter's Linux build has lost its place in its input. A thread of the interpreter writes what is
 * typed into a ring buffer that the interpreter reads, without a lock: now and then, on a busy machine, the reader overtakes
 * the writer and reads old bytes round and round for ever, in silence or typing them again and again. Then it takes nothing
 * more that is typed, not even Ctrl-C, and no byte from outside mends it. A sound interpreter sleeps after every event, 20
 * times a second where nothing happens, and prints little; but while it has a connection it never sleeps (`hasConnection`).
 */
export class RestWatch {
  private restless = 0

  /** `state` returns the process's state as Linux names it: R runs or is ready to, S sleeps; undefined where it is unknown. */
  constructor(private readonly state: () => string | undefined) {}

  /**
   * Looks once; returns whether the process was busy in so many looks that it will never sleep again. `saidBytes`: what it
   * printed since the last look, `sinceMs` ago.
   */
  isLost(saidBytes: number, sinceMs: number): boolean {
    const isBusy = this.state() === 'R' || saidBytes > mostBytesPerMs * sinceMs
    this.restless = isBusy ? this.restless + 1 : 0
    return this.restless >= restlessLooks
  }
}

/** Returns the state of a process (proc(5), stat, field 3); undefined when it has ended, or the system is not Linux. */
export function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may hold anything.
    return stat[stat.lastIndexOf(')') + 2]
  } catch {
    return undefined
  }
}

/** Whether a process has a socket open, beside its standard input and output; false when it has ended, or the system is not Linux. */
export function hasConnection(pid: number): boolean {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).some((fd) => Number(fd) > 2 && readlinkSync(`${folder}/${fd}`).startsWith('socket:'))
  } catch {
    return false
  }
}
