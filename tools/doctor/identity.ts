import { createHash } from 'node:crypto'
import type { DeviceConfig } from '../../firmware/boot/config.ts'
import { usernameOf } from '../../firmware/boot/boot.ts'
import { connectPacket, host, port, setDestination, tls } from '../../firmware/destination.ts'
import type { Hash } from '../../firmware/platform.ts'
import type { ConfigFile } from '../config/check/check-config.ts'
import { toDeviceJson } from '../config/file/device-json.ts'

/** Where the device connects, what it is called, and the CONNECT it sends: a character a byte. */
export interface Identity {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly deviceName: string
  readonly connectPacket: string
}

/** This computer's hash in the place of the board's. The firmware's own counts on characters that end at 255. */
const hash: Hash = (bytes) => createHash('sha256').update(bytes, 'latin1').digest('binary')

/**
 * Where the device connects and the CONNECT it sends, made by the firmware's own code from the same bytes as on the
 * board, where every character is one byte.
 */
export function identityOf(config: ConfigFile): Identity {
  const onBoard: DeviceConfig = JSON.parse(toDeviceJson(config).toString('latin1'))
  setDestination(onBoard, hash)
  const [deviceName = '', productKey = ''] = usernameOf(onBoard).split('&')
  return { host, port, tls, deviceName, connectPacket: connectPacket(productKey, deviceName) }
}
