import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { generate, parser as createParser, type Packet } from 'mqtt-packet'

/** A PUBLISH that the device sent. */
export interface Published {
  readonly topic: string
  readonly payload: string
}

/**
 * A minimal broker, so that the device is what is measured: one client at a time, every subscription granted. It keeps what
 * the device publishes, and sends each given piece in a write of its own.
 */
export class BenchBroker {
  published: Published[] = []
  /** Subscriptions granted so far. */
  subscriptions = 0
  private client: Socket | undefined
  private looks: (() => void)[] = []

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.take(socket))
  }

  static async start(): Promise<BenchBroker> {
    const server = createServer({ noDelay: true })
    const broker = new BenchBroker(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return broker
  }

  get port(): number {
    const address = this.server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  /** Resolves when `fits` first returns true; it is called after each packet of the device, before anything else runs. */
  until(fits: () => boolean, withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        this.looks = this.looks.filter((other) => other !== look)
      }
      const timer = setTimeout(() => {
        done()
        reject(new Error(`not within ${withinMs} ms: ${fits.toString()}`))
      }, withinMs)
      const look = (): void => {
        if (!fits()) return
        done()
        resolve()
      }
      this.looks.push(look)
      look()
    })
  }

  /** Writes each piece by itself; the network and the device's socket may join them. */
  send(pieces: readonly Buffer[]): void {
    for (const piece of pieces) this.client?.write(piece)
  }

  async close(): Promise<void> {
    this.client?.destroy()
    this.server.close()
    await once(this.server, 'close')
  }

  private take(socket: Socket): void {
    this.client = socket
    const packets = createParser({ protocolVersion: 4 })
    packets.on('packet', (packet) => this.answer(socket, packet))
    socket.on('data', (bytes) => packets.parse(bytes))
    // A device that is being killed resets its socket.
    socket.on('error', () => socket.destroy())
  }

  private answer(socket: Socket, packet: Packet): void {
    if (packet.cmd === 'connect') socket.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }))
    else if (packet.cmd === 'pingreq') socket.write(generate({ cmd: 'pingresp' }))
    else if (packet.cmd === 'subscribe') {
      socket.write(generate({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [1] }))
      this.subscriptions++
    } else if (packet.cmd === 'publish') {
      this.published.push({ topic: packet.topic, payload: packet.payload.toString('latin1') })
      if (packet.qos === 1) socket.write(generate({ cmd: 'puback', messageId: packet.messageId ?? 0 }))
    }
    for (const look of [...this.looks]) look()
  }
}
