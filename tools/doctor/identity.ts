import { createHash } from 'node:crypto'
import type { DeviceConfig } from '../../firmware/boot/config.ts'
import { usernameOf } from '../../firmware/boot/boot.ts'
import { connectPacket, host, port, setDestination, tls } from '../../firmware/identity/destination.ts'
import type { Hash } from '../../firmware/platform/platform.ts'
import type { ConfigFile } from '../config/check/check-config.ts'
import { toDeviceJson } from '../config/file/device-json.ts'

/** Where the device connects, its names, and the CONNECT that it sends, one character a byte. */
export interface Identity {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly deviceName: string
  readonly connectPacket: string
}

/** This computer's SHA-256 in place of the firmware's own, which relies on characters up to 255. */
const hash: Hash = (bytes) => createHash('sha256').update(bytes, 'latin1').digest('binary')

/**
 * Returns where the device connects and the CONNECT that it sends, computed by the firmware's own code from the same bytes
 * as on the board, where every character is one byte.
 */
export function identityOf(config: ConfigFile): Identity {
  const onBoard: DeviceConfig = JSON.parse(toDeviceJson(config).toString('latin1'))
  setDestination(onBoard, hash)
  const [deviceName = '', productKey = ''] = usernameOf(onBoard).split('&')
  return { host, port, tls, deviceName, connectPacket: connectPacket(productKey, deviceName) }
}
