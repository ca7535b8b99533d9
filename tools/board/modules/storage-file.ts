import { bytesOf, textOf } from '../../storage/bytes.ts'
import type { FlashStorage } from '../../storage/flash-storage.ts'
import { fileFlags, headerBytes, nameBytes } from '../../storage/storage-headers.ts'
import type { Machine } from '../language/machine.ts'
import { offerClass } from '../language/native-class.ts'

/** A StorageFile: which part, and where in it, is next. `mode` is the code of r, w or a; 0 once it was erased. */
interface StorageFile {
  name: string
  chunk: number
  offset: number
  mode: number
}

const lastChunk = 255
const modes: readonly unknown[] = ['r', 'w', 'a']
const erasedByte = 0xff
/** The engine makes no larger part, however large a page is. */
const largestPart = 4096

/**
 * Returns Storage.open: files that grow. One is kept in parts, each a file of its own that is called as the file and one byte
 * more; it ends at the first byte that is still erased (src/jswrap_storage.c).
 */
export function createOpen(machine: Machine, flash: FlashStorage): (name: string, mode: unknown) => object {
  const parts = new Parts(machine, flash)
  const of = (self: unknown): StorageFile => self as StorageFile
  const files = offerClass(machine, 'StorageFile', () => ({}), {
    read(length) {
      return parts.read(of(this), Math.max(Number(length) || 0, 0))
    },
    readLine() {
      return parts.read(of(this), 'line')
    },
    getLength() {
      return parts.end(of(this).name).length
    },
    write(data) {
      parts.write(of(this), String(data))
    },
    erase() {
      parts.erase(of(this))
    },
  })
  return (name, mode) => {
    if (!modes.includes(mode))
      machine.fail('Error', `Invalid mode ${typeof mode === 'string' ? `"${mode}"` : String(mode)}`)
    const file = { name: name.slice(0, nameBytes), chunk: 1, offset: 0, mode: String(mode).charCodeAt(0) }
    if (mode === 'w') parts.erase({ ...file })
    if (mode === 'a') {
      const { chunk, offset } = parts.end(file.name)
      Object.assign(file, { chunk, offset })
    }
    return files.make(file)
  }
}

class Parts {
  constructor(
    private readonly machine: Machine,
    private readonly flash: FlashStorage,
  ) {}

  read(file: StorageFile, length: number | 'line'): string | undefined {
    if (file.mode !== 'r'.charCodeAt(0)) return this.machine.fail('Error', "Can't read in this mode")
    let text = ''
    while (length === 'line' ? !text.endsWith('\n') : text.length < length) {
      const part = this.part(file.name, file.chunk)
      if (!part || part[file.offset] === erasedByte) break
      if (file.offset >= part.length) {
        file.chunk++
        file.offset = 0
        continue
      }
      text += textOf(part.subarray(file.offset, file.offset + 1))
      file.offset++
    }
    return text === '' ? undefined : text
  }

  write(file: StorageFile, text: string): void {
    const { machine } = this
    if (file.mode !== 'w'.charCodeAt(0) && file.mode !== 'a'.charCodeAt(0))
      machine.fail('Error', "Can't write in this mode")
    if (text === '') return
    const data = bytesOf(text)
    const part = this.part(file.name, file.chunk)
    if (!part) return this.begin(file, data)
    const room = part.length - file.offset
    if (room > 0) this.flashWrite(file, data.subarray(0, room), file.offset, 0)
    if (data.length < room) return
    if (file.chunk === lastChunk) machine.fail('Error', 'File too big!')
    file.chunk++
    // A part that is just full is followed by an empty one.
    this.begin(file, data.subarray(room))
  }

  erase(file: StorageFile): void {
    for (let chunk = 1; this.flash.erase(partName(file.name, chunk)); chunk++);
    Object.assign(file, { chunk: 1, offset: 0, mode: 0 })
  }

  /** Returns where the next byte goes, and how many there are. */
  end(name: string): { chunk: number; offset: number; length: number } {
    let length = 0
    for (let chunk = 1; ; chunk++) {
      const part = this.part(name, chunk)
      if (!part) return { chunk, offset: 0, length }
      const isFull = part[part.length - 1] !== erasedByte
      const used = isFull ? part.length : part.indexOf(erasedByte)
      length += used
      if (!isFull || chunk === lastChunk) return { chunk, offset: used, length }
    }
  }

  private begin(file: StorageFile, data: Uint8Array): void {
    const bytes = Math.min(this.flash.shape.pageBytes, largestPart) - headerBytes
    this.flashWrite(file, data, 0, bytes)
  }

  private flashWrite(file: StorageFile, data: Uint8Array, offset: number, size: number): void {
    try {
      this.flash.write(partName(file.name, file.chunk), data, offset, size, fileFlags.storageFile)
    } catch (error) {
      file.mode = 0
      this.machine.fail('Error', error instanceof Error ? error.message : String(error))
    }
    file.offset = offset + data.length
  }

  private part(name: string, chunk: number): Uint8Array | undefined {
    return this.flash.read(partName(name, chunk))
  }
}

function partName(name: string, chunk: number): string {
  return name.slice(0, nameBytes - 1) + String.fromCharCode(chunk)
}
