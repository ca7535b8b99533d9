import { bytesOf } from '../../storage/bytes.ts'
import type { Transport } from '../network/pipe.ts'
import type { Radio } from '../network/radio.ts'
import { check } from './arguments.ts'
import type { CHeap } from './c-heap.ts'
import type { Engine } from './engine.ts'
import { sendBufferBytes, type Pcb, type Tcp } from './tcp.ts'

const mostSockets = 16
/** EREMOTEIO: what the driver makes of having no socket left. */
const noSocket = -121
/** How long a name is asked for, and how long an answer takes at least, ms. */
const dnsMs = 3000
const dnsAnswerMs = 10
const states = { closed: 0, connected: 2 } as const

interface Slot {
  state: number
  readonly object: Record<string, unknown>
  pcb: Pcb | undefined
}

export interface NetParts {
  readonly radio: Radio
  readonly tcp: Tcp
  readonly heap: CHeap
  readonly transport: Transport
}

/**
 * `__netdev`: synchronous, its outcome in `errno`. What has ended by itself is never told, and to close it is to use memory
 * that is freed: the board hangs then, always, where a real one hangs some time later.
 */
export class NetDevice {
  readonly object: Record<string, unknown>
  /** Since when the stack takes nothing more of what is written, ms; undefined while it does. */
  refusedAt: number | undefined
  private readonly slots: (Slot | undefined)[] = Array.from({ length: mostSockets }, () => undefined)

  constructor(
    private readonly engine: Engine,
    private readonly parts: NetParts,
  ) {
    this.object = engine.object({
      socket: (...args: unknown[]) => this.socket(args),
      get: (...args: unknown[]) => {
        check(engine, args, [['fd', 'number']])
        return this.slots[Number(args[0])]?.object
      },
      connect: (...args: unknown[]) => this.connect(args),
      write: (...args: unknown[]) => this.write(args),
      close: (...args: unknown[]) => this.close(args),
      shutdown: (...args: unknown[]) => this.shutdown(args),
      errno: 0,
    })
  }

  /** How many of the 16 are taken, those too that the script has left alone. */
  get taken(): number {
    return this.slots.filter((slot) => slot !== undefined).length
  }

  /** How many the script listens to. */
  get used(): number {
    return this.slots.filter((slot) => typeof slot?.object['read_cb'] === 'function').length
  }

  private socket(args: readonly unknown[]): number {
    const { engine, parts } = this
    check(engine, args, [
      ['domain', 'string'],
      ['protocol', 'string'],
    ])
    if (args[1] !== 'STREAM') engine.fail('TypeError', 'un-supported domain or protocol.')
    if (!parts.radio.hasLink) engine.fail('Error', 'WiFi is not connected.')
    const fd = this.slots.indexOf(undefined)
    if (fd < 0) engine.failWith(noSocket)
    const laddr = parts.radio.address
    const object = engine.object({ fd, ptcl: 'STREAM', state: 0, laddr, lport: 0, raddr: '0.0.0.0', rport: 0 })
    this.slots[fd] = { state: states.closed, object, pcb: undefined }
    Object.assign(this.object, { ip: laddr, mac: '28:CD:C1:00:00:01' })
    return fd
  }

  private connect(args: readonly unknown[]): void {
    const { engine, parts } = this
    check(engine, args, [
      ['fd', 'number'],
      ['addr', 'string'],
      ['port', 'number'],
      ['callback', 'function?'],
    ])
    const fd = Number(args[0])
    const [host, port] = [String(args[1]), Number(args[2])]
    const slot = this.slots[fd]
    if (slot?.state !== states.closed) return this.done(-1, args[3])
    const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(host)
    if (!isAddress) this.resolve(host, port)
    slot.pcb = parts.tcp.connect(host, port, {
      connected: () => engine.callDriver(slot.object['connect_cb'], []),
      data: (bytes) => this.received(slot, bytes),
      ended: () => this.release(fd, slot),
      // The stack knows it by its number alone: whatever socket has that by now is closed.
      endedLate: () => {
        const other = this.slots[fd]
        if (other !== undefined && this.engine.alive) this.release(fd, other)
      },
    })
    // No connection left in the pool, nothing was sent: of an address the driver says that all is well.
    if (slot.pcb === undefined && !isAddress) return this.done(-1, args[3])
    slot.state = states.connected
    Object.assign(slot.object, { rport: port, state: states.connected })
    this.done(0, args[3])
  }

