import type { BoardAtBoot } from '../platform.ts'
import type { Switch, Switches } from '../switch.ts'
import { parsed, readConfig, type DeviceConfig } from './config.ts'
import type { Destination } from '../destination.ts'
import { identify } from './identity.ts'

/** What the start leaves behind: problems, and nothing was touched; or all that the running parts need. */
export interface Started {
  readonly problems: string[]
  readonly driven?: Switches
  readonly destination?: Destination
  readonly network?: DeviceConfig['wifi']
  readonly rebootAfterS?: number
  /** Switches that could not be restored, each with a space before it. */
  readonly unrestored?: string
}

const rebootAfterMin = 15

/**
 * Everything that is done once: reads and checks the configuration, drives every pin to its boot level, signs. The
 * build wraps this module and all it imports in one function (rollup.config.mjs), so that after the start its some
 * twenty helpers are gone: each would cost the engine 4 JsVars for ever. It must not import a module with state.
 */
export function boot(atBoot: BoardAtBoot, stateFile: string): Started {
  const problems: string[] = []
  const config = readConfig(atBoot, problems)
  for (let i = 0; i < problems.length; i++) problems[i] = 'config-invalid ' + problems[i]
  if (!atBoot.hasNet) problems.push('no-network this Espruino build has no net module: README, table of boards')
  if (problems.length) return { problems: problems }
  const states = (parsed(atBoot.storage.read(stateFile) || '{}') || {}) as { [name: string]: unknown }
  const switches: Switches = {}
  let unrestored = ''
  for (const name in config.switches) {
    const each = config.switches[name]!
    const restore = each.atBoot === 'restore'
    const on = restore ? states[name] : each.atBoot === 'on' ? 1 : 0
    if (on !== 0 && on !== 1) unrestored += ' ' + name
    const made: Switch = {
      pin: atBoot.pinOf(each.pin)!,
      on: on === 1 ? 1 : 0,
    }
    if (each.activeHigh === false) made.offLevel = 1
    if (restore) made.restore = true
    if (each.button) made.buttonPin = atBoot.pinOf(each.button)!
    switches[name] = made
    board.drive(made.pin, (made.on ^ made.offLevel!) as 0 | 1)
  }
  // After the pins: without a hash of its own the board takes seconds to sign.
  const destination = identify(config, atBoot.nativeHash)
  // With the board's own serial number, no two draw the same backoff.
  atBoot.seedRandom(parseInt(destination.secret.substr(-7), 16) ^ parseInt(atBoot.serial.substr(-7), 16))
  const link = config.link
  return {
    problems: problems,
    driven: switches,
    destination: destination,
    network: config.wifi,
    rebootAfterS: 60 * (link && link.rebootAfterMin != null ? link.rebootAfterMin : rebootAfterMin),
    unrestored: unrestored,
  }
}
