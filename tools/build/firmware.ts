import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { readConfigFile } from '../config/file/config-file.ts'
import { toDeviceJson } from '../config/file/device-json.ts'
import { UserError } from '../command-line/user-error.ts'
import { defaultApplication, kindOf, type Application } from './application.ts'
import { bundleFirmware } from './bundle.ts'
import { declarationsFor, engineTypes, hashFile } from './foreign/sources.mjs'
import { isLibrary } from './passes/ours.mjs'
import { isTracked } from '../local-files/git.ts'
import { hashSources, sha256 } from './source-hash.ts'
import { speak } from '../command-line/language.ts'
import { writeWhole } from '../local-files/write-whole.ts'

/** A script on the disk. It is ASCII, so `bytes` is also its length. */
export interface BuiltFirmware {
  /** Path from the current directory. */
  readonly file: string
  readonly bytes: number
  /** Hex, of the file's bytes. */
  readonly sha256: string
  readonly script: string
}

export interface BuildOptions {
  /** The switch unless said otherwise. */
  readonly app?: Application | undefined
  /** A configuration file to put inside the script. */
  readonly inline?: string | undefined
  /** One that runs Kaluma: writes firmware.pico-w.js with `inline` inside, device.json unless said otherwise. */
  readonly board?: 'pico-w' | undefined
  /** The configuration itself, checked already, in the place of the file that `inline` names. */
  readonly config?: Buffer | undefined
  /** False keeps names, lines and functions, for reading, and writes firmware.readable.js unless `inline` is given. */
  readonly minify?: boolean | undefined
  /** Where to write; `dist` unless said otherwise. */
  readonly folder?: string | undefined
}

/** The first line of a script with a configuration inside. */
export const secretNotice =
  '// Holds secrets: the Wi-Fi password and the deviceSecret. Do not share it, do not commit it.'

/** Written beside the script: what it was built from, and its own hash. */
interface BuildRecord {
  /** The hash of firmware/ and of the build. */
  readonly sources: string
  readonly sha256: string
  readonly file: string
  /** [file, SHA-256] of the application and what it imports, from the current directory on. */
  readonly application: readonly (readonly [string, string])[]
}

/**
 * Builds the firmware with an application. Without `inline`: firmware.js and its map, the same for every device, the same bytes for
 * the same sources. With it: firmware.inline.js, mode 0600, no map. With another application than the switch the names begin
 * with its own: thermometer.firmware.js. With `board` always a configuration is inside. Throws UserError build-failed, and for a configuration
 * config-missing, config-invalid or secret-tracked.
 */
export async function buildFirmware(options: BuildOptions = {}): Promise<BuiltFirmware> {
  const { app = defaultApplication, inline, minify = true, folder = 'dist', board, config } = options
  if (board !== undefined && config !== undefined) return writeInline({ folder, app, minify, board }, config)
  if (board !== undefined) return buildInline(folder, app, minify, inline ?? 'device.json', board)
  return inline === undefined ? buildPlain(folder, app, minify) : buildInline(folder, app, minify, inline)
}

/** Returns the script of an application, and builds it only when the sources have changed since the last build, or the file has. */
export async function ensureBuilt(folder = 'dist', app: Application = defaultApplication): Promise<BuiltFirmware> {
  const file = join(folder, `${app.output}.js`)
  const record = readRecord(folder, app)
  if (record === undefined || !isCurrent(record, app)) return buildFirmware({ folder, app })
  const built = describe(file, readText(file) ?? '')
  return built.sha256 === record.sha256 ? built : buildFirmware({ folder, app })
}

/** Whether everything that the script was built from is as it was. */
function isCurrent({ sources, file, application }: BuildRecord, app: Application): boolean {
  if (sources !== hashSources() || file !== app.file) return false
  const known = new Map(application)
  return (
    application.every(([path, hash]) => hashFile(path) === hash) &&
    declarationsFor(app.file).every((path) => path === engineTypes.espruino || known.has(relative('', path)))
  )
}

/** The folders that an application's own files were in when it was built last; that of the application itself at least. */
export function foldersOf(app: Application, folder = 'dist'): string[] {
  const record = readRecord(folder, app)
  const files = (record?.file === app.file ? record.application : []).map(([file]) => file)
  const own = [app.file, ...files].map((file) => resolve(file))
  return [...new Set(own.filter((file) => !isLibrary(file)).map((file) => dirname(file)))]
}

async function buildPlain(folder: string, app: Application, minify: boolean): Promise<BuiltFirmware> {
  // Hashed before the build: what is edited meanwhile must not count as built.
  const hash = hashSources()
  const { script, map, sources } = await bundleFirmware({ entry: app.file, readable: !minify })
  const file = join(folder, `${app.output}${minify ? '' : '.readable'}.js`)
  const built = describe(file, script)
  writeWhole(file, script)
  if (map !== undefined) writeWhole(`${file}.map`, map)
  const application = sources.map(([path, sha]) => [relative('', path), sha] as const)
  const record: BuildRecord = { sources: hash, sha256: built.sha256, file: app.file, application }
  if (minify) writeWhole(recordFile(folder, app), `${JSON.stringify(record)}\n`)
  return built
}

async function buildInline(
  folder: string,
  app: Application,
  minify: boolean,
  path: string,
  board?: 'pico-w',
): Promise<BuiltFirmware> {
  if (isTracked(path)) {
    throw new UserError(
      'secret-tracked',
      speak`${path} holds secrets and git tracks it`,
      speak`git rm --cached ${path}, then new secrets: whoever has the repository has the old ones`,
    )
  }
  const inline = toDeviceJson(readConfigFile(path, undefined, board, kindOf(app.file)))
  return writeInline({ folder, app, minify, board }, inline)
}

interface InlineBuild {
  readonly folder: string
  readonly app: Application
  readonly minify: boolean
  readonly board: 'pico-w' | undefined
}

async function writeInline({ folder, app, minify, board }: InlineBuild, inline: Buffer): Promise<BuiltFirmware> {
  const { script } = await bundleFirmware({ entry: app.file, inline, readable: !minify, board })
  const built = describe(join(folder, `${app.output}.${board ?? 'inline'}.js`), `${secretNotice}\n${script}`)
  writeWhole(built.file, built.script, 0o600)
  return built
}

function describe(file: string, script: string): BuiltFirmware {
  return { file, bytes: Buffer.byteLength(script), sha256: sha256(script), script }
}

const recordFile = (folder: string, { output }: Application) => join(folder, `${output}.build.json`)

/** Returns undefined where there is no record, or it is damaged: then the firmware is built. */
function readRecord(folder: string, app: Application): BuildRecord | undefined {
  try {
    return JSON.parse(readText(recordFile(folder, app)) ?? 'null') ?? undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
