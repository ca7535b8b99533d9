import { clientIdOf } from './aliyun/credentials.ts'
import { encodeConnect } from './mqtt/packet.ts'
import type { Bytes } from './platform.ts'

/** Where the link goes, and as whom. Names that device.json does not use: the build shortens them. */
export interface Destination {
  readonly hostName: Bytes
  readonly portNumber: number
  readonly overTls: boolean
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
let keepAliveS: number
let clientId: Bytes | undefined
let password: Bytes

/** From now on this is where to go. */
export function setDestination(to: Destination): void {
  host = to.hostName
  port = to.portNumber
  tls = to.overTls
  keepAliveS = to.keepAlive
  clientId = to.client
  password = to.secret
}

/** The CONNECT that the destination wants; `username` is deviceName&productKey, and kept by whoever needs its parts. @seldom */
export function connectPacket(username: Bytes): Bytes {
  return encodeConnect(clientId || clientIdOf(username, tls), username, password, keepAliveS)
}
