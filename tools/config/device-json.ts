import type { DeviceConfig } from '../../firmware/boot/config.ts'

/**
 * The JSON text to put on a board: as short as can be, text as raw UTF-8 (the boards' JSON.parse cuts \u4e2d to one
 * byte), and without `$schema`, which only an editor reads.
 */
export function toDeviceJson(config: DeviceConfig): Buffer {
  const content = { ...config, $schema: undefined }
  return Buffer.from(JSON.stringify(content))
}
