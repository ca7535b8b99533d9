import { clientIdOf } from './aliyun/credentials.ts'
import { encodeConnect } from './mqtt/packet.ts'
import type { Bytes, ConnectOptions } from './platform.ts'

/** Where the link goes, and as whom. Names that device.json does not use: the build shortens them. */
export interface Destination {
  readonly hostName: Bytes
  readonly portNumber: number
  readonly overTls: boolean
  /** The certificate of the CA that the server's must come from, DER in base64. */
  readonly trusted?: Bytes | undefined
  /** Seconds. */
  readonly keepAlive: number
  /** The clientId; none stands for the one that belongs to the username, 10 JsVars that are made when they are wanted. */
  readonly client?: Bytes
  /** The username. */
  readonly user: Bytes
  /** The password, signed once: that takes seconds on some boards. */
  readonly secret: Bytes
}

// Each a variable of its own: as properties, with their long names, they would cost 6 JsVars more.
export let host: Bytes
export let port: number
export let tls: boolean
let ca: Bytes | undefined
let keepAliveS: number
let clientId: Bytes | undefined
let password: Bytes

/** From now on this is where to go. */
export function setDestination(to: Destination): void {
  host = to.hostName
  port = to.portNumber
  tls = to.overTls
  ca = to.trusted
  keepAliveS = to.keepAlive
  clientId = to.client
  password = to.secret
}

/** What a socket there needs. The engine loads the certificate, and today checks nothing: README, Security. @seldom */
export function connectOptions(): ConnectOptions {
  const options: ConnectOptions = { host: host, port: port }
  if (ca) options.ca = atob(ca)
  return options
}

/** The CONNECT that the destination wants. @seldom */
export function connectPacket(productKey: Bytes, deviceName: Bytes): Bytes {
  return encodeConnect(
    clientId || clientIdOf(productKey, deviceName, tls),
    deviceName + '&' + productKey,
    password,
    keepAliveS,
  )
}
