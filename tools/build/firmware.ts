import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfigFile } from '../config/file/config-file.ts'
import { toDeviceJson } from '../config/file/device-json.ts'
import { UserError } from '../command-line/user-error.ts'
import { bundleFirmware } from './bundle.ts'
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
  /** A configuration file to put inside the script. */
  readonly inline?: string | undefined
  /** False keeps names, lines and functions, for reading, and writes firmware.readable.js unless `inline` is given. */
  readonly minify?: boolean | undefined
  /** Where to write; `dist` unless said otherwise. */
  readonly folder?: string | undefined
}

/** The first line of a script with a configuration inside. */
export const secretNotice =
  '// Holds secrets: the Wi-Fi password and the deviceSecret. Do not share it, do not commit it.'

/** Written beside firmware.js: the hash of the sources that it was built from, and its own. */
interface BuildRecord {
  readonly sources: string
  readonly sha256: string
}

/**
 * Builds the firmware. Without `inline`: firmware.js and its map, the same for every device, the same bytes for the same
 * sources. With it: firmware.inline.js, mode 0600, no map. Throws UserError build-failed, and for a configuration
 * config-missing, config-invalid or secret-tracked.
 */
export async function buildFirmware(options: BuildOptions = {}): Promise<BuiltFirmware> {
  const { inline, minify = true, folder = 'dist' } = options
  return inline === undefined ? buildPlain(folder, minify) : buildInline(folder, minify, inline)
}

/** Returns firmware.js, and builds it only when the sources have changed since the last build, or the file has. */
export async function ensureBuilt(folder = 'dist'): Promise<BuiltFirmware> {
  const file = join(folder, 'firmware.js')
  const record = readRecord(folder)
  if (record === undefined || record.sources !== hashSources()) return buildFirmware({ folder })
  const built = describe(file, readText(file) ?? '')
  return built.sha256 === record.sha256 ? built : buildFirmware({ folder })
}

async function buildPlain(folder: string, minify: boolean): Promise<BuiltFirmware> {
  // Hashed before the build: what is edited meanwhile must not count as built.
  const sources = hashSources()
  const { script, map } = await bundleFirmware({ readable: !minify })
  const file = join(folder, minify ? 'firmware.js' : 'firmware.readable.js')
  const built = describe(file, script)
  writeWhole(file, script)
  if (map !== undefined) writeWhole(`${file}.map`, map)
  if (minify) writeWhole(recordFile(folder), `${JSON.stringify({ sources, sha256: built.sha256 })}\n`)
  return built
}

async function buildInline(folder: string, minify: boolean, path: string): Promise<BuiltFirmware> {
  if (isTracked(path)) {
    throw new UserError(
      'secret-tracked',
      speak`${path} holds secrets and git tracks it`,
      speak`git rm --cached ${path}, then new secrets: whoever has the repository has the old ones`,
    )
  }
  const inline = toDeviceJson(readConfigFile(path))
  const { script } = await bundleFirmware({ inline, readable: !minify })
  const built = describe(join(folder, 'firmware.inline.js'), `${secretNotice}\n${script}`)
  writeWhole(built.file, built.script, 0o600)
  return built
}

function describe(file: string, script: string): BuiltFirmware {
  return { file, bytes: Buffer.byteLength(script), sha256: sha256(script), script }
}

const recordFile = (folder: string) => join(folder, 'firmware.build.json')

/** Returns undefined where there is no record, or it is damaged: then the firmware is built. */
function readRecord(folder: string): BuildRecord | undefined {
  try {
    return JSON.parse(readText(recordFile(folder)) ?? 'null') ?? undefined
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