  /** Blocks while the name is asked for, and throws what the driver throws. */
  private resolve(host: string, port: number): void {
    const { engine, parts } = this
    if (!parts.radio.isOnline) {
      engine.spend(dnsMs)
      this.object['errno'] = -1
      engine.fail('Error', 'DNS response timeout.')
    }
    const foreseen = parts.transport.foresee?.(host, port, false)
    engine.spend(Math.min(foreseen?.answer === 'dns-failed' ? foreseen.afterMs : dnsAnswerMs, dnsMs))
    if (foreseen?.answer !== 'dns-failed') return
    // The transport wants each connect that it has foreseen.
    parts.transport.connect(host, port, false, () => undefined)
    this.object['errno'] = -1
    engine.fail('Error', 'DNS Error: IP is not found.')
  }

  private received(slot: Slot, bytes: Uint8Array): void {
    const { engine, parts } = this
    const callback = slot.object['read_cb']
    if (!parts.heap.fits(bytes.length)) {
      return engine.die('hard fault: the C heap is full of received bytes')
    }
    if (typeof callback !== 'function') return
    parts.heap.keep(bytes.length)
    // The driver announces two arguments and passes one: the second is what lies on the stack.
    if (callback.length > 1) {
      return engine.die('read_cb has a second parameter, which the driver never passes')
    }
    engine.callDriver(callback, [engine.realm.bytes(bytes)])
  }

  private write(args: readonly unknown[]): void {
    const { engine, parts } = this
    check(engine, args, [
      ['fd', 'number'],
      ['data', 'string'],
      ['callback', 'function?'],
    ])
    const slot = this.slots[Number(args[0])]
    const data = String(args[1])
    if (slot === undefined || slot.state < states.connected) return this.done(-1, args[2])
    const pcb = this.usable(slot, 'write to')
    // The driver copies the text first, and does not look whether there was room for that.
    if (!parts.heap.fits(data.length + 1)) engine.hang('hard fault: no room in the C heap for a text to be written')
    const unsent = pcb?.pipe?.unsent ?? 0
    const isTaken = pcb !== undefined && unsent + data.length <= sendBufferBytes && parts.heap.fits(2 * data.length + 1)
    if (!isTaken) {
      this.refusedAt ??= engine.now()
      return this.done(-1, args[2])
    }
    // An empty write is taken of any connection that lives.
    if (data !== '') this.refusedAt = undefined
    pcb.pipe?.write(bytesOf(data))
    parts.heap.keep(0)
    // Without a link lwIP keeps the bytes for later, and says that there is no route.
    this.done(parts.radio.hasLink ? 0 : -1, args[2])
  }

  private close(args: readonly unknown[]): void {
    check(this.engine, args, [
      ['fd', 'number'],
      ['callback', 'function?'],
    ])
    const fd = Number(args[0])
    const slot = this.slots[fd]
    if (slot === undefined) return this.done(0, args[1])
    if (slot.pcb?.state === 'freed') this.engine.hang('close() of a socket that has ended by itself')
    this.release(fd, slot)
    this.done(0, args[1])
  }

  private shutdown(args: readonly unknown[]): void {
    check(this.engine, args, [
      ['fd', 'number'],
      ['how', 'number'],
      ['callback', 'function?'],
    ])
    const slot = this.slots[Number(args[0])]
    if (slot === undefined) return this.done(-1, args[2])
    if (slot.pcb?.state === 'freed') this.engine.hang('shutdown() of a socket that has ended by itself')
    if (Number(args[1]) !== 0) slot.pcb?.pipe?.end()
    this.done(0, args[2])
  }

  /** Returns a connection that lives, undefined for one that has ended; hangs where another lies in its place. */
  private usable({ pcb }: Slot, what: string): Pcb | undefined {
    if (pcb?.state !== 'freed') return pcb
    if (this.parts.tcp.isReplaced(pcb))
      this.engine.hang(`${what} a socket that has ended, where another connection lies`)
    return undefined
  }

  /** Ends a socket as the driver does, for the peer's FIN and for close(). */
  private release(fd: number, slot: Slot): void {
    slot.state = states.closed
    if (this.slots[fd] === slot) this.slots[fd] = undefined
    if (slot.pcb !== undefined) this.parts.tcp.close(slot.pcb)
    this.engine.callDriver(slot.object['close_cb'], [])
  }

  private done(errno: number, callback: unknown): void {
    this.object['errno'] = errno
    this.engine.callDriver(callback, [null])
  }
}
