import type { DeviceConfig } from './config.ts'

/**
 * Returns the configuration where the build puts one inside the script (`npm run build -- --inline`), else undefined. A
 * function, so that the object is freed after the start.
 */
export function inlineConfig(): DeviceConfig | undefined {
  return undefined
}
