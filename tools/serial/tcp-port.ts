import { createConnection, type Socket } from 'node:net'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import type { Port } from './port.ts'
import { lostError } from './port-errors.ts'

const telnetPort = 23
/** What a serial server says first where another program has its port: ser2net, and the simulated board. */
const refuses = /^port already in use/i
const connectMs = 10_000

/** Opens tcp://host:port, a board's telnet console or a serial server; port 23 unless said otherwise. */
export async function openTcpPort(name: string): Promise<Port> {
  const { host, port } = parseAddress(name)
  const socket = createConnection({ host, port, noDelay: true })
  await connected(socket, name)
  return new TcpPort(name, socket)
}

function parseAddress(name: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^tcp:\/\/(\[[^\]]+\]|[^:/]*)(?::(\d+))?$/i.exec(name) ?? []
  const number = port === '' ? telnetPort : Number(port)
  if (!/^tcp:\/\/[^/]*$/i.test(name) || number < 1 || number > 65_535)
    throw new UserError('port-none', speak`${name} is no address`, speak`wanted: tcp://HOST:PORT`)
  return { host: host === '' ? 'localhost' : host.replace(/^\[|\]$/g, ''), port: number }
}

function connected(socket: Socket, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      socket.destroy()
      const hint = speak`is the board switched on, and the address right? A console over TCP serves one visitor at a time`
      reject(new UserError('port-none', speak`${name} cannot be reached: ${why}`, hint))
    }
    socket.setTimeout(connectMs, () => fail(speak`no answer in ${connectMs / 1000} s`))
    socket.once('error', (error) => fail(error.message))
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.removeAllListeners('error')
      resolve()
    })
  })
}

class TcpPort implements Port {
  onData: Port['onData'] = () => undefined
  onLost: Port['onLost'] = () => undefined
  private closed = false
  /** What a serial server said whose port another program has; kept, as it may come before anybody listens. */
  private refusal: string | undefined

  constructor(
    readonly name: string,
    private readonly socket: Socket,
  ) {
    let why = speak`the far end closed it`
    socket.once('data', (bytes: Buffer) => {
      const said = bytes.toString('latin1').trim()
      if (refuses.test(said)) this.refusal = said
    })
    socket.on('data', (bytes: Buffer) => {
      if (this.refusal === undefined) this.onData(bytes)
    })
    socket.on('error', (error) => (why = error.message))
    socket.on('close', () => {
      if (this.closed) return
      this.closed = true
      this.onLost(this.refusal ?? why)
    })
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(bytes, (error) => {
        if (error) reject(lostError(this.name, this.refusal ?? error.message))
        else resolve()
      })
    })
  }

  close(): Promise<void> {
    this.closed = true
    return new Promise((resolve) => {
      if (this.socket.destroyed) return resolve()
      this.socket.once('close', () => resolve())
      this.socket.end()
      this.socket.destroySoon()
    })
  }
}
