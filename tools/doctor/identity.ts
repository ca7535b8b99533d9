import { createHash } from 'node:crypto'
import type { DeviceConfig } from '../../firmware/boot/config.ts'
import { identify } from '../../firmware/boot/identity.ts'
import { connectPacket, setDestination, type Destination } from '../../firmware/destination.ts'
import type { Hash } from '../../firmware/platform.ts'
import type { ConfigFile } from '../config/check-config.ts'
import { toDeviceJson } from '../config/device-json.ts'

/** Where the device connects, what it is called, and the CONNECT it sends: a character a byte. */
export interface Identity {
  readonly destination: Destination
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
  const destination = identify(onBoard, hash)
  const [deviceName = '', productKey = ''] = destination.user.split('&')
  setDestination(destination)
  return { destination, deviceName, connectPacket: connectPacket(productKey, deviceName) }
}
