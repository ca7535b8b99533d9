import type { DeviceConfig } from './config.ts'

/** The configuration where the build has it inside (`npm run build -- --inline`). A function: what it answers is gone after the start. */
export function inlineConfig(): DeviceConfig | undefined {
  return undefined
}
