import { asksExt } from '../identity/credentials.ts'
import { password, setDestination } from '../identity/destination.ts'
import { startTopics } from '../identity/topics.ts'
import { log, startLog } from '../log.ts'
import type { Hash } from '../platform/platform.ts'
import { checkBoard } from './check-board.ts'
import { check, checkConfig } from './check-config.ts'
import type { DeviceConfig } from './config.ts'
import { withFile, withLogin, withReboot } from './features.ts'
import { inlineConfig } from './inline.ts'
import { useOptions } from './options.ts'
import { readConfig } from './read-config.ts'
import { forgetSection, section, type Tell } from './section.ts'

const rebootAfterMin = 15

/**
 * What is done once, before anything else runs: reads and checks the configuration, has the application take its sections of
 * it, signs. Returns undefined when there is any problem: all of them are logged then, and the application gets none.
 * `hash` is the build's own SHA-256, undefined where it has none.
 */
export function boot(modules: readonly string[], hash: Hash | undefined): DeviceConfig | undefined {
  /*@__INLINE__*/ startLog()
  let failed = false
  const tell = (problem: string): void => {
    failed = true
    log('E boot config-invalid ' + problem)
  }
  const config = withFile ? /*@__INLINE__*/ (readConfig(tell) as DeviceConfig) : /*@__INLINE__*/ inlineConfig()!
  if (config) /*@__INLINE__*/ useOptions(config)
  // A configuration inside the script was checked when it was built.
  if (withFile && config !== undefined) /*@__INLINE__*/ checkConfig(config, section ? section.sectionName : '', tell)
  if (!withFile || config) {
    if (section && section.checkSection)
      section.checkSection(config[section.sectionName], tell, withFile ? check : unchecked)
    /*@__INLINE__*/ checkBoard(config, modules, tell)
  }
  if (modules.indexOf('net') < 0) {
    failed = true
    log('E boot no-network this Espruino build has no net module')
  }
  if (failed) return
  if (section) section.startSection(config[section.sectionName])
  /*@__INLINE__*/ forgetSection()
  const username = /*@__INLINE__*/ usernameOf(config)
  /*@__INLINE__*/ startTopics(username)
  log('I boot ' + board.version + ' ' + username)
  if (withLogin && asksExt && config.mqtt && config.mqtt.clientId.indexOf('ext=') < 0)
    log('W mqtt clientId without ext=1: no RRPC on custom topics')
  // After the pins: a board whose build has no hash takes seconds to sign.
  /*@__INLINE__*/ setDestination(config, hash)
  // Seeded with the password and the serial number, so that no two boards draw the same backoff.
  board.seedRandom(parseInt(password.substr(-7), 16) ^ parseInt(board.serial.substr(-7), 16))
  return config
}

/** For a configuration inside the script, whose rules the build has checked. @start */
function unchecked(_tell: Tell, _path: string, values: unknown): unknown {
  return values
}

/** Returns deviceName&productKey. */
export function usernameOf(config: DeviceConfig): string {
  const aliyun = config.aliyun
  return withLogin && !aliyun ? config.mqtt!.username : aliyun!.deviceName + '&' + aliyun!.productKey
}

/** Returns after how many seconds without `ready` the board reboots; 0 = never. */
export function rebootAfterS(config: DeviceConfig): number {
  const given = withReboot ? (config.link || {}).rebootAfterMin : undefined
  return 60 * (given != null ? given : rebootAfterMin)
}
