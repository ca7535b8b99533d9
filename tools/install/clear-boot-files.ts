import type { EspruinoLink } from '../serial/espruino-link.ts'
import { UserError } from '../command-line/user-error.ts'
import { eraseBootFile, findBootFiles, type BootFile } from './boot-files.ts'
import { keepCopy, readBoardFile } from './copy-file.ts'
import type { Identity } from './identify.ts'
import { speak } from '../command-line/language.ts'
import type { Show } from '../command-line/show.ts'

export interface BootFileChoice {
  /** Names of files that stay. */
  readonly keep: readonly string[]
  /** The folder for copies of the others. */
  readonly copies: string
  /** Asks whether the others may be removed. */
  mayRemove(question: string): Promise<boolean>
}

/** Files that start or restore something beside the script: those to remove, and those that stay. */
export interface BootFiles {
  readonly going: readonly BootFile[]
  readonly kept: readonly BootFile[]
}

/**
 * Looks for files that would start beside the script, or in its place, tells what each does, and asks whether they may be
 * removed. Changes nothing on the board. Throws UserError boot-files when the user does not agree or cannot be asked.
 */
export async function agreeOnBootFiles(
  link: EspruinoLink,
  identity: Identity,
  { keep, copies, mayRemove }: BootFileChoice,
  show: Show,
): Promise<BootFiles> {
  const found = await findBootFiles(link, identity)
  for (const { name, what } of found) show.step('found', speak`${name}: ${what}`, { file: name })
  const kept = found.filter(({ name }) => keep.includes(name))
  const going = found.filter(({ name }) => !keep.includes(name))
  for (const { name } of kept) show.step('kept', speak`${name}: as --keep says`, { file: name })
  const names = namesOf(going)
  if (going.length === 0 || (await mayRemove(speak`Remove ${names} from the board? Copies go to ${copies}`)))
    return { going, kept }
  const hint = speak`--yes removes what is not ours (copies go to ${copies}), --keep NAME leaves a file; nothing was changed`
  throw new UserError(
    'boot-files',
    speak`the board starts ${names}, too, beside what is flashed or in its place`,
    hint,
    2,
  )
}

/** Copies files to this computer and erases them, one after the other. Throws UserError not-written, verify-failed, boot-files. */
export async function removeBootFiles(
  link: EspruinoLink,
  { serial }: Pick<Identity, 'serial'>,
  going: readonly BootFile[],
  copies: string,
  show: Show,
): Promise<void> {
  for (const { name } of going) {
    const bytes = await readBoardFile(link, name, (done, all) => show.progress('copy', done, all))
    if (bytes === undefined) continue
    const copy = keepCopy(copies, serial, name, bytes)
    await eraseBootFile(link, name)
    show.step('removed', speak`${name} ${bytes.length.toLocaleString('en')} B, its copy is ${copy}`, {
      file: name,
      copy,
    })
  }
}

export function namesOf(files: readonly BootFile[]): string {
  return files.map(({ name }) => name).join(', ')
}
