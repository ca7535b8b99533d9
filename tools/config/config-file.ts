import { readFileSync } from 'node:fs'
import type { DeviceConfig } from '../../firmware/boot/config.ts'

export function readConfigFile(path: string): DeviceConfig {
  return JSON.parse(readFileSync(path, 'utf8')) as DeviceConfig
}
