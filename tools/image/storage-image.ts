import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Build } from '../boards/board-kind.ts'
import { FlashStorage } from '../board/flash-storage.ts'
import { onProcessEnd } from '../engine/process-end.ts'

export interface ImageContent {
  readonly script: Uint8Array
  readonly config: Uint8Array
}

/** The longest the CLI may take, ms. */
const cliMs = 60_000
/** Built-in modules that the script asks for; the CLI would look for others on the internet. */
const modules = ['Storage', 'Wifi', 'net', 'tls', 'crypto']

/**
 * The whole Storage of a board, script and device.json in it, made offline by the espruino CLI: as many bytes as Storage
 * has, 0xFF where nothing is. Every byte of both files is read back from it; throws Error when one differs.
 */
export async function makeStorageImage(build: Build, content: ImageContent): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  // It holds secrets for a moment.
  const clear = (): void => rmSync(folder, { recursive: true, force: true })
  const forget = onProcessEnd(clear)
  try {
    const image = readIntelHex(await runCli(folder, build, content), build)
    checkImage(image, build, content)
    return image
  } finally {
    forget()
    clear()
  }
}

async function runCli(folder: string, { board, storage }: Build, { script, config }: ImageContent): Promise<string> {
  const { address = 0, pageBytes, pages } = storage
  const description = {
    info: { name: board, binary_version: '2v29', builtin_modules: modules },
    chip: { saved_code: { address, page_size: pageBytes, pages } },
  }
  writeFileSync(join(folder, 'board.json'), JSON.stringify(description))
  writeFileSync(join(folder, 'script.js'), script)
  writeFileSync(join(folder, 'device.json'), config, { mode: 0o600 })
  const args = ['-q', '-n', '--no-ble', '--board', 'board.json', '--config', 'MODULE_URL=', '--ohex', 'storage.hex']
  // The path after the colon is relative: one with a drive's letter has a colon too many.
  const child = spawn(
    process.execPath,
    [cliPath(), ...args, '--storage', '.bootcde:-', '--storage', 'device.json:device.json', 'script.js'],
    {
      ...{ cwd: folder, timeout: cliMs },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  try {
    return readFileSync(join(folder, 'storage.hex'), 'latin1')
  } catch {
    // Its exit code says nothing, so the file it did not write must.
    throw new Error(`the espruino CLI made no image: ${said}${complained}`.trim())
  }
}

function cliPath(): string {
  return join(dirname(createRequire(import.meta.url).resolve('espruino/package.json')), 'bin', 'espruino-cli.js')
}

/** Intel HEX, its data records and upper address words, as one block that begins at Storage's address. */
function readIntelHex(hex: string, { storage }: Build): Buffer {
  const { address = 0, pageBytes, pages } = storage
  const image = Buffer.alloc(pageBytes * pages, 0xff)
  let upper = 0
  for (const line of hex.split(/\r?\n/)) {
    if (!line.startsWith(':')) continue
    const record = Buffer.from(line.slice(1), 'hex')
    const [bytes = 0, , , type = -1] = record
    const data = record.subarray(4, 4 + bytes)
    if (type === 4) upper = data.readUInt16BE() * 0x10000
    if (type === 0) data.copy(image, upper + record.readUInt16BE(1) - address)
  }
  return image
}

function checkImage(image: Buffer, { storage }: Build, { script, config }: ImageContent): void {
  const read = FlashStorage.fromImage(image, storage.pageBytes)
  for (const [name, bytes] of [
    ['.bootcde', script],
    ['device.json', config],
  ] as const) {
    if (!Buffer.from(read.read(name) ?? []).equals(bytes))
      throw new Error(`${name} is not in the image as it was given`)
  }
}
