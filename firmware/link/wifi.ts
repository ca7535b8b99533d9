import { log } from '../log.ts'
import type { AccessPoint, Bytes, Wifi } from '../platform/platform.ts'
import { quote } from '../text.ts'

export interface WifiConfig {
  readonly ssid: Bytes
  readonly password: Bytes
}
/**
 * What the callback or an event of joining passes: the reason why it failed, nothing, or the event's details (those of
 * `associated` without an address). The AT module has no events.
 */
export type JoinAnswer = string | null | { readonly ip?: string }

let wifi: Wifi | undefined
// Variables of their own: in the configuration's object they would cost 3 JsVars more.
let ssid: Bytes
let password: Bytes
/** The board's IP address; '' when the network has let the board in but given no address yet. */
let address: string | undefined
/** The list of networks in range. 0: not wanted; 1: `join` asks for it first; 2: asked for; 3: given up before it came. */
let listing: number

/** Registers the listeners; `join` then starts. `theWifi` is undefined where the board has no Wi-Fi. */
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
 * Returns what the callback or an event means. `moved`: joined, but with another address, so that sockets of the old one are
 * dead without a sign. '': nothing yet. @seldom
 */
export function joinOutcome(answer?: JoinAnswer): 'joined' | 'moved' | 'unjoined' | '' {
  if (typeof answer === 'string') {
    // After giveUp the reason is only that the radio was turned off.
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

/** Called when the network is gone. @seldom */
export function leave(): void {
  address = undefined
}

/**
 * Joins the configured network; returns false on a board without Wi-Fi. The outcome comes by an event or the callback, on
 * older builds by neither: then the session's own deadline ends the attempt.
 *
 * The networks in range are listed before, never meanwhile: on an ESP32 a scan and a connect end each other, a connect
 * during a scan is forgotten, and the end of a scan turns the radio off (espruino/Espruino issue 2750; PR 2752 mends the
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
        // Builds before PR 2752 join by themselves after a scan.
        if (waits && !address) join(onJoined)
      })
      return true
    } catch (error) {
      // Another scan is running.
      printNetworks('' + error)
      listing = 0
    }
  if (wifi) wifi.connect(ssid, { password: password }, onJoined)
  return !!wifi
}

/**
 * Logs the networks in range with their signal strength, which tells a wrong name from a wrong password. A text in place of
 * the list says why there is none; an ESP32 whose scan was refused may pass an empty list. @seldom
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

/** Ends joining, which has taken too long, so that the radio is at rest when the next `join` lists the networks. @seldom */
export function giveUp(): void {
  if (address === '') log('W wifi let in by ' + quote(ssid) + ', no address')
  // After a scan that was never answered no other one is started.
  listing = listing ? 3 : 1
  resetWifi()
}
