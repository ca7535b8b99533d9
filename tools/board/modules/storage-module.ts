import { dataOf, textOf } from '../../storage/bytes.ts'
import type { FlashStorage } from '../../storage/flash-storage.ts'
import { jsonText } from '../language/json-text.ts'
import { parseJson } from '../language/json-parse.ts'
import type { Machine } from '../language/machine.ts'
import { createOpen } from './storage-file.ts'

/** Returns the module `Storage`, on a flash that outlives the board. */
export function createStorageModule(machine: Machine, flash: FlashStorage): object {
  const { realm } = machine
  const openFile = createOpen(machine, flash)
  const readText = (name: unknown): string | undefined => {
    const bytes = flash.read(String(name))
    return bytes && textOf(bytes)
  }

  function write(name: unknown, data: unknown, offset?: unknown, size?: unknown): boolean {
    const bytes = dataOf(typeof data === 'object' && data !== null && !dataOf(data) ? jsonText(data) : data)
    if (!bytes) return machine.fail('Error', "Can't get pointer to data to write")
    try {
      flash.write(String(name), bytes, Number(offset) || 0, Number(size) || 0)
    } catch (error) {
      return machine.fail('Error', error instanceof Error ? error.message : String(error))
    }
    return true
  }

  function read(name: unknown, offset?: unknown, length?: unknown): string | undefined {
    const text = readText(name)
    if (text === undefined || offset === undefined) return text
    return text.substr(Number(offset), Number(length) > 0 ? Number(length) : text.length)
  }

  function readJson(name: unknown, noExceptions?: unknown): unknown {
    const text = readText(name)
    if (text === undefined) return undefined
    try {
      return parseJson(machine, text)
    } catch (error) {
      if (noExceptions === true) return undefined
      throw error
    }
  }

  function list(pattern?: unknown, filter?: unknown): unknown[] {
    const { sf } = (typeof filter === 'object' ? (filter ?? {}) : {}) as { sf?: unknown }
    const names = sf === undefined ? flash.list() : flash.list(sf ? 'storage-files' : 'others')
    const matches = (name: string): boolean => name.match(pattern as RegExp | string) !== null
    return realm.array(pattern === undefined ? names : names.filter(matches))
  }

  return machine.object({
    read,
    readArrayBuffer: (name: unknown) => {
      const bytes = flash.read(String(name))
      return bytes && realm.buffer(bytes)
    },
    readJSON: readJson,
    write,
    writeJSON: (name: unknown, value: unknown) => write(name, jsonText(value)),
    erase: (name: unknown) => void flash.erase(String(name)),
    eraseAll: () => flash.eraseAll(),
    list,
    open: (name: unknown, mode: unknown) => openFile(String(name), mode),
    optimise: () => undefined,
    compact: () => void flash.compact(),
    getFree: () => flash.freeBytes,
    getStats: () => {
      const { firstPageWithTrash: _, ...stats } = flash.stats()
      return realm.object(stats)
    },
    hash: () => flash.list().reduce((hash, name) => ((hash << 1) | (hash >>> 31)) ^ name.length, flash.fileWrites) | 0,
  })
}
