import { withTls } from './features.ts'
import type { DeviceConfig } from './config.ts'
import type { Tell } from './section.ts'

/**
 * Tells what a configuration asks for that this board or its Espruino build does not have. Runs after `checkConfig`
 * whatever that found, so any part of the configuration may be missing or of a wrong type.
 */
export function checkBoard(config: DeviceConfig, modules: readonly string[], tell: Tell): void {
  if (withTls && modules.indexOf('tls') < 0)
    (['aliyun', 'mqtt'] as const).forEach((way) => {
      const login = config[way]
      if (login && login.tls) tell(way + '.tls true, but this Espruino build has no TLS')
    })
}
