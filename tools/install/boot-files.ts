import type { Identity } from './identify.ts'
import type { EspruinoLink } from '../serial/espruino-link.ts'
import { phrase, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

/**
 * Files of Storage that start or restore something beside the script that is flashed, in the order in which the engine takes
 * them (jsiSemiInit and jsfLoadBootCodeFromFlash, Espruino's src/jsinteractive.c and jsflash.c), and what each does.
 */
const startFiles: Readonly<Record<string, string>> = {
  '.varimg': phrase`an image of memory that save() wrote: it is restored at each start and goes on driving its pins`,
  '.bootPowerOn': phrase`a script that runs first when the power comes on`,
  ...Object.fromEntries(
    [0, 1, 2, 3].map((n) => [`.boot${n}`, phrase`a script that runs at each start, before all others`]),
  ),
  '.bootrst': phrase`a script that runs in the place of the one that is flashed ("Flash (always)" in the Web IDE)`,
}

/**
 * The Wi-Fi of an Espruino WiFi is JavaScript in its interpreter, and of that a file in Storage takes precedence (jswrap_require,
 * src/jswrap_modules.c). Libraries in C, which all other boards have, come before any file.
 */
const moduleFiles: Readonly<Record<string, string>> = Object.fromEntries(
  ['Wifi', 'AT'].map((name) => [name, phrase`a module that is loaded in the place of the one in the interpreter`]),
)
const buildWithModules = 'ESPRUINOWIFI'

/** What --keep may name. */
export const bootFileNames = [...Object.keys(startFiles), ...Object.keys(moduleFiles)]
/** With this one in Storage the engine never starts the script that is flashed. */
export const insteadOfScript = '.bootrst'

export interface BootFile {
  readonly name: string
  /** What it does, for people. */
  readonly what: string
}

const askMs = 10_000

/**
 * An expression: the names of such files in the board's Storage. Short, for it is typed at the prompt, too. Storage.list() would
 * take a pattern, but the engine's patterns know no choice within another.
 */
export const bootFilesQuestion = `'${bootFileNames.join()}'.split(',').filter(n=>require('Storage').read(n,0,1)!==undefined)`

/** What the board answered, `board` being its process.env.BOARD. */
export function toBootFiles(answer: unknown, board: string): BootFile[] {
  const names = Array.isArray(answer) ? (answer as unknown[]) : []
  const does = { ...startFiles, ...(board === buildWithModules && moduleFiles) }
  return Object.entries(does)
    .filter(([name]) => names.includes(name))
    .map(([name, what]) => ({ name, what: speak(what) }))
}

/** Those that the board has. Changes nothing on it. */
export async function findBootFiles(link: EspruinoLink, { board }: Pick<Identity, 'board'>): Promise<BootFile[]> {
  return toBootFiles(await link.evaluate(bootFilesQuestion, askMs), board)
}

/**
 * Erases a file, and what a power cut left of others of its name. Marking a file erased moves none: a cut leaves it, or takes
 * it. Throws UserError boot-files when it is there all the same.
 */
export async function eraseBootFile(link: EspruinoLink, name: string): Promise<void> {
  const erase = `(function(s,i){for(i=0;i<9&&s.read('${name}',0,1)!==undefined;i++)s.erase('${name}');return s.read('${name}',0,1)===undefined})(require('Storage'))`
  if ((await link.evaluate(erase, askMs)) === true) return
  const hint = speak`require("Storage").eraseAll() at its prompt; or its flash is worn out`
  throw new UserError('boot-files', speak`${name} does not go away`, hint, 2)
}
