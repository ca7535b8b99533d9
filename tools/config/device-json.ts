import type { ConfigFile } from './check-config.ts'

/**
 * The JSON text to put on a board: as short as can be, text as raw UTF-8 (the boards' JSON.parse cuts \u4e2d to one
 * byte), and without `$schema`, which only an editor reads, and `board`, which only the tools do.
 */
export function toDeviceJson(config: ConfigFile): Buffer {
  const content = { ...config, $schema: undefined, board: undefined }
  return Buffer.from(JSON.stringify(content))
}
