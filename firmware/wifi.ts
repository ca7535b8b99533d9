import { log } from './log.ts'
import type { AccessPoint, Bytes, Wifi } from './platform.ts'
import { quote } from './text.ts'

export interface WifiConfig {
  readonly ssid: Bytes
  readonly password: Bytes
}
/** Why joining failed, or nothing; as an event the details: of `associated` without an address. The AT module has no events. */
export type JoinAnswer = string | null | { readonly ip?: string }

let wifi: Wifi | undefined
// Each a variable of its own: in the configuration's object they would cost 3 JsVars more.
let ssid: Bytes
let password: Bytes
/** '' once the network has let the board in: it has not given an address yet. */
let address: string | undefined
/** 1: the next `join` first lists the networks in range; 2: it does; 3: it was given up before the list came; 0: none of it. */
let listing: number

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
  listing = 0
  if (!wifi) return
  wifi.on('connected', onJoined)
  wifi.on('associated', onJoined)
  wifi.on('disconnected', onLeft)
}

/**
 * What an answer means. `moved`: joined, but with another address: sockets of the old one are dead, and silent. '': nothing
 * yet. @seldom
 */
export function joinOutcome(answer?: JoinAnswer): 'joined' | 'moved' | 'unjoined' | '' {
  if (typeof answer === 'string') {
    // Said of what was given up it is no news.
    if (listing !== 1) log('W wifi not joined: ' + answer)
    return 'unjoined'
  }
  const before = address
  if (answer) {
    address = answer.ip || before || ''
    if (!answer.ip) return ''
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
 * on older builds by neither: the session's own deadline decides.
 *
 * What is in range is listed before, never meanwhile: on an ESP32 a scan and a connect end each other, a connect amid a
 * scan is forgotten, and when a scan is over the radio is turned off (espruino/Espruino issue 2750; PR 2752 mends the
 * first two). @seldom
 */
export function join(onJoined: (answer?: JoinAnswer) => void): boolean {
  if (wifi && listing === 1)
    try {
      listing = 2
      wifi.scan((first, second) => {
        printNetworks(second || first)
        const waits = listing === 2
        listing = 0
        // Until PR 2752 a scan joined by itself.
        if (waits && !address) join(onJoined)
      })
      return true
    } catch (error) {
      // One scan at a time.
      printNetworks('' + error)
      listing = 0
    }
  if (wifi) wifi.connect(ssid, { password: password }, onJoined)
  return !!wifi
}

/**
 * Prints the networks in range and how well each is heard: it tells a wrong name from a wrong password. A text says why
 * there is no list; an ESP32 whose scan was refused hands over an empty one. @seldom
 */
function printNetworks(found: readonly AccessPoint[] | string): void {
  let text = ''
  if (typeof found === 'object') found.forEach((each) => (text += ' ' + quote(each.ssid) + ' ' + each.rssi + ' dBm'))
  else text = ' unknown, ' + found
  log('W wifi wanted ' + quote(ssid) + ', in range:' + (text || ' none or no scan'))
}

/** Turns the radio off; the next `join` turns it on again. @seldom */
export function resetWifi(): void {
  leave()
  if (wifi) wifi.disconnect()
}

/** Joining has taken too long: ends it, so that the radio is at rest when the next `join` lists what is in range. @seldom */
export function giveUp(): void {
  if (address === '') log('W wifi let in by ' + quote(ssid) + ', no address')
  // Where a scan was never answered there is no other.
  listing = listing ? 3 : 1
  resetWifi()
}
