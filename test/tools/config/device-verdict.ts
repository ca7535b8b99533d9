import { readConfig } from '../../../firmware/boot/config.ts'
import type { BoardAtBoot } from '../../../firmware/platform.ts'

/** What the device's own check says of a device.json in its Storage: its problems, none for a good one. */
export function askDevice(json: Buffer): string[] {
  const problems: string[] = []
  const store = { read: () => json.toString('latin1'), write: () => true }
  const board = { storage: store, hasTls: true, pinOf: pinNumber }
  readConfig(board as unknown as BoardAtBoot, problems)
  return problems
}

/** A board with the pins D0 to D39 and A0. */
function pinNumber(name: string): number | undefined {
  if (name === 'A0') return 17
  return /^D([0-9]|[12][0-9]|3[0-9])$/.test(name) ? Number(name.slice(1)) : undefined
}
