import { ConsoleLines } from '../serial/console-lines.ts'
import { openPort } from '../serial/open-port.ts'
import { parseLogLine } from '../serial/log-line.ts'
import { createRealClock } from '../time/real-clock.ts'
import type { Clock } from '../time/clock.ts'
import type { Port } from '../serial/port.ts'
import { asRead } from './flash-kaluma.ts'
import { programBytes } from './hold.ts'
import { identifyKaluma, type KalumaIdentity } from './identify-kaluma.ts'
import { BoardThrew, ReplLink, threwError } from './repl-link.ts'

/** What a look at a board with Kaluma finds. Holds no secret. */
export interface KalumaExamined extends KalumaIdentity {
  /** 0 where no program is. */
  readonly programBytes: number
  /** Whether the program is the one that was built; undefined where there is nothing to compare. */
  readonly isBuilt: boolean | undefined
  /** The last line of the log that came meanwhile; undefined where none did. */
  readonly lastLine: string | undefined
}

/** How long to listen to the log, ms. */
const listenMs = 2_000

/**
 * Looks at the board at a port: what it is, its program, what it logs. What runs there goes on. Throws UserError port-none,
 * port-busy, port-denied, no-prompt, wrong-board, old-firmware, board-error.
 */
export async function examineKaluma(name: string, built: Uint8Array | undefined): Promise<KalumaExamined> {
  const port = await openPort(name)
  try {
    return await examineAt(port, built, createRealClock())
  } finally {
    await port.close()
  }
}

/** The same at an open port, on any clock. */
export async function examineAt(port: Port, built: Uint8Array | undefined, clock: Clock): Promise<KalumaExamined> {
  const link = new ReplLink(port, clock)
  try {
    await link.findPrompt()
    const identity = await identifyKaluma(link)
    const bytes = await programBytes(link)
    const isBuilt = built === undefined || bytes === 0 ? undefined : (await link.readProgram()) === asRead(built)
    return { ...identity, programBytes: bytes, isBuilt, lastLine: lastLogLine(await link.listen(listenMs)) }
  } catch (error) {
    throw error instanceof BoardThrew ? threwError(error) : error
  } finally {
    link.detach()
  }
}

function lastLogLine(said: string): string | undefined {
  const console = new ConsoleLines()
  console.take(Buffer.from(said, 'latin1'))
  return console.lines.findLast((line) => parseLogLine(line) !== undefined)
}
