import { readFileSync } from 'node:fs'
import type { BoardName } from '../board-kinds/board-kind.ts'
import { checkConfig, type ConfigFile } from '../config/check/check-config.ts'
import { readConfigBytes } from '../config/file/config-file.ts'
import { isWithoutPins } from '../config/file/named-board.ts'
import { findCareless, refuseTracked } from '../config/file/file-state.ts'
import { formatProblems } from '../config/check/problem.ts'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { productFile } from '../product/product-files.ts'
import { fail, ok, type Outcome } from './report.ts'

/** Checks the version of Node (as process.version) against `engines` of package.json. */
export function checkNode(version: string): Outcome {
  const manifest: { engines: { node: string } } = JSON.parse(readFileSync(productFile('package.json'), 'utf8'))
  const wanted = numbersOf(manifest.engines.node)
  const got = numbersOf(version)
  const at = wanted.findIndex((number, index) => number !== (got[index] ?? 0))
  const older = at >= 0 && (got[at] ?? 0) < (wanted[at] ?? 0)
  if (!older) return ok(version.replace(/^v/, ''))
  return fail('node-old', speak`Node ${version} is older than ${wanted.join('.')}`, 'https://nodejs.org', 1)
}

const numbersOf = (version: string) => version.replace(/^\D+/, '').split('.').map(Number)

export interface CheckedFile {
  readonly outcome: Outcome
  /** Undefined when something is wrong with it. */
  readonly config: ConfigFile | undefined
}

/** Checks device.json as `npm run config -- --check` does, without pins as for an application of the user's own; `board` is the kind that was recognised, if any. */
export function checkFile(file: string, board?: BoardName): CheckedFile {
  try {
    const app = isWithoutPins(file) ? 'own' : 'by-section'
    const { config, problems } = checkConfig(readConfigBytes(file), board, app)
    refuseTracked(file)
    const [head = '', ...lines] = formatProblems(problems, file).split('\n')
    if (config === undefined) {
      return { outcome: fail('config-invalid', head, lines.filter((line) => line !== '').join('\n'), 1), config }
    }
    const warnings = lines.filter((line) => line !== '').map((line) => line.trim())
    return { outcome: ok(describe(file, config), [...warnings, ...findCareless(file)]), config }
  } catch (error) {
    return { outcome: toFailure(error), config: undefined }
  }
}

function describe(file: string, { aliyun, mqtt, switches, properties }: ConfigFile): string {
  const [deviceName = '', productKey = ''] =
    aliyun === undefined ? (mqtt?.username.split('&') ?? []) : [aliyun.deviceName, aliyun.productKey]
  const pins = Object.entries({ ...switches, ...properties }).map(([name, { pin }]) => speak`${name} on ${pin}`)
  const what = pins.length === 0 ? speak`no pins: for an application of your own` : pins.join(', ')
  return speak`${file}: ${deviceName} of product ${productKey}, ${what}`
}

/** Returns the outcome for what a check threw; everything but a UserError is a bug. */
export function toFailure(error: unknown): Outcome {
  if (error instanceof UserError) return fail(error.slug, error.message, error.hint, error.exitCode)
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return fail('bug', what, speak`this should not happen; please report it. The other checks go on`, 3)
}

/** Makes one check. When it throws, that is its outcome, and the other checks go on. */
export async function attempt(check: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await check()
  } catch (error) {
    return toFailure(error)
  }
}
