import { checkBoard } from '../../../firmware/boot/check-board.ts'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'
import { check, checkConfig } from '../../../firmware/boot/check-config.ts'
import { readConfig } from '../../../firmware/boot/read-config.ts'

let stored = ''

// Before the application is imported: with it the start is, which then waits for a board whose timers never run.
Object.assign(globalThis, { board: { store: { read: () => stored }, after: () => 0 }, Pin: pinNumber })
const { checkSwitches } = await import('../../../apps/switch/check-switches.ts')

/** What the device's own check says of a device.json in its Storage: its problems, none for a good one. */
export function askDevice(json: Buffer): string[] {
  const problems: string[] = []
  const tell = (problem: string): unknown => problems.push(problem)
  stored = json.toString('latin1')
  const config = readConfig(tell)
  if (config !== undefined) checkConfig(config, 'switches', tell)
  if (!config) return problems
  const { switches } = config as DeviceConfig
  checkSwitches(switches, tell, check)
  checkBoard(config as DeviceConfig, ['net', 'tls'], tell)
  return problems
}

/** A board with the pins D0 to D39 and A0. */
function pinNumber(name: string): number | undefined {
  if (name === 'A0') return 17
  return /^D([0-9]|[12][0-9]|3[0-9])$/.test(name) ? Number(name.slice(1)) : undefined
}
