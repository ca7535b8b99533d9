import type { AirPipe } from './air-pipe.ts'
import { Dialer, newConnection, type Connection, type NetworkOptions } from './dialer.ts'
import type { Machine } from '../language/machine.ts'
import { closed, DriverSocket, noConnection, socketErrors, unsentData } from './socket.ts'

/** How much the engine keeps for a socket that has no `data` handler, bytes. */
const bufferBytes = 512

/** Whether to close at once: this is also a property of the engine's socket object, which a script may set. */
function mustClose(connection: Connection): boolean {
  return connection.closeNow || Boolean(Reflect.get(connection.object, 'clsNow'))
}

/** The interpreter's sockets: polled once an idle turn, as the engine polls them. */
export class Sockets {
  readonly connections: Connection[] = []
  private readonly byObject = new WeakMap<object, Connection>()
  /** Streams of open connections, and of closed ones whose FIN waits for the radio. */
  private readonly pipes = new Set<AirPipe>()
  private readonly dialer: Dialer

  constructor(
    private readonly machine: Machine,
    private readonly options: NetworkOptions,
  ) {
    this.dialer = new Dialer(machine, options, (pipe) => this.pipes.add(pipe))
    machine.loop.drivers.push(() => this.idle())
  }

  of(object: unknown): Connection | undefined {
    return typeof object === 'object' && object !== null ? this.byObject.get(object) : undefined
  }

  /** Opens a connection. Throws the engine's InternalError where the driver does so and the failure is known at once. */
  open(object: object, host: string, port: number, tls: boolean): void {
    const driver = new DriverSocket(this.machine.profile, () => this.machine.loop.wake())
    const connection = newConnection(object, driver)
    const isFull = this.connections.length >= this.machine.profile.maxSockets
    this.connections.push(connection)
    this.byObject.set(object, connection)
    this.machine.loop.wake()
    if (isFull) this.dialer.failed(connection, 'Unable to create socket')
    this.dialer.dial(connection, host, port, tls)
  }

  /** The radio has a network, has none, or has another address than before. */
  setLink(link: 'up' | 'down' | 'stranded'): void {
    for (const pipe of this.pipes) {
      if (link === 'up') pipe.thaw()
      else if (link === 'down') pipe.freeze()
      else pipe.strand()
    }
    if (link === 'stranded') this.pipes.clear()
    this.machine.loop.wake()
  }

  /** The board stops: its peers get no packet, or an RST. */
  abandon(how: 'silent' | 'reset'): void {
    for (const pipe of this.pipes) {
      if (how === 'reset') pipe.reset()
      else pipe.strand()
    }
    this.pipes.clear()
    this.connections.length = 0
  }

  /** Closes every socket as the script would, without an event. */
  closeAll(): void {
    for (const connection of [...this.connections]) this.drop(connection)
  }

  /** Polls every socket once; returns whether one has more to do at once. */
  private idle(): boolean {
    let more = false
    for (const connection of [...this.connections]) {
      if (!this.machine.alive) return false
      this.poll(connection)
      more ||= !connection.gone && this.isBusy(connection)
    }
    return more
  }

  private isBusy(connection: Connection): boolean {
    const { driver } = connection
    if (mustClose(connection) || (connection.hasDriver && !connection.connected && driver.pipe !== undefined))
      return true
    if (connection.receiveQueue !== '') return this.machine.events.has(connection.object, 'data')
    if (driver.isReadable) return true
    return connection.sendQueue === '' ? connection.closing : driver.isWritable
  }

  private poll(connection: Connection): void {
    let error = 0
    let closeNow = mustClose(connection)
    let pending = connection.receiveQueue
    if (connection.hasDriver) {
      const hadData = connection.sendQueue !== ''
      // As on the engine, what is passed on here stays in the queue and is passed on again each turn until more arrives.
      pending = this.push(connection, pending, false)
      if (!closeNow) {
        if (hadData) error = this.send(connection)
        closeNow = error < 0 || (connection.closing && !hadData)
        const received = this.receive(connection, pending)
        if (typeof received === 'number') error = received
        else pending = received
        closeNow ||= error < 0
      }
    }
    if (!closeNow || !this.machine.alive) return
    pending = this.push(connection, pending, true)
    if (pending === '' && this.machine.alive) this.finish(connection, error)
  }

  private send(connection: Connection): number {
    const sent = connection.driver.send(connection.sendQueue)
    if (sent <= 0) return sent
    connection.sendQueue = connection.sendQueue.slice(sent)
    if (connection.sendQueue === '' && !connection.closing) this.tell(connection, 'drain', [connection.object])
    return 0
  }

  /** Reads a chunk; returns what is still to be passed on, or an error code. */
  private receive(connection: Connection, pending: string): string | number {
    const got = connection.driver.read()
    if (typeof got === 'number') return got === noConnection && !connection.connected ? pending : got
    if (!connection.connected) {
      connection.connected = true
      this.tell(connection, 'connect', [connection.object])
      if (connection.sendQueue === '') this.tell(connection, 'drain', [connection.object])
    }
    if (got === '') return pending
    connection.receiveQueue = this.push(connection, pending + got, false)
    return connection.receiveQueue
  }

  /** Passes text to the `data` handlers at once, or keeps it while there are none; returns the text when it does not fit. */
  private push(connection: Connection, text: string, force: boolean): string {
    const { events, flags } = this.machine
    if (text === '') return ''
    if (events.has(connection.object, 'data')) {
      events.callNow(connection.object, 'data', [text], () => {
        this.machine.print('ERROR: Error processing Serial data handler - removing it.')
        flags.raise('CALLBACK')
        events.removeAll(connection.object, 'data')
      })
      return ''
    }
    const fits = connection.buffer === '' || connection.buffer.length + text.length <= bufferBytes
    if (!fits && !force) return text
    if (!fits) flags.raise('BUFFER_FULL')
    connection.buffer = connection.buffer === '' ? text : (connection.buffer + text).slice(0, bufferBytes)
    return ''
  }

  private finish(connection: Connection, code: number): void {
    const error = code === closed && connection.sendQueue !== '' ? unsentData : code
    this.drop(connection)
    const isError = error < 0 && error !== closed
    if (isError) {
      const details = this.machine.realm.object({ code: error, message: socketErrors[error] ?? 'unknown error' })
      this.tell(connection, 'error', [details])
    }
    this.tell(connection, 'end', [])
    this.tell(connection, 'close', [isError])
  }

  private drop(connection: Connection): void {
    const { driver } = connection
    driver.close()
    if (driver.pipe && this.options.isOnline()) this.pipes.delete(driver.pipe)
    connection.gone = true
    if (connection.hasDriver) connection.closing = true
    this.connections.splice(this.connections.indexOf(connection), 1)
  }

  private tell(connection: Connection, event: string, args: readonly unknown[]): void {
    this.machine.events.emit(connection.object, event, args)
  }
}
