/** `require('Wifi')`, `net`, `tls`, `http`, `dgram`, `crypto`. The firmware joins Wi-Fi by itself: an application needs none of it. */

/** Calls back when it is done, with null or with what went wrong. */
type WifiDone = (error: string | null) => void

interface AccessPoint {
  ssid: string
  mac: string
  authMode: string
  channel: number
  hidden?: boolean
  /** dBm, -110 to 0. */
  rssi: number
}

interface IpAddress {
  ip?: string
  netmask?: string
  gw?: string
  mac: string
}

/** ESP32 and ESP8266. Joining and leaving networks is the firmware's part. */
interface WifiModule {
  connect(
    ssid: string,
    options?: { password?: string; dnsServers?: string[]; channel?: number; bssid?: string },
    done?: WifiDone,
  ): void
  disconnect(done?: () => void): void
  getAPDetails(callback?: (details: any) => void): any
  getAPIP(callback?: (error: string | null, address: IpAddress) => void): IpAddress
  /** Of this board in its network: `status`, `rssi` (dBm), `ssid` … */
  getDetails(callback?: (details: any) => void): any
  getHostByName(name: string, callback: (ip: string | null) => void): void
  getHostname(callback?: (name: string) => void): string
  getIP(callback?: (error: string | null, address: IpAddress) => void): IpAddress
  getStatus(callback?: (status: any) => void): any
  on(event: 'associated' | 'disconnected' | 'auth_change' | 'connected', listener: (details: any) => void): void
  on(event: 'sta_joined' | 'sta_left' | 'probe_recv', listener: (details: any) => void): void
  on(event: 'dhcp_timeout', listener: () => void): void
  /** Calls back when a reply to a ping has come. */
  ping(host: string, callback: (details: any) => void): void
  restore(): void
  /** Joins by itself at each start from now on; `'clear'`: no more. */
  save(what?: 'clear' | 'sta+ap'): void
  scan(callback: (error: string | null, found: AccessPoint[] | undefined) => void): void
  setAPIP(address: { ip: string; gw: string; netmask: string }, done?: WifiDone): void
  setConfig(settings: { phy?: '11b' | '11g' | '11n'; powersave?: 'none' | 'ps-poll' | 'min' | 'max' }): void
  setHostname(name: string, done?: WifiDone): void
  setIP(address: { ip: string; gw: string; netmask: string }, done?: WifiDone): void
  /** Keeps the clock right by a server's; `zone`: hours before UTC. */
  setSNTP(server: string, zone: number | string): void
  startAP(
    ssid: string,
    options?: {
      password?: string
      authMode?: 'open' | 'wpa2' | 'wpa' | 'wpa_wpa2'
      channel?: number
      hidden?: boolean
    },
    done?: WifiDone,
  ): void
  stopAP(done?: () => void): void
}

interface SocketOptions {
  host: string
  port: number
}

/** A TCP connection. Text has one byte a character. */
interface Socket {
  available(): number
  /** Closes it once `data` and all before it is written. */
  end(data?: string): void
  on(event: 'data', listener: (data: string) => void): void
  on(event: 'close', listener: (hadError: boolean) => void): void
  on(event: 'error', listener: (details: { code: number; message: string }) => void): void
  /** All is written. */
  on(event: 'drain', listener: () => void): void
  pipe(destination: { write(data: string): unknown }, options?: PipeOptions): void
  read(count: number): string
  removeAllListeners(event?: string): void
  /** False: not all is written yet, `drain` tells when. */
  write(data: string): boolean
}

interface Server {
  close(): void
  listen(port: number): Server
}

interface NetModule {
  connect(options: SocketOptions, connected?: (socket: Socket) => void): Socket
  createServer(connected: (socket: Socket) => void): Server
}

/** Builds with TLS only: `process.env.MODULES` has it. Certificates and keys are DER: `atob(base64)`. */
interface TlsModule {
  connect(
    options: SocketOptions & { ca?: string; key?: string; cert?: string },
    connected?: (socket: Socket) => void,
  ): Socket
}

interface HttpOptions {
  host: string
  port?: number
  path?: string
  method?: string
  /** `'https:'` in builds with TLS. */
  protocol?: string
  headers?: { [name: string]: string | number }
}

/** A request to another server. */
interface HttpClientRequest {
  end(data?: string): void
  on(event: 'error', listener: (details: { code: number; message: string }) => void): void
  on(event: 'drain', listener: () => void): void
  write(data: string): boolean
}

/** What another server replied. */
interface HttpClientResponse {
  available(): number
  readonly headers: { [name: string]: string }
  readonly httpVersion: string
  on(event: 'data', listener: (data: string) => void): void
  on(event: 'close', listener: () => void): void
  on(event: 'error', listener: (details: { code: number; message: string }) => void): void
  pipe(destination: { write(data: string): unknown }, options?: PipeOptions): void
  read(count: number): string
  readonly statusCode: string
  readonly statusMessage: string
}

/** A request that came to this board. */
interface HttpRequest {
  available(): number
  readonly headers: { [name: string]: string }
  readonly method: string
  on(event: 'data', listener: (data: string) => void): void
  on(event: 'close', listener: () => void): void
  pipe(destination: { write(data: string): unknown }, options?: PipeOptions): void
  read(count: number): string
  readonly url: string
}

/** This board's reply to it. */
interface HttpResponse {
  end(data?: string): void
  readonly headers: { [name: string]: string }
  on(event: 'close' | 'drain', listener: () => void): void
  setHeader(name: string, value: string): void
  write(data: string): boolean
  writeHead(status: number, headers?: { [name: string]: string | number }): void
}

interface HttpServer {
  close(): void
  listen(port: number): HttpServer
}

interface HttpModule {
  createServer(requested: (request: HttpRequest, response: HttpResponse) => void): HttpServer
  get(options: string | HttpOptions, replied: (response: HttpClientResponse) => void): HttpClientRequest
  request(options: string | HttpOptions, replied: (response: HttpClientResponse) => void): HttpClientRequest
}

declare const url: {
  /** The parts of an address, as http.request() takes them; with `query` its parameters as an object. */
  parse(address: string, query?: boolean): any
}

/** A UDP socket. */
interface DatagramSocket {
  addMembership(group: string, ip?: string): void
  bind(port: number, bound?: (socket: DatagramSocket) => void): DatagramSocket
  close(): void
  on(event: 'message', listener: (message: string, from: { address: string; port: number; size: number }) => void): void
  on(event: 'close', listener: (hadError: boolean) => void): void
  send(message: string, port: number, host: string): void
  send(message: string, offset: number, length: number, port: number, host: string): void
}

interface DgramModule {
  createSocket(
    type: 'udp4' | { type: 'udp4'; reuseAddr?: boolean; recvBufferSize?: number },
    received?: (message: string, from: any) => void,
  ): DatagramSocket
}

/** Which of these a build has differs: an ESP32 has SHA1 to SHA512, an ESP8266 of 4 MB SHA1 only, one of 512 KB no such module. */
interface CryptoModule {
  SHA1(message: ByteSource): ArrayBuffer
  SHA224(message: ByteSource): ArrayBuffer
  SHA256(message: ByteSource): ArrayBuffer
  SHA384(message: ByteSource): ArrayBuffer
  SHA512(message: ByteSource): ArrayBuffer
  /** Builds with TLS only. `keySize` counts words of 32 bits. */
  PBKDF2(
    passphrase: string,
    salt: string,
    options?: { keySize?: number; iterations?: number; hasher?: 'SHA1' | 'SHA224' | 'SHA256' | 'SHA384' | 'SHA512' },
  ): ArrayBuffer
}
