import { log } from './log.ts'
import type { Bytes, Wifi } from './platform.ts'
import { quote } from './text.ts'

export interface WifiConfig {
  readonly ssid: Bytes
  readonly password: Bytes
}
/** Why joining failed, or nothing; as an event the details, which the AT module leaves out. */
export type JoinAnswer = string | null | { readonly ip?: string }

let wifi: Wifi | undefined
// Each a variable of its own: in the configuration's object they would cost 3 JsVars more.
let ssid: Bytes
let password: Bytes
let address: string | undefined

/** Listens from now on; `join` starts. `theWifi`: undefined where the board has none. */
export function startWifi(
  theWifi: Wifi | undefined,
  config: WifiConfig,
  onJoined: (answer?: JoinAnswer) => void,
  onLeft: () => void,
): void {
  wifi = theWifi
  ssid = config.ssid
  password = config.password
  if (!wifi) return
  wifi.on('connected', onJoined)
  wifi.on('disconnected', onLeft)
}

/**
 * What an answer means. `moved`: joined, but with another address: sockets of the old one are dead, and silent. @seldom
 */
export function joinOutcome(answer?: JoinAnswer): 'joined' | 'moved' | 'unjoined' {
  if (typeof answer === 'string') {
    log('W wifi not joined: ' + answer)
    return 'unjoined'
  }
  const before = address
  if (answer) {
    address = answer.ip
    log('I wifi joined ' + quote(ssid) + ' ' + address)
  }
  return before && address !== before ? 'moved' : 'joined'
}

/** The network is gone. @seldom */
export function leave(): void {
  address = undefined
}

/**
 * Asks for the configured network; false where there is no Wi-Fi to ask. The answer comes as an event or by the callback,
 * on older builds by neither: the session's own deadline decides. @seldom
 */
export function join(onJoined: (answer?: JoinAnswer) => void): boolean {
  if (wifi) wifi.connect(ssid, { password: password }, onJoined)
  return !!wifi
}

/** Turns the radio off; the next `join` turns it on again. @seldom */
export function resetWifi(): void {
  leave()
  if (wifi) wifi.disconnect()
}

/** Prints the networks in range and how well each is heard: it tells a wrong name from a wrong password. @seldom */
export function listNetworks(): void {
  try {
    if (wifi)
      wifi.scan((first, second) => {
        let text = ''
        // The AT module's error comes alone, as a text.
        ;(second || (typeof first === 'object' ? first : [])).forEach(
          (found) => (text += ' ' + quote(found.ssid) + ' ' + found.rssi + ' dBm'),
        )
        log('W wifi wanted ' + quote(ssid) + ', in range:' + (text || ' none'))
      })
  } catch (error) {
    // One scan at a time.
    log('W wifi no scan: ' + error)
  }
}
