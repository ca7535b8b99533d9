import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { defaultApplication } from '../../../tools/build/application.ts'
import { bundleFirmware } from '../../../tools/build/bundle.ts'
import { hashSources, sha256 } from '../../../tools/build/source-hash.ts'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import { onProcessEnd } from '../../../tools/engine/process-end.ts'
import { deviceJson } from '../engine/device-config.ts'
import { portMark, type CostApp } from './apps.ts'

/** An application as boards run it. */
export interface BuiltApp<App extends CostApp = CostApp> {
  readonly app: App
  readonly script: string
}

/**
 * Builds them one after the other, from files in a folder that is gone afterwards; for a Pico W where `inline` is the
 * configuration inside. Throws UserError build-failed.
 */
export async function buildApps<App extends CostApp>(
  apps: readonly App[],
  progress: (text: string) => void,
  inline?: Buffer,
): Promise<BuiltApp<App>[]> {
  const folder = mkdtempSync(join(tmpdir(), 'costs-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const forget = onProcessEnd(remove)
  const built: BuiltApp<App>[] = []
  try {
    for (const [index, app] of apps.entries()) {
      progress(`build ${index + 1} of ${apps.length}: ${app.name}`)
      built.push({ app, script: await build(app, join(folder, `app-${index}.js`), inline) })
    }
    return built
  } finally {
    forget()
    remove()
  }
}

async function build({ source }: CostApp, file: string, inline?: Buffer): Promise<string> {
  const board = inline && ('pico-w' as const)
  const bundle = async (entry: string): Promise<string> => (await bundleFirmware({ entry, inline, board })).script
  if (source === '') return bundle(defaultApplication.file)
  const firmware = resolve('firmware').replaceAll('\\', '/')
  const text = source.replaceAll("'device'", "'firmware/device.ts'").replaceAll("'firmware/", `'${firmware}/`)
  writeFileSync(file, text)
  // What imports the firmware alone was perhaps built before, of the same sources.
  const isWhole = !source.includes("'firmware/../")
  const known = join('dist/test/costs', `${sha256([hashSources(), text, board ?? ''].join('\0'))}.js`)
  if (isWhole && existsSync(known)) return readFileSync(known, 'utf8')
  const script = await bundle(file)
  mkdirSync('dist/test/costs', { recursive: true })
  if (isWhole) writeWhole(known, script)
  return script
}

/** The script with the port in it where the application says its cloud itself. */
export function scriptFor({ script }: BuiltApp, port: number): string {
  return script.replaceAll(portMark, String(port))
}

/** The device.json of an application: with as many switches as it wants, PowerSwitch_1 at D0. */
export function configFor({ app: { switches = 0 } }: BuiltApp, port: number): Buffer {
  const { switches: _one, ...config } = JSON.parse(deviceJson({ port }).toString()) as Record<string, unknown>
  const all = Array.from({ length: switches }, (_, index) => [`PowerSwitch_${index + 1}`, { pin: `D${index}` }])
  return Buffer.from(JSON.stringify({ ...config, ...(switches > 0 && { switches: Object.fromEntries(all) }) }))
}
