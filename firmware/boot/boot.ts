import { password, setDestination } from '../destination.ts'
import { log, startLog } from '../log.ts'
import type { Hash } from '../platform.ts'
import { startSwitches } from '../switch.ts'
import { checkConfig } from './check-config.ts'
import type { DeviceConfig } from './config.ts'
import { readConfig } from './read-config.ts'

const rebootAfterMin = 15

/**
 * Everything that is done once before anything runs: reads and checks the configuration, drives every pin to its boot
 * level, signs. Answers undefined when there is any problem: all are told, and nothing was touched. `hash`: the build's,
 * undefined where it has none.
 */
export function boot(modules: readonly string[], hash: Hash | undefined): DeviceConfig | undefined {
  /*@__INLINE__*/ startLog()
  let failed = false
  const tell = (problem: string): void => {
    failed = true
    log('E boot ' + problem)
  }
  const config = /*@__INLINE__*/ readConfig(tell)
  if (config !== undefined) /*@__INLINE__*/ checkConfig(config, modules, tell)
  if (modules.indexOf('net') < 0) tell('no-network this Espruino build has no net module: README, table of boards')
  if (failed) return
  const checked = config as DeviceConfig
  log('I boot ' + board.version + ' ' + usernameOf(checked))
  /*@__INLINE__*/ startSwitches(checked.switches)
  // After the pins: without a hash of its own the board takes seconds to sign.
  /*@__INLINE__*/ setDestination(checked, hash)
  // With the board's own serial number, no two draw the same backoff.
  board.seedRandom(parseInt(password.substr(-7), 16) ^ parseInt(board.serial.substr(-7), 16))
  return checked
}

/** deviceName&productKey */
export function usernameOf(config: DeviceConfig): string {
  const aliyun = config.aliyun
  return aliyun ? aliyun.deviceName + '&' + aliyun.productKey : config.mqtt!.username
}

/** So long without `ready` ends in a reboot, s; 0 = never. */
export function rebootAfterS(config: DeviceConfig): number {
  const link = config.link
  return 60 * (link && link.rebootAfterMin != null ? link.rebootAfterMin : rebootAfterMin)
}
