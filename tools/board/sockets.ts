import { AirPipe } from './air-pipe.ts'
import type { Machine } from './machine.ts'
import type { Answer, Foreseen, Pipe, Transport } from './pipe.ts'
import { closed, connectionReset, DriverSocket, notFound, socketErrors, unsentData } from './socket.ts'

/** What the engine keeps for a socket that nobody reads from, bytes. */
const bufferBytes = 512

/** How long a connect waits in vain on a driver that blocks: the TCP stack's SYN retries, ms. */
export const blackHoleMs = 75_000

export interface Connection {
  readonly object: object
  readonly driver: DriverSocket
  /** The engine's dSnd: what the script wrote and the driver has not taken. */
  sendQueue: string
  /** Read from the driver, not yet given to a `data` handler. */
  receiveQueue: string
  /** What came while nobody listened. */
  buffer: string
  /** False when net.connect failed: there is nothing to poll. */
  hasDriver: boolean
  connected: boolean
  closing: boolean
  closeNow: boolean
  gone: boolean
}

export interface NetworkOptions {
  transport: Transport
  /** Whether packets can leave the board now. */
  isOnline: () => boolean
  /** Whether net.connect holds the interpreter until TCP answers. */
  blockingConnect: boolean
}

/** The interpreter's sockets: polled once an idle turn, as the engine polls them. */
export class Sockets {
  readonly connections: Connection[] = []
  private readonly byObject = new WeakMap<object, Connection>()
  /** Streams of open connections, and of closed ones whose FIN waits for the radio. */
  private readonly pipes = new Set<AirPipe>()

  constructor(
    private readonly machine: Machine,
    private readonly options: NetworkOptions,
  ) {
    machine.loop.drivers.push(() => this.idle())
  }

  of(object: unknown): Connection | undefined {
    return typeof object === 'object' && object !== null ? this.byObject.get(object) : undefined
  }

  /** Opens a connection; throws the engine's InternalError when a driver that does so finds it impossible at once. */
  open(object: object, host: string, port: number, tls: boolean): void {
    const driver = new DriverSocket(this.machine.profile, () => this.machine.loop.wake())
    const connection: Connection = {
      ...{ object, driver, sendQueue: '', receiveQueue: '', buffer: '' },
      ...{ hasDriver: true, connected: false, closing: false, closeNow: false, gone: false },
    }
    const isFull = this.connections.length >= this.machine.profile.maxSockets
    this.connections.push(connection)
    this.byObject.set(object, connection)
    this.machine.loop.wake()
    if (isFull) this.failed(connection, 'Unable to create socket')
    if (!this.options.isOnline()) return this.unreachable(connection, host)
    this.dial(connection, host, port, tls)
  }

  private dial(connection: Connection, host: string, port: number, tls: boolean): void {
    const { loop, profile } = this.machine
    const blocks = this.options.blockingConnect && profile.connect === 'throws'
    let release = (): void => undefined
    const foreseen = this.options.transport.foresee?.(host, port, tls)
    this.options.transport.connect(host, port, tls, (answer) => {
      release()
      this.answered(connection, answer)
    })
    if (foreseen && profile.connect === 'throws') this.answerAtOnce(connection, foreseen)
    if (blocks && !foreseen && !connection.driver.pipe) release = loop.hold()
  }

  /** The transport knows what will come: a driver that blocks waits for it, and throws what is wrong. */
  private answerAtOnce(connection: Connection, { answer, afterMs }: Foreseen): void {
    const blocks = this.options.blockingConnect
    if (answer === 'black-hole' && !blocks) return
    if (blocks) this.machine.loop.spend(answer === 'black-hole' ? blackHoleMs : afterMs)
    if (answer === 'dns-failed') this.failed(connection, 'Unable to locate host')
    if (answer === 'refused') this.failed(connection, 'Unable to create socket', 111)
    if (answer === 'black-hole') this.failed(connection, 'Unable to create socket', 110)
  }

  private unreachable(connection: Connection, host: string): void {
    const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(host)
    if (isAddress) this.failed(connection, 'Unable to create socket', 113)
    if (this.machine.profile.connect === 'throws') this.failed(connection, 'Unable to locate host')
    connection.driver.finish(notFound)
  }

