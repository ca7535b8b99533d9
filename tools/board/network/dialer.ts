import { AirPipe } from './air-pipe.ts'
import type { Machine } from '../language/machine.ts'
import type { Answer, Foreseen, Pipe, Transport } from './pipe.ts'
import { closed, connectionReset, notFound, type DriverSocket } from './socket.ts'

/** How long a connect that nobody answers blocks, because the TCP stack repeats its SYN, ms. */
export const blackHoleMs = 75_000

export interface Connection {
  readonly object: object
  readonly driver: DriverSocket
  /** The engine's dSnd: what the script wrote and the driver has not taken. */
  sendQueue: string
  /** Bytes read from the driver and not yet passed to a `data` handler. */
  receiveQueue: string
  /** Bytes that came while there was no `data` handler. */
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
  /** Whether net.connect blocks the interpreter until TCP answers. */
  blockingConnect: boolean
}

export function newConnection(object: object, driver: DriverSocket): Connection {
  const queues = { sendQueue: '', receiveQueue: '', buffer: '' }
  return { object, driver, ...queues, hasDriver: true, connected: false, closing: false, closeNow: false, gone: false }
}

/** Opens connections as the board's driver does. A failure is thrown or an event; the interpreter may be blocked meanwhile. */
export class Dialer {
  constructor(
    private readonly machine: Machine,
    private readonly options: NetworkOptions,
    private readonly opened: (pipe: AirPipe) => void,
  ) {}

  /** Opens a connection. Throws the engine's InternalError where the driver does so and the failure is known at once. */
  dial(connection: Connection, host: string, port: number, tls: boolean): void {
    if (!this.options.isOnline()) return this.unreachable(connection, host)
    const { loop, profile } = this.machine
    const blocks = this.options.blockingConnect && profile.connect === 'throws'
    let release = (): void => undefined
    const foreseen = this.options.transport.foresee?.(host, port, tls)
    this.options.transport.connect(host, port, tls, (answer) => {
      if (answer === 'black-hole' && blocks) return
      release()
      this.answered(connection, answer)
    })
    if (foreseen && profile.connect === 'throws') this.answerAtOnce(connection, foreseen)
    if (blocks && !foreseen && !connection.driver.pipe) release = this.holdFor(connection, loop.hold())
  }

  /** Blocks the interpreter until the answer, which nobody can foresee, but not longer than the TCP stack tries. */
  private holdFor(connection: Connection, release: () => void): () => void {
    const handle = this.machine.host.clock.set(() => {
      release()
      connection.driver.finish(connectionReset)
    }, blackHoleMs)
    return () => {
      this.machine.host.clock.clear(handle)
      release()
    }
  }

  /** The transport knows the answer in advance: a driver that blocks waits so long, and then throws what is wrong. */
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

  failed(connection: Connection, message: string, errno?: number): never {
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
    this.opened(driver.pipe)
    if (!this.options.isOnline()) driver.pipe.freeze()
    this.machine.loop.wake()
  }
}
