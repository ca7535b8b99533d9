import type { Identity } from './identify.ts'
import type { EspruinoLink } from '../serial/espruino-link.ts'
import { phrase, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

/**
 * Files of Storage, other than the flashed script, that start or restore something, and what each does; in the order in which
 * the engine uses them (jsiSemiInit and jsfLoadBootCodeFromFlash, Espruino's src/jsinteractive.c and jsflash.c).
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
 * On an Espruino WiFi the Wifi module is JavaScript inside the interpreter, and a file of the same name in Storage takes
 * precedence over it (jswrap_require, src/jswrap_modules.c). On all other boards it is a library in C, which comes first.
 */
const moduleFiles: Readonly<Record<string, string>> = Object.fromEntries(
  ['Wifi', 'AT'].map((name) => [name, phrase`a module that is loaded in the place of the one in the interpreter`]),
)
const buildWithModules = 'ESPRUINOWIFI'

/** Names that --keep accepts. */
export const bootFileNames = [...Object.keys(startFiles), ...Object.keys(moduleFiles)]
/** While this file is in Storage the engine never starts the flashed script. */
export const insteadOfScript = '.bootrst'

export interface BootFile {
  readonly name: string
  /** What it does, for people. */
  readonly what: string
}

const askMs = 10_000

/**
 * An expression for the names of such files in the board's Storage. Short, because it is also typed at the prompt. The pattern
 * of Storage.list() would not do: the engine's regular expressions have no nested alternatives.
 */
export const bootFilesQuestion = `'${bootFileNames.join()}'.split(',').filter(n=>require('Storage').read(n,0,1)!==undefined)`

/** Returns the files that the board's answer names; `board` is its process.env.BOARD. */
export function toBootFiles(answer: unknown, board: string): BootFile[] {
  const names = Array.isArray(answer) ? (answer as unknown[]) : []
  const does = { ...startFiles, ...(board === buildWithModules && moduleFiles) }
  return Object.entries(does)
    .filter(([name]) => names.includes(name))
    .map(([name, what]) => ({ name, what: speak(what) }))
}

/** Returns such files that the board has. Changes nothing on it. */
export async function findBootFiles(link: EspruinoLink, { board }: Pick<Identity, 'board'>): Promise<BootFile[]> {
  return toBootFiles(await link.evaluate(bootFilesQuestion, askMs), board)
}

/**
 * Erases a file, and others of the same name that a power cut has left. Marking a file erased moves no other: after a power
 * cut it is either there or not. Throws UserError boot-files when it is still there afterwards.
 */
export async function eraseBootFile(link: EspruinoLink, name: string): Promise<void> {
  const erase = `(function(s,i){for(i=0;i<9&&s.read('${name}',0,1)!==undefined;i++)s.erase('${name}');return s.read('${name}',0,1)===undefined})(require('Storage'))`
  if ((await link.evaluate(erase, askMs)) === true) return
  const hint = speak`require("Storage").eraseAll() at its prompt; or its flash is worn out`
  throw new UserError('boot-files', speak`${name} does not go away`, hint, 2)
}
