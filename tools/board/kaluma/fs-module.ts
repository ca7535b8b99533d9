import { types } from 'node:util'
import { check } from './arguments.ts'
import type { Engine } from './engine.ts'
import { FileFault, type KalumaFlash } from './kaluma-flash.ts'

/** EBADF. */
const badFile = -9

interface OpenFile {
  readonly path: string
  readonly flags: string
  bytes: Uint8Array
}

/** require('fs'): files of bytes in one folder. What is written is in flash when the file is closed. */
export function createFsModule(engine: Engine, flash: KalumaFlash): Record<string, unknown> {
  const opens: (OpenFile | undefined)[] = []
  const attempt = <Value>(act: () => Value): Value => {
    try {
      return act()
    } catch (error) {
      if (error instanceof FileFault) return engine.failWith(error.errno)
      throw error
    }
  }
  const path = (value: unknown): string => {
    check(engine, [value], [['path', 'string']])
    return `/${String(value).replace(/^\/+/, '')}`
  }
  const opened = (fd: unknown): OpenFile => opens[Number(fd)] ?? engine.failWith(badFile)
  const open = (name: unknown, flags: unknown = 'r'): number => {
    const file = path(name)
    if (flags === 'r' || flags === 'r+') attempt(() => flash.read(file))
    // A new file is there, empty, from now on.
    else if (!flash.has(file)) attempt(() => flash.write(file, new Uint8Array(0)))
    const bytes = flags === 'w' ? new Uint8Array(0) : flash.read(file)
    const free = opens.indexOf(undefined)
    const fd = free < 0 ? opens.length : free
    opens[fd] = { path: file, flags: String(flags), bytes }
    return fd
  }
  const write = (
    fd: unknown,
    data: unknown,
    offset: unknown = 0,
    length: unknown = undefined,
    at: unknown = 0,
  ): number => {
    const file = opened(fd)
    if (!types.isTypedArray(data)) return engine.fail('TypeError', '"buffer" argument must be an TypedArray')
    const begin = Number(offset)
    const bytes = Uint8Array.from(data as Uint8Array).subarray(
      begin,
      length === undefined ? undefined : begin + Number(length),
    )
    const whole = new Uint8Array(Math.max(file.bytes.length, Number(at) + bytes.length))
    whole.set(file.bytes)
    whole.set(bytes, Number(at))
    file.bytes = whole
    return bytes.length
  }
  const close = (fd: unknown): void => {
    const { path: name, flags, bytes } = opened(fd)
    if (flags !== 'r') attempt(() => flash.write(name, bytes))
    opens[Number(fd)] = undefined
  }
  const stat = (name: unknown): Record<string, unknown> => {
    const size = attempt(() => flash.read(path(name)).length)
    return engine.object({ type: 1, size, isFile: () => true, isDirectory: () => false })
  }
  return engine.object({
    ...{ open, write, close, stat },
    read(fd: unknown, buffer: unknown, offset: unknown = 0, length: unknown = undefined, at: unknown = 0) {
      const { bytes } = opened(fd)
      if (!types.isUint8Array(buffer)) return engine.fail('TypeError', '"buffer" argument must be an TypedArray')
      const room = length === undefined ? buffer.length - Number(offset) : Number(length)
      const part = bytes.subarray(Number(at), Number(at) + room)
      buffer.set(part, Number(offset))
      return part.length
    },
    readFile: (name: unknown) => engine.realm.bytes(attempt(() => flash.read(path(name)))),
    writeFile(name: unknown, data: unknown) {
      const fd = open(name, 'w')
      write(fd, data)
      close(fd)
    },
    exists: (name: unknown) => flash.has(path(name)),
    rename: (from: unknown, to: unknown) => attempt(() => flash.rename(path(from), path(to))),
    unlink: (name: unknown) => attempt(() => flash.remove(path(name))),
    rm: (name: unknown) => attempt(() => flash.remove(path(name))),
    readdir: () => engine.realm.array(flash.list().map((name) => name.slice(1))),
    cwd: () => '/',
  })
}
