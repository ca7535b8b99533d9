import { clientIdOf } from './aliyun/credentials.ts'
import { encodeConnect } from './mqtt/packet.ts'
import type { Bytes } from './platform.ts'

/** Where the link goes, and as whom. */
export interface Destination {
  readonly host: Bytes
  readonly port: number
  readonly tls: boolean
  readonly keepAliveS: number
  /** '' stands for the one that belongs to the username, 10 JsVars that are made when they are wanted. */
  readonly clientId: Bytes
  readonly username: Bytes
  /** Signed once: that takes seconds on some boards. */
  readonly password: Bytes
}

// Each a variable of its own: as properties, with their long names, they would cost 6 JsVars more.
export let host: Bytes
export let port: number
export let tls: boolean
let keepAliveS: number
let clientId: Bytes
let username: Bytes
let password: Bytes

/** From now on this is where to go. */
export function setDestination(to: Destination): void {
  host = to.host
  port = to.port
  tls = to.tls
  keepAliveS = to.keepAliveS
  clientId = to.clientId
  username = to.username
  password = to.password
}

/** The CONNECT that the destination wants. @seldom */
export function connectPacket(): Bytes {
  return encodeConnect(clientId || clientIdOf(username, tls), username, password, keepAliveS)
}
