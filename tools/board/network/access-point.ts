import type { AccessPoint } from './radio.ts'

/**
 * Returns the network that a device.json names, none where it is missing or wrong: the script itself reports what is wrong
 * with it.
 */
export function accessPointOf(config: Uint8Array | undefined): AccessPoint[] {
  let wifi: unknown
  try {
    wifi = (JSON.parse(Buffer.from(config ?? []).toString('utf8')) as { wifi?: unknown } | null)?.wifi
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
  const { ssid, password } = (wifi ?? {}) as { ssid?: unknown; password?: unknown }
  if (typeof ssid !== 'string') return []
  return [typeof password === 'string' && password !== '' ? { ssid, password } : { ssid }]
}
