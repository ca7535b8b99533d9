import { createHmac } from 'node:crypto'
import { identity } from '../engine/device-config.ts'
import { device } from './packets.ts'

const timestamp = '2524608000000'

/** What a peer is given, signed here: the same CONNECT as the firmware's. */
export function peerJson(port: number): string {
  const { productKey, deviceName, deviceSecret } = identity
  const id = `${productKey}.${deviceName}`
  const content = `clientId${id}deviceName${deviceName}productKey${productKey}timestamp${timestamp}`
  return JSON.stringify({
    host: '127.0.0.1',
    port,
    client_id: `${id}|securemode=3,signmethod=hmacsha256,timestamp=${timestamp},_ss=1|`,
    username: `${deviceName}&${productKey}`,
    password: createHmac('sha256', deviceSecret).update(content).digest('hex'),
    keep_alive: 60,
    device,
  })
}