  private failed(connection: Connection, message: string, errno?: number): never {
    connection.closeNow = true
    connection.hasDriver = false
    if (errno !== undefined) this.machine.print(`ERROR: Connect failed (err ${errno})`)
    return this.machine.fail('InternalError', message)
  }

  private answered(connection: Connection, answer: Pipe | Answer): void {
    const { driver } = connection
    if (typeof answer !== 'object') {
      if (answer === 'black-hole') return
      return driver.finish(answer === 'dns-failed' ? notFound : connectionReset)
    }
    if (connection.gone || !this.machine.alive) return answer.reset()
    const resetCode = this.machine.profile.connect === 'events' ? connectionReset : closed
    driver.pipe = new AirPipe(answer, {
      data: (bytes) => driver.arrived(bytes),
      end: () => driver.finish(closed),
      reset: () => {
        driver.wasReset = true
        driver.finish(resetCode)
      },
      drain: () => this.machine.loop.wake(),
    })
    this.pipes.add(driver.pipe)
    if (!this.options.isOnline()) driver.pipe.freeze()
    this.machine.loop.wake()
  }

  /** The radio is on the air, off it, or back with another address. */
  setLink(link: 'up' | 'down' | 'stranded'): void {
    for (const pipe of this.pipes) {
      if (link === 'up') pipe.thaw()
      else if (link === 'down') pipe.freeze()
      else pipe.strand()
    }
    if (link === 'stranded') this.pipes.clear()
    this.machine.loop.wake()
  }

  /** The board stops: its peers are told nothing, or get an RST. */
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

  /** One turn for every socket; answers whether one has more to do at once. */
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
    if (connection.closeNow || (connection.hasDriver && !connection.connected && driver.pipe !== undefined)) return true
    if (connection.receiveQueue !== '') return this.machine.events.has(connection.object, 'data')
    if (driver.isReadable) return true
    return connection.sendQueue === '' ? connection.closing : driver.isWritable
  }

  private poll(connection: Connection): void {
    let error = 0
    let closeNow = connection.closeNow
    const hadData = connection.sendQueue !== ''
    if (connection.hasDriver) {
      this.push(connection, false)
      if (!closeNow) {
        if (connection.sendQueue !== '') error = this.send(connection)
        closeNow = error < 0 || (connection.closing && !hadData)
        const received = this.receive(connection)
        if (received < 0) error = received
        closeNow ||= received < 0
      }
    }
    if (!closeNow || !this.machine.alive) return
    this.push(connection, true)
    if (connection.receiveQueue === '' && this.machine.alive) this.finish(connection, error)
  }

  private send(connection: Connection): number {
    const sent = connection.driver.send(connection.sendQueue)
    if (sent <= 0) return sent
    connection.sendQueue = connection.sendQueue.slice(sent)
    if (connection.sendQueue === '' && !connection.closing) this.tell(connection, 'drain', [connection.object])
    return 0
  }

  /** Answers an error code, or 0. */
  private receive(connection: Connection): number {
    const got = connection.driver.read()
    if (typeof got === 'number') return got === -11 && !connection.connected ? 0 : got
    if (!connection.connected) {
      connection.connected = true
      this.tell(connection, 'connect', [connection.object])
      if (connection.sendQueue === '') this.tell(connection, 'drain', [connection.object])
    }
    connection.receiveQueue += got
    this.push(connection, false)
    return 0
  }

  /** Gives what was received to the `data` handlers, at once, or keeps it. */
  private push(connection: Connection, force: boolean): void {
    const { events, flags } = this.machine
    const text = connection.receiveQueue
    if (text === '') return
    if (events.has(connection.object, 'data')) {
      connection.receiveQueue = ''
      events.callNow(connection.object, 'data', [text], () => {
        this.machine.print('ERROR: Error processing Serial data handler - removing it.')
        flags.raise('CALLBACK')
        events.removeAll(connection.object, 'data')
      })
      return
    }
    const fits = connection.buffer === '' || connection.buffer.length + text.length <= bufferBytes
    if (!fits && !force) return
    if (!fits) flags.raise('BUFFER_FULL')
    connection.buffer = connection.buffer === '' ? text : (connection.buffer + text).slice(0, bufferBytes)
    connection.receiveQueue = ''
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
