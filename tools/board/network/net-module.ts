import type { Machine } from '../language/machine.ts'
import type { Connection } from './dialer.ts'
import type { Sockets } from './sockets.ts'

const localHost = '127.0.0.1'
const tlsPort = 443
/** Longest host name, bytes: the engine's buffer has one more for the final 0 (clientRequestConnect). */
const hostBytes = 127

/** Returns the module `net` or `tls`, for clients only. */
export function createNetModule(machine: Machine, sockets: Sockets, tls: boolean): object {
  const prototype = socketPrototype(machine, sockets)
  function connect(options: unknown, callback: unknown): object | undefined {
    if (typeof options !== 'object' || options === null) {
      machine.print(`ERROR: Expecting Options to be an Object but it was ${typeName(options)}`)
      return undefined
    }
    if (callback !== undefined && typeof callback !== 'function') {
      machine.print(`ERROR: Expecting Callback Function but got ${typeName(callback)}`)
      return undefined
    }
    const { host, port } = options as { host?: unknown; port?: unknown }
    const socket = Object.create(prototype) as object
    if (callback !== undefined) machine.events.setCallback(socket, 'connect', callback)
    const number = (Number(port) || (tls ? tlsPort : 0)) & 0xffff
    sockets.open(socket, host === undefined ? localHost : String(host).slice(0, hostBytes), number, tls)
    return socket
  }
  return machine.object({ connect })
}

function typeName(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  return value.constructor.name === '' ? 'Object' : value.constructor.name
}

function socketPrototype(machine: Machine, sockets: Sockets): object {
  const of = (socket: unknown): Connection => sockets.of(socket) ?? machine.fail('Error', 'Not a Socket')

  function write(connection: Connection, data: unknown): void {
    if (connection.closeNow || connection.closing) machine.fail('Error', 'This socket is closed')
    if (data === undefined) return
    connection.sendQueue += dataText(data)
    machine.loop.wake()
  }

  return machine.object({
    write(this: unknown, data: unknown): boolean {
      write(of(this), data)
      return false
    },
    end(this: unknown, data: unknown): void {
      const connection = of(this)
      if (data !== undefined) write(connection, data)
      if (connection.sendQueue === '') connection.closeNow = true
      connection.closing = true
      if (!connection.gone) machine.loop.wake()
    },
    available(this: unknown): number {
      return of(this).buffer.length
    },
    read(this: unknown, chars: unknown): string {
      const connection = of(this)
      const count = Number(chars) > 0 ? Number(chars) : connection.buffer.length
      const text = connection.buffer.slice(0, count)
      connection.buffer = connection.buffer.slice(count)
      return text
    },
  })
}

/** Returns what `write` makes of its argument: text, of each character the low byte. Arrays become numbers with commas. */
function dataText(data: unknown): string {
  return Buffer.from(String(data), 'latin1').toString('latin1')
}
