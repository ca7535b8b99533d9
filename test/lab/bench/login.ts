import { createHmac } from 'node:crypto'
import { identity } from '../engine/device-config.ts'
import { device } from './packets.ts'

export const timestamp = '2524608000000'

/** The password of the device that every measure uses. */
export function password(): string {
  const { productKey, deviceName, deviceSecret } = identity
  const content = `clientId${productKey}.${deviceName}deviceName${deviceName}productKey${productKey}timestamp${timestamp}`
  return createHmac('sha256', deviceSecret).update(content).digest('hex')
}

/** What a peer is given, signed here: the same CONNECT as the firmware's. */
export function peerJson(port: number): string {
  const { productKey, deviceName } = identity
  return JSON.stringify({
    host: '127.0.0.1',
    port,
    client_id: `${productKey}.${deviceName}|securemode=3,signmethod=hmacsha256,timestamp=${timestamp},_ss=1|`,
    username: `${deviceName}&${productKey}`,
    password: password(),
    keep_alive: 60,
    device,
  })
}
