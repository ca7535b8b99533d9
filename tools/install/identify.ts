import type { BoardName } from '../board-kinds/board-kind.ts'
import { kalumaHint } from '../board-kinds/pico-w.ts'
import { findBoard, type FoundBoard } from '../board-kinds/find-board.ts'
import { askLink, questionMs } from '../serial/ask-board.ts'
import type { EspruinoLink } from '../serial/espruino-link.ts'
import { NoAnswer } from '../serial/espruino-thread.ts'
import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

/** What a board says about itself. */
export interface Identity extends FoundBoard {
  /** process.env.BOARD. */
  readonly board: string
  /** '2v29.277'. */
  readonly version: string
  /** getSerial(): unique to each chip, except in the Linux build. */
  readonly serial: string
  /** Built-in libraries. */
  readonly modules: readonly string[]
}

/** The first version with packets, which uploading needs (Espruino's ChangeLog). */
const oldest = { major: 2, minor: 25 } as const

const triesBeforeReset = 2
const question = '{board:process.env.BOARD,version:process.env.VERSION,serial:getSerial(),modules:process.env.MODULES}'

/**
 * Asks the board what it is, and checks that the firmware can run there. `wanted` is the kind of board that the user or
 * device.json names. Throws UserError no-prompt, console-locked, old-firmware, wrong-board.
 */
export async function identify(link: EspruinoLink, wanted: BoardName | undefined): Promise<Identity> {
  const answer = await describe(link)
  const text = (key: string): string => (typeof answer[key] === 'string' ? answer[key] : '')
  const [board, version, serial] = [text('board'), text('version'), text('serial')]
  checkVersion(version)
  const found = findBoard(board)
  if (found === undefined) {
    const hint = speak`the table of boards in docs/hardware.md says which builds of the interpreter there are`
    throw new UserError(
      'wrong-board',
      speak`the interpreter there is a build for "${board}", which is no board we know`,
      hint,
      2,
    )
  }
  const identity = { ...found, board, version, serial, modules: text('modules').split(',') }
  checkBuild(identity, wanted)
  return identity
}

/**
 * What runs on a board may keep it from answering: an image that save() wrote and that does not fit, or a script that
 * replaced JSON. So a board that did not answer is made to start without a script (`reset()`), and is asked again.
 */
async function describe(link: EspruinoLink): Promise<Record<string, unknown>> {
  try {
    return (await askLink(link, question, triesBeforeReset)) as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof UserError) || error.slug !== 'no-prompt') throw error
    await refuseAncient(link)
  }
  await link.reset()
  return (await askLink(link, question)) as Record<string, unknown>
}

/** Interpreters before 2v05 (2019) cannot compute checksums, so they are asked for their version without one. */
async function refuseAncient(link: EspruinoLink): Promise<void> {
  try {
    const version = await link.askUnguarded('process.env.VERSION', questionMs)
    if (typeof version === 'string') checkVersion(version)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
  }
}

function checkVersion(version: string): void {
  const [, major = '', minor = ''] = /^(\d+)v(\d+)/.exec(version) ?? []
  const isNew = Number(major) > oldest.major || (Number(major) === oldest.major && Number(minor) >= oldest.minor)
  if (isNew) return
  const hint = speak`wanted: ${oldest.major}v${oldest.minor} or newer; the table of boards in docs/hardware.md says how to install it`
  throw new UserError(
    'old-firmware',
    speak`the interpreter on the board is ${version === '' ? speak`of no version` : version}`,
    hint,
    2,
  )
}

/** Espruino on a board for which the firmware wants another runtime. */
function refuseStranger({ kind, board }: Pick<Identity, 'kind' | 'board'>): void {
  if (kind.runtime === 'espruino') return
  const what = speak`the interpreter on this ${kind.title} is Espruino (${board}), which has no network library there`
  throw new UserError('wrong-board', what, speak(kalumaHint), 2)
}

function checkBuild({ kind, board, modules }: Identity, wanted: BoardName | undefined): void {
  refuseStranger({ kind, board })
  if (wanted !== undefined && wanted !== kind.name) {
    const hint = speak`plug the other board in, or say --board ${kind.name}; "board" in device.json says what the file is for`
    throw new UserError('wrong-board', speak`this is a board "${kind.name}" (${board}), wanted "${wanted}"`, hint, 2)
  }
  const missing = ['net', 'Storage'].filter((name) => !modules.includes(name))
  if (missing.length === 0) return
  const hint = speak`install the build ${kind.builds[0].board}: the table of boards in docs/hardware.md`
  const what = missing[0] === 'net' ? speak`network library` : 'Storage'
  throw new UserError('wrong-board', speak`the interpreter on this ${kind.title} (${board}) has no ${what}`, hint, 2)
}
