import { utf8Text } from '../../storage/bytes.ts'
import { usualRssi, type AccessPoint, type Radio } from '../network/radio.ts'
import { check } from './arguments.ts'
import type { Engine } from './engine.ts'

/** How long the calls of the driver block, ms. */
const scanMs = 2000
const givesUpMs = 30_000
const alreadyMs = 3
/** What the driver keeps of a name, bytes. */
const ssidBytes = 32

/**
 * `__ieee80211dev`: each call blocks until it is done, calls back before it returns, and always says null for the error; the
 * truth is in `errno`. Nothing is told when the network goes.
 */
export function createWifiDevice(engine: Engine, radio: Radio): Record<string, unknown> {
  let current = ''
  const device: Record<string, unknown> = engine.object({
    connect(...args: unknown[]) {
      if (args.length === 0) engine.fail('TypeError', '"connectInfo" argument required')
      check(engine, args.slice(1), [['callback', 'function?']])
      const { ssid, password, security } = (args[0] ?? {}) as Record<string, unknown>
      if (typeof ssid !== 'string') return engine.fail('TypeError', 'SSID error')
      current = cString(ssid).slice(0, ssidBytes)
      device['errno'] = join(engine, radio, current, secret(password, security)) ? 0 : -1
      engine.callDriver(args[1], [null])
      return undefined
    },
    disconnect(...args: unknown[]) {
      check(engine, args, [['callback', 'function?']])
      radio.leave()
      device['errno'] = 0
      engine.callDriver(device['disconnect_cb'], [])
      engine.callDriver(args[0], [null])
    },
    get_connection(...args: unknown[]) {
      check(engine, args, [['callback', 'function?']])
      device['errno'] = radio.hasLink ? 0 : -1
      const details = engine.object({ ssid: utf8Text(current), bssid: '' })
      engine.callDriver(args[0], radio.hasLink ? [null, details] : [null])
    },
    scan(...args: unknown[]) {
      check(engine, args, [['callback', 'function?']])
      if (args.length === 0) return
      engine.spend(scanMs)
      device['errno'] = 0
      engine.callDriver(args[0], [null, engine.realm.array(radio.heard().map((ap) => engine.object(heard(ap))))])
    },
    errno: 0,
  })
  return device
}

/** Returns whether the board has joined, after the time that this takes. */
function join(engine: Engine, radio: Radio, ssid: string, password: string): boolean {
  // Whoever is joined stays so, whatever the name and the password are.
  if (radio.hasLink) {
    engine.spend(alreadyMs)
    return true
  }
  const { outcome, ms } = radio.joinAtOnce(ssid, password)
  try {
    engine.spend(Math.min(ms, givesUpMs))
  } finally {
    if (outcome !== 'joined') radio.leave()
  }
  return outcome === 'joined'
}

/** Fewer than 8 bytes are no WPA password: the driver then asks for an open network. */
function secret(password: unknown, security: unknown): string {
  if (typeof password !== 'string') return ''
  return password.length >= 8 || (typeof security === 'string' && security !== 'OPEN') ? password : ''
}

function heard(ap: AccessPoint): Record<string, unknown> {
  const security = ap.password === undefined ? 'OPEN' : 'WPA2_PSK'
  const bssid = (ap.mac ?? '02:00:5e:10:00:01').toUpperCase()
  // Names come back as text of Unicode, although connect wants bytes.
  return { ssid: utf8Text(cString(ap.ssid)), bssid, security, rssi: ap.rssi ?? usualRssi, channel: ap.channel ?? 6 }
}

function cString(text: string): string {
  return text.split('\0', 1).join('')
}
