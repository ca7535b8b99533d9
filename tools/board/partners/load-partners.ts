import { existsSync, realpathSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { require as requireSource } from 'tsx/cjs/api'
import { UserError } from '../../command-line/user-error.ts'
import { speak } from '../../command-line/language.ts'
import type { Profile } from '../profile.ts'
import type { PutOnBench } from './bench.ts'
import { makeBench } from './make-bench.ts'
import type { Partners } from './partners.ts'

/**
 * Runs a partner file and returns what it puts around a board of this kind. Throws UserError no-partners where the file cannot
 * be found, bad-partners where it cannot be run, or puts something where it cannot be; then nothing is around any board.
 */
export async function loadPartners(file: string, profile: Profile): Promise<Partners> {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new UserError(
      'no-partners',
      speak`--partners ${file}: there is no such file`,
      speak`wanted: a .ts or .js file whose default export is a function that gets a bench`,
    )
  const path = realpathSync(resolve(file))
  const { bench, partners, finish } = makeBench(profile)
  try {
    // Unlike import() it takes both kinds of modules whatever the package.json above the file says of them.
    await putOf(requireSource(path, import.meta.url), file)(bench)
    finish()
  } catch (error) {
    throw told(error, file, path)
  }
  return partners
}

function putOf(exported: unknown, file: string): PutOnBench {
  const put = typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : exported
  if (typeof put === 'function') return put as PutOnBench
  throw new UserError(
    'bad-partners',
    speak`${file}: its default export is no function`,
    speak`wanted: export default (bench) => { bench.oneWire('D4', bench.ds18b20()) }`,
  )
}

/** Returns an error with the place in the file that it comes from. */
function told(error: unknown, file: string, path: string): UserError {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {}
  const [, source, row, what] = /^(.+):(\d+):\d+: ERROR: (.*)$/m.exec(message) ?? []
  if (source !== undefined && what !== undefined)
    return new UserError(
      'bad-partners',
      `${source === path ? file : relative('', source)}:${row}: ${what}`,
      speak`nothing was put around the board`,
    )
  const at = stack.split('\n').find((line) => line.includes(path))
  const line = /:(\d+):\d+\)?$/.exec(at ?? '')?.[1]
  const where = line === undefined ? file : `${file}:${line}`
  const hint = error instanceof UserError ? error.hint : speak`nothing was put around the board`
  const isComplete = error instanceof UserError && message.startsWith(`${file}:`)
  return new UserError('bad-partners', isComplete ? message : `${where}: ${message}`, hint)
}

/** Returns what `npm start` and `npm run board` say of partners: their file and their dials. */
export function describePartners(file: string, { dials }: Pick<Partners, 'dials'>): string {
  const shown = dials.list().map(({ name, value, unit }) => `${name}: ${value}${unit === '' ? '' : ` ${unit}`}`)
  return shown.length === 0 ? file : `${file} (${shown.join(', ')})`
}
