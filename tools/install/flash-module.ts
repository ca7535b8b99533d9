import type { EspruinoLink } from '../serial/espruino-link.ts'
import { speak } from '../command-line/language.ts'
import type { Show } from '../command-line/show.ts'
import { UserError } from '../command-line/user-error.ts'
import { headerBytes, isNamed } from '../storage/storage-headers.ts'
import { readGates, readLayout } from '../storage-layout/layout.ts'
import type { BootFileChoice } from './clear-boot-files.ts'
import { keepCopy, readBoardFile } from './copy-file.ts'
import type { Identity } from './identify.ts'
import { linkFlash } from './link-flash.ts'
import { bootScript } from './make-room.ts'
import { readFingerprint } from './read-fingerprint.ts'

/** The module's name in Storage: what `require` is given. */
export const moduleFile = 'aliyun'

const askMs = 10_000
/** Every script of `npm run build`, of any version and application, logs a line that begins so. */
const inEveryScript = 'I boot '

/** An expression: whether the boot script has such a text in it; false where there is none. */
const bootScriptHas = (text: string): string =>
  `(function(f){return f!==undefined&&f.indexOf('${text}')>=0})(require('Storage').read('${bootScript}'))`

/**
 * Whether the board's boot script has to go: one that `npm run flash` put there, or that has the link inside. Two links with one
 * identity would take the session from each other for ever. Asks, and keeps a copy. Throws UserError boot-files when the user does
 * not agree or cannot be asked.
 */
export async function agreeOnBootScript(
  link: EspruinoLink,
  { build, serial }: Pick<Identity, 'build' | 'serial'>,
  { copies, mayRemove }: Omit<BootFileChoice, 'keep'>,
  show: Show,
): Promise<boolean> {
  const has = await link.evaluate(bootScriptHas(inEveryScript), askMs)
  if (has !== true && !(await isInLayout(link, build.storage.address))) return false
  show.step('found', speak`${bootScript}: a script that npm run flash put there`, { file: bootScript })
  if (!(await mayRemove(speak`Remove ${bootScript} from the board? A copy goes to ${copies}`))) {
    const hint = speak`--yes removes it (a copy goes to ${copies}); nothing was changed`
    const why = speak`the board starts a script of npm run flash: beside the module it would be a second link with the same identity`
    throw new UserError('boot-files', why, hint, 2)
  }
  const bytes = await readBoardFile(link, bootScript, (done, all) => show.progress('copy', done, all))
  const copy = bytes && keepCopy(copies, serial, bootScript, bytes)
  if (copy !== undefined) show.step('note', speak`the copy of ${bootScript} is ${copy}`, { file: bootScript, copy })
  return true
}

/** Whether the boot script lies in a zone of the layout, which the module and its configuration take. */
async function isInLayout(link: EspruinoLink, address: number | undefined): Promise<boolean> {
  const flash = await linkFlash(link, address)
  const found = flash.pages === 0 ? undefined : await readLayout(flash)
  if (found === undefined) return false
  const gates = await readGates(flash, found.layout)
  for (const [zone, gate] of gates.entries()) {
    if (gate === 'closed') continue
    const first = await flash.read((found.layout.gates[zone] ?? 0) + flash.pageBytes, headerBytes)
    if (isNamed(first, bootScript)) return true
  }
  return false
}

/** Whether the board has a program of its own, and whether that one names the module. */
export type OwnProgram = 'with-module' | 'without-module' | 'none'

export async function ownProgram(link: EspruinoLink): Promise<OwnProgram> {
  if ((await readFingerprint(link, bootScript)) === undefined) return 'none'
  return (await link.evaluate(bootScriptHas(moduleFile), askMs)) === true ? 'with-module' : 'without-module'
}
