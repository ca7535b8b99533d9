import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
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
  const path = resolve(file)
  if (!existsSync(path) || !statSync(path).isFile())
    throw new UserError(
      'no-partners',
      speak`--partners ${file}: there is no such file`,
      speak`wanted: a .ts or .js file whose default export is a function that gets a bench`,
    )
  const { bench, partners } = makeBench(profile)
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown }
    await putOf(module, file)(bench)
  } catch (error) {
    throw told(error, file, path)
  }
  return partners
}

function putOf(module: { default?: unknown }, file: string): PutOnBench {
  // Where package.json does not say that modules are ES modules, what a file exports is the default of another module.
  const { default: outer } = module
  const put = typeof outer === 'object' && outer !== null && 'default' in outer ? outer.default : outer
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
