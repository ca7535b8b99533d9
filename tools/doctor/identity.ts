import { createHash } from 'node:crypto'
import type { DeviceConfig } from '../../firmware/boot/config.ts'
import { identify, type Identity } from '../../firmware/boot/identity.ts'
import type { Hash } from '../../firmware/platform.ts'
import type { ConfigFile } from '../config/check-config.ts'
import { toDeviceJson } from '../config/device-json.ts'

/** This computer's hash in the place of the board's. The firmware's own counts on characters that end at 255. */
const hash: Hash = (bytes) => createHash('sha256').update(bytes, 'latin1').digest('binary')

/**
 * Where the device connects and the CONNECT it sends, made by the firmware's own code from the same bytes as on the
 * board, where every character is one byte.
 */
export function identityOf(config: ConfigFile): Identity {
  const onBoard: DeviceConfig = JSON.parse(toDeviceJson(config).toString('latin1'))
  return identify(onBoard, hash)
}
