import { kindOf, moduleFlag } from '../build/application.ts'
import { boardNames, boards, isBoardName } from '../board-kinds/boards.ts'
import type { BoardKind, BoardName } from '../board-kinds/board-kind.ts'
import { writeWhole } from '../local-files/write-whole.ts'
import { readFlags } from '../command-line/flags.ts'
import { readConfigValue } from '../config/file/config-file.ts'
import { sectionOf } from '../config/check/section.ts'
import { configForBoard } from '../install/config-for-board.ts'
import { moduleFile } from '../install/flash-module.ts'
import { scriptFor } from '../build/script-for.ts'
import { bytesInFlash } from '../storage/storage-file.ts'
import { UserError } from '../command-line/user-error.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { makeStorageImage } from './storage-image.ts'
import { help, usage } from './image-help.ts'

const options = {
  board: { type: 'string' },
  config: { type: 'string', default: 'device.json' },
  app: { type: 'string' },
  module: moduleFlag,
  script: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface ImageSurroundings {
  readonly environment: NodeJS.ProcessEnv
  readonly print: (text: string) => void
  readonly warn: (text: string) => void
}

/** `npm run image`. Throws UserError unknown-board, no-script, no-space and those of the configuration. */
export async function imageCommand(args: readonly string[], around: ImageSurroundings): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return around.print(inLanguage(help))
  const kind = boards[readBoard(flags.board ?? namedBoard(flags.config))]
  refuseKaluma(kind)
  const [build] = kind.builds
  const modules = build.has.tls ? ['tls'] : []
  const config = configForBoard(
    { ...around, file: flags.config, app: kindOf(flags.app, flags.module) },
    { kind, modules },
  )
  const script = await scriptFor(flags)
  const { storage } = build
  const [needed, has] = [bytesInFlash(script) + bytesInFlash(config), storage.pageBytes * storage.pages]
  if (needed > has)
    throw new UserError('no-space', speak`needs ${needed} B, and Storage of ${kind.title} has ${has} B`, '', 2)
  const image = await makeStorageImage(build, { script, config, ...(flags.module && { name: moduleFile }) })
  const file = flags.out ?? `dist/storage-${kind.name}.bin`
  writeWhole(file, image, 0o600)
  const command = commandFor(kind, file)
  if (flags.json) {
    return around.print(`${JSON.stringify({ file, bytes: image.length, address: storage.address, command })}\n`)
  }
  const size = `${image.length.toLocaleString('en')} B`
  around.print(
    `image      ${speak`${file} ${size}: script and device.json, read back as given. It holds your secrets`}\n`,
  )
  around.print(`${command ?? speak`to be tried in the interpreter: copy it to espruino.flash in its working folder`}\n`)
}

/** The file for a board with Kaluma would hold Kaluma itself, which has an image of its own. */
function refuseKaluma({ runtime, title }: BoardKind): void {
  if (runtime === 'espruino') return
  const hint = speak`npm run flash -- --board pico-w puts the script, with the configuration inside, on a board that has Kaluma`
  throw new UserError('wrong-board', speak`an image of a whole chip is not there for the ${title}`, hint)
}

/** Returns the esptool command that writes the image, undefined where the board is not an ESP. */
function commandFor({ name, builds }: BoardKind, file: string): string | undefined {
  const { address } = builds[0].storage
  if (!/^esp(32|8266)/.test(name)) return undefined
  const chip = name.replace('-512k', '').replace('-', '')
  return `esptool.py --chip ${chip} --port PORT --baud 921600 write_flash 0x${(address ?? 0).toString(16)} ${file}`
}

function namedBoard(file: string): string {
  const board = sectionOf(readConfigValue(file))?.['board']
  return typeof board === 'string' ? board : 'esp32'
}

function readBoard(name: string): BoardName {
  if (isBoardName(name)) return name
  throw new UserError('unknown-board', speak`no board is called ${name}`, speak`wanted: ${boardNames.join(', ')}`)
}
