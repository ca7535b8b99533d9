import { createServer, type Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, TLSSocket, type Server as TlsServer } from 'node:tls'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { Clock } from '../../time/clock.ts'
import { listenTcp, type TcpListener } from '../../tcp/tcp-listener.ts'
import type { TlsIdentity } from '../net/tls-identity.ts'
import type { ServedFiles } from './served-files.ts'

/** How devices may connect to a listener, which tells them apart by their first byte. */
export type Transport = 'tcp' | 'tls' | 'websocket'

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** Default: plain TCP alone. `tls` needs `identity`; with both `tls` and `websocket` there is wss as well. */
  readonly transports?: readonly Transport[]
  readonly identity?: TlsIdentity
  /** The flag named in the error of a busy port; default `--port`. */
  readonly flag?: string
}

export interface ListenerParts {
  readonly clock: Clock
  /** How long a connection may send nothing at all, ms. */
  readonly firstByteMs: number
  /** The longest WebSocket message, bytes. */
  readonly longestMessage: number
  /** What plain HTTP requests to this port may fetch; everything else is answered with 426. */
  readonly files: Pick<ServedFiles, 'answer'>
  /**
   * A device connected: its byte stream, whatever the transport. `origin` is where it can fetch `files`, such as
   * http://192.168.1.5:1883: the address that it has reached; undefined where this listener speaks no HTTP.
   */
  onStream(stream: Duplex, address: string, isSecure: boolean, origin: string | undefined): void
  /** A connection ended before it became an MQTT stream. */
  onFailure(address: string, detail: string): void
}

const [tlsHandshake, connect] = [0x16, 0x10]

/**
 * What the log says of a client that closes right after the handshake, as one does that does not trust the certificate.
 */
const closedAfterTls = 'closed after the TLS handshake, before CONNECT: does the client trust the CA, and the name?'

/**
 * Accepts devices on one port, and tells plain MQTT, TLS and WebSocket apart by their first byte, as Aliyun does with
 * plain and TLS on 1883 and 443. What `transports` does not name is closed.
 */
export async function listenDevices(options: ListenOptions, parts: ListenerParts): Promise<TcpListener> {
  const { host, port, identity, flag = '--port', transports = ['tcp'] } = options
  const open = new Set<Socket>()
  const has = (transport: (typeof transports)[number]) => transports.includes(transport)
  const webSockets = has('websocket') ? serveWebSockets(parts) : undefined
  const secure =
    identity !== undefined && has('tls')
      ? serveTls(identity, parts, (socket) => route(socket, undefined, webSockets, parts))
      : undefined
  const listener = await listenTcp(
    host,
    port,
    flag,
    (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      if (transports.length === 1 && has('tcp')) return parts.onStream(socket, addressOf(socket), false, undefined)
      route(socket, secure, has('tcp') ? webSockets : undefined, has('tcp') ? parts : refusePlain(parts))
    },
    parts.onFailure,
  )
  return {
    port: listener.port,
    async close() {
      const closed = listener.close()
      webSockets?.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

const addressOf = (socket: Socket): string => socket.remoteAddress ?? 'gone'

/** The origin of URLs (RFC 6454) on this port at the address that the peer has reached. */
function originOf(socket: Socket): string {
  const { localAddress = '', localPort } = socket
  const address = localAddress.replace(/^::ffff:/, '')
  return `http${socket instanceof TLSSocket ? 's' : ''}://${address.includes(':') ? `[${address}]` : address}:${localPort}`
}

/** The same parts for a port for TLS alone. */
function refusePlain(parts: ListenerParts): ListenerParts {
  return {
    ...parts,
    onStream(stream, address) {
      parts.onFailure(address, 'plain MQTT on a port for TLS')
      stream.destroy()
    },
  }
}

/**
 * An event of a socket: it sent something, or someone else now watches how long it takes. Ends the wait for its first
 * byte.
 */
const spoke = 'spoke'

/** Looks at the first byte of a connection and passes it to the server that understands it. */
function route(
  socket: Socket,
  secure: TlsServer | undefined,
  webSockets: HttpServer | undefined,
  parts: ListenerParts,
): void {
  const { clock } = parts
  const address = addressOf(socket)
  /** Reports why the connection failed, once. */
  const fail = (detail: string): void => {
    stop()
    parts.onFailure(address, detail)
    socket.destroy()
  }
  const timer = clock.set(() => fail('no CONNECT in time'), parts.firstByteMs)
  const closed = (): void => fail(socket instanceof TLSSocket ? closedAfterTls : 'closed before it said anything')
  const stop = (): void => {
    clock.clear(timer)
    socket.off('close', closed)
  }
  // An error is followed by `close`, which reports it.
  const ignore = (): void => undefined
  socket.on('error', ignore)
  socket.once('close', closed)
  socket.once(spoke, stop)
  socket.once('data', (bytes: Buffer) => {
    socket.off('error', ignore)
    socket.pause()
    socket.unshift(bytes)
    const [first] = bytes
    const isHttp = isLetter(first) && webSockets !== undefined
    // For HTTP the wait ends once the headers are there.
    if (!isHttp) socket.emit(spoke)
    // TLS takes over the socket below Node's stream, together with the bytes that were unshifted.
    if (first === tlsHandshake && secure !== undefined) return void secure.emit('connection', socket)
    if (first === connect) parts.onStream(socket, address, socket instanceof TLSSocket, webSockets && originOf(socket))
    else if (isHttp) webSockets.emit('connection', socket)
    else
      fail(first === tlsHandshake ? 'TLS on a port without it' : 'neither MQTT nor anything else that is spoken here')
    socket.resume()
  })
}

/** HTTP begins with its method, in capital letters. */
function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a
}

/** A TLS server that does not listen but is given connections. Each failed handshake is reported once. */
function serveTls(identity: TlsIdentity, parts: ListenerParts, onSocket: (socket: Socket) => void): TlsServer {
  const server = createTlsServer({ ...identity, handshakeTimeout: parts.firstByteMs })
  // By address and port: the server makes a socket of its own for each.
  const shaking = new Set<string>()
  const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`
  server.prependListener('connection', (socket) => {
    const [key, address] = [keyOf(socket), addressOf(socket)]
    shaking.add(key)
    socket.once('close', () => shaking.delete(key) && parts.onFailure(address, 'TLS: closed in the handshake'))
  })
  server.on('secureConnection', (socket) => {
    shaking.delete(keyOf(socket))
    onSocket(socket)
  })
  server.on('tlsClientError', (error, socket) => {
    // A socket that is gone has no address any more; its end is reported above.
    if (shaking.delete(keyOf(socket))) parts.onFailure(addressOf(socket), `TLS: ${error.message}`)
    socket.destroy()
  })
  return server
}

/**
 * MQTT over WebSocket (MQTT 3.1.1 §6), on any path but those of files. The HTTP server does not listen but is given
 * connections.
 */
function serveWebSockets(parts: ListenerParts): HttpServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: parts.longestMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => ['mqtt', 'mqttv3.1'].find((one) => offered.has(one)) ?? false,
  })
  const server = createServer((request, response) => {
    if (parts.files.answer(request, response)) request.socket.emit(spoke)
    else response.writeHead(426, { upgrade: 'websocket', connection: 'close' }).end()
  })
  server.on('upgrade', (request, socket, head) => {
    socket.emit(spoke)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket)
      const { remoteAddress = 'gone' } = request.socket
      parts.onStream(stream, remoteAddress, request.socket instanceof TLSSocket, originOf(request.socket))
    })
  })
  return server
}
