import type { FoundBoard } from '../board-kinds/find-board.ts'
import { findBoard } from '../board-kinds/find-board.ts'
import { kalumaHint } from '../board-kinds/pico-w.ts'
import { boardsAnchor } from '../board-kinds/boards.ts'
import type { KalumaExamined } from '../kaluma/examine.ts'
import { preferred } from '../serial/choose-port.ts'
import type { ConfigFile } from '../config/check/check-config.ts'
import { loginOf } from '../config/check/login.ts'
import { bootFilesQuestion, toBootFiles, type BootFile } from '../install/boot-files.ts'
import { UserError } from '../command-line/user-error.ts'
import { checkFile, toFailure } from './check-computer.ts'
import { speak } from '../command-line/language.ts'
import { fail, ok, skipped, type Outcome } from './report.ts'

/** How the doctor reaches boards. */
export interface BoardAccess {
  /** Returns the serial ports of this computer to which a board may be connected. */
  listPorts(): Promise<readonly { readonly path: string; readonly what: string }[]>
  /** Returns the value of a JavaScript expression on the board at a port, as far as JSON can hold it. Throws UserError. */
  askBoard(port: string, expression: string): Promise<unknown>
  /** Looks at a board with Kaluma; the real one, except in tests. */
  readonly examineKaluma?: (port: string, built: Uint8Array | undefined) => Promise<KalumaExamined>
}

/** Finds the port to check: the named one, or the only one there is; where some are of `what`, the others do not count. */
export async function checkPort(
  named: string | undefined,
  { listPorts }: BoardAccess,
  what?: string,
): Promise<{ outcome: Outcome; port: string | undefined }> {
  if (named !== undefined) return { outcome: ok(named), port: named }
  try {
    const ports = preferred(await listPorts(), what)
    const names = ports.map(({ path, what }) => (what === '' ? path : `${path} (${what})`))
    if (ports.length === 1) return { outcome: ok(names.join()), port: ports[0]?.path }
    const message =
      ports.length === 0 ? speak`no board on a serial port` : speak`${names.join(', ')}: name one with --port`
    return { outcome: skipped(message), port: undefined }
  } catch (error) {
    // No port was named, so it is no failure that none can be looked for.
    if (!(error instanceof UserError)) throw error
    return { outcome: skipped(`${error.slug}: ${error.message}`), port: undefined }
  }
}

/** An expression for all that the board is asked. A build may lack Storage. */
const question = `[process.env.VERSION,process.env.BOARD,process.env.MODULES,process.memory().free,process.memory().total,process.env.MODULES.indexOf('Storage')<0?[]:${bootFilesQuestion}]`

interface Answer {
  readonly version: string
  readonly board: string
  readonly modules: readonly string[]
  readonly free: number
  readonly total: number
  /** Files of Storage that start something beside our script, or in its place. */
  readonly bootFiles: readonly BootFile[]
}

/** Checks interpreter, board and free memory, and whether the configuration suits them. */
export async function checkBoard(
  port: string,
  { askBoard }: BoardAccess,
  file: string,
  config: ConfigFile | undefined,
): Promise<Outcome> {
  try {
    const answer = readAnswer(await askBoard(port, question))
    if (answer === undefined) {
      return fail(
        'no-prompt',
        speak`what answers at ${port} is not Espruino`,
        speak`the right port? The right speed? ${speak(boardsAnchor)}`,
      )
    }
    return judgeBoard(answer, file, config)
  } catch (error) {
    return toFailure(error)
  }
}

function readAnswer(answer: unknown): Answer | undefined {
  if (!Array.isArray(answer) || answer.length !== 6) return undefined
  const [version, board, modules, free, total, files]: unknown[] = answer
  if (typeof version !== 'string' || typeof board !== 'string' || typeof modules !== 'string') return undefined
  return {
    version,
    board,
    modules: modules.split(','),
    free: Number(free),
    total: Number(total),
    bootFiles: toBootFiles(files, board),
  }
}

function judgeBoard(answer: Answer, file: string, config: ConfigFile | undefined): Outcome {
  const { version, board, modules, free, total, bootFiles } = answer
  const found = findBoard(board)
  const what = speak`Espruino ${version} on ${board}, ${free} of ${total} JsVars free`
  if (!modules.includes('net')) {
    return fail(
      'no-network',
      speak`${what}; this build has no network library`,
      found?.kind.runtime === 'kaluma' ? speak(kalumaHint) : speak`take another board: ${speak(boardsAnchor)}`,
    )
  }
  const wrong = config === undefined ? undefined : judgeConfig(config, answer, found, file)
  if (wrong !== undefined) return wrong
  const notes = bootFiles.map(({ name, what: does }) => speak`${name} is there, ${does}; npm run flash removes it`)
  if (found === undefined) notes.push(speak`no board that we know calls itself ${board}: its pins are not checked`)
  return ok(what, notes)
}

function judgeConfig(
  config: ConfigFile,
  { board, modules }: Answer,
  found: FoundBoard | undefined,
  file: string,
): Outcome | undefined {
  if (found !== undefined && config.board !== undefined && config.board !== found.kind.name) {
    const hint = speak`"board": "${found.kind.name}" in ${file}, or the board that the file is for`
    return fail('wrong-board', speak`the board says ${board}, ${file} is for ${config.board}`, hint, 1)
  }
  const login = loginOf(config)
  if (config[login]?.tls === true && !modules.includes('tls')) {
    return fail('config-invalid', speak`${login}.tls true, but this Espruino build has no TLS`, speak(boardsAnchor), 1)
  }
  const { outcome } = checkFile(file, found?.kind.name)
  return outcome.state === 'fail' ? outcome : undefined
}
