import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { phrase, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import { FlashStorage, type FlashShape } from '../storage/flash-storage.ts'

/** The file in the working folder that a Linux-hosted build of the engine uses as its flash. */
export const flashFile = 'espruino.flash'

/** The shape of a Linux-hosted build's flash, as its board file says. */
export interface EngineFlash extends FlashShape {
  readonly address: number
  /** Bytes of the file before Storage, and in all. */
  readonly fileOffset: number
  readonly fileBytes: number
}

/** What to do without an interpreter. */
export const engineHint = phrase`Build Espruino's Linux version as CONTRIBUTING.md says and give its path in ESPRUINO.`

const probeMs = 10_000
const probe = `var s=require("Storage"),f=require("Flash"),a=f.getFree()[0].addr;s.write("~probe","x");
print("~flash "+[a,f.getPage(a).length,s.getStats().totalBytes]);`

const known = new Map<string, EngineFlash>()

/** Returns the shape of a build's flash; asks each build once. Throws UserError no-engine for another program. */
export function flashOf(executable: string): EngineFlash {
  const found = known.get(executable) ?? probeFlash(executable)
  known.set(executable, found)
  return found
}

/** Runs the interpreter with a script as its argument: then it ends when the script has run. */
function probeFlash(executable: string): EngineFlash {
  const folder = mkdtempSync(join(tmpdir(), 'engine-flash-'))
  try {
    writeFileSync(join(folder, 'probe.js'), probe)
    const said = spawnSync(executable, ['probe.js'], { cwd: folder, timeout: probeMs, encoding: 'latin1' })
    const [, address, pageBytes, totalBytes] = (/~flash (\d+),(\d+),(\d+)/.exec(said.stdout) ?? []).map(Number)
    if (address === undefined || pageBytes === undefined || totalBytes === undefined)
      throw new UserError('no-engine', speak`${executable} is not Espruino's Linux version`, speak(engineHint))
    const file = readFileSync(join(folder, flashFile))
    const fileOffset = Math.max(0, file.indexOf('~probe') - 4)
    const pages = totalBytes / pageBytes
    return { address: address + fileOffset, pageBytes, pages, fileOffset, fileBytes: file.length }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Returns an empty Storage of that build. */
export function emptyStorage(shape: EngineFlash): FlashStorage {
  return new FlashStorage(shape, { nameTable: true })
}

/** Returns the content of the flash file with this Storage in it. */
export function toFlashFile({ fileOffset, fileBytes }: EngineFlash, image: Uint8Array): Uint8Array {
  const file = new Uint8Array(fileBytes).fill(0xff)
  file.set(image, fileOffset)
  return file
}

/** Returns the Storage in a flash file. */
export function fromFlashFile(shape: EngineFlash, file: Uint8Array): FlashStorage {
  const storage = emptyStorage(shape)
  storage.chip.load(file.subarray(shape.fileOffset))
  return storage
}
