import { createServer, type Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, TLSSocket, type Server as TlsServer } from 'node:tls'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { Clock } from '../board/clock.ts'
import type { ListenOptions } from './platform-types.ts'
import { listenTcp, type TcpListener } from './tcp-listener.ts'

export interface ListenerParts {
  readonly clock: Clock
  /** How long a connection may say nothing at all, ms. */
  readonly firstByteMs: number
  /** Bytes of a WebSocket message. */
  readonly longestMessage: number
  /** A device is there: its bytes, whatever carried them. */
  onStream(stream: Duplex, address: string, isSecure: boolean): void
  /** A connection that never came to be one. */
  onFailure(address: string, detail: string): void
}

const [tlsHandshake, connect] = [0x16, 0x10]

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
      ? createTlsServer({ ...identity, handshakeTimeout: parts.firstByteMs })
      : undefined
  secure?.on('secureConnection', (socket) => route(socket, undefined, webSockets, parts))
  secure?.on('tlsClientError', (error, socket) => {
    // A client that stops in the middle is told by the end of its socket.
    if (socket.remoteAddress !== undefined) parts.onFailure(socket.remoteAddress, `TLS: ${error.message}`)
    socket.destroy()
  })
  const listener = await listenTcp(host, port, flag, (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    if (transports.length === 1 && has('tcp')) return parts.onStream(socket, addressOf(socket), false)
    route(socket, secure, webSockets, has('tcp') ? parts : { ...parts, onStream: refuse })
  })
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
const refuse = (stream: Duplex): void => void stream.destroy()

/** A connection's first words are whole, or somebody else watches over them: an event of its socket. */
const spoke = 'spoke'

/** Looks at the first byte of a connection and hands it to who understands it. */
function route(
  socket: Socket,
  secure: TlsServer | undefined,
  webSockets: HttpServer | undefined,
  parts: ListenerParts,
): void {
  const { clock } = parts
  const timer = clock.set(() => {
    parts.onFailure(addressOf(socket), 'no CONNECT in time')
    socket.destroy()
  }, parts.firstByteMs)
  // The error is told by the close that follows it.
  const ignore = (): void => undefined
  socket.on('error', ignore)
  for (const end of ['close', spoke]) socket.once(end, () => clock.clear(timer))
  socket.once('data', (bytes: Buffer) => {
    socket.off('error', ignore)
    socket.pause()
    socket.unshift(bytes)
    const [first] = bytes
    const isHttp = isLetter(first) && webSockets !== undefined
    // HTTP has spoken once its headers are there.
    if (!isHttp) socket.emit(spoke)
    // TLS takes over the socket below Node's stream, what was unshifted included.
    if (first === tlsHandshake && secure !== undefined) return void secure.emit('connection', socket)
    if (first === connect) parts.onStream(socket, addressOf(socket), socket instanceof TLSSocket)
    else if (isHttp) webSockets.emit('connection', socket)
    else {
      parts.onFailure(addressOf(socket), 'neither MQTT nor anything else that is spoken here')
      socket.destroy()
    }
    socket.resume()
  })
}

/** HTTP begins with its method. */
function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a
}

/** MQTT over WebSocket (MQTT 3.1.1 §6), on any path. The HTTP server listens nowhere: it is given connections. */
function serveWebSockets(parts: ListenerParts): HttpServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: parts.longestMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => ['mqtt', 'mqttv3.1'].find((one) => offered.has(one)) ?? false,
  })
  const server = createServer((_request, response) => {
    response.writeHead(426, { upgrade: 'websocket', connection: 'close' }).end()
  })
  server.on('upgrade', (request, socket, head) => {
    socket.emit(spoke)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket)
      const { remoteAddress = 'gone' } = request.socket
      parts.onStream(stream, remoteAddress, request.socket instanceof TLSSocket)
    })
  })
  return server
}
