import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Application } from '../build/application.ts'
import { describesSomething, readTslFile } from '../thing-model/tsl-file.ts'
import { listProperties, type Tsl } from '../thing-model/tsl.ts'

/** The name of the thing model that is used by itself, in the folder of the application. */
const besideApplication = 'model.json'

/**
 * The thing model of the demo's product: the file of `--tsl`, else model.json beside the application that `--app` names; the
 * switch that is started without either has none, and any property counts as known. Throws UserError tsl-missing, tsl-not-json
 * or tsl-invalid.
 */
export function readDemoModel(flags: {
  readonly tsl: string | undefined
  readonly app: string | undefined
}): Tsl | undefined {
  if (flags.tsl !== undefined) return readTslFile(flags.tsl, describesSomething)
  if (flags.app === undefined) return undefined
  const beside = join(dirname(flags.app), besideApplication)
  return existsSync(beside) ? readTslFile(beside, describesSomething) : undefined
}

/** A name for what the demo's device runs: another application has another one, and so have other properties. */
export function nameRun({ file }: Application, tsl: Tsl | undefined, switches: object = {}): string {
  const identifiers = (tsl && listProperties(tsl))?.map(({ identifier }) => identifier) ?? Object.keys(switches)
  return [file, ...identifiers.sort()].join(' ')
}
