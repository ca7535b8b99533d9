import { board, type Bytes } from './platform.ts'
import { quote } from './text.ts'

export interface WifiConfig {
  readonly ssid: Bytes
  readonly password: Bytes
}

let configured: WifiConfig
/** `offline`: no address, or another: sockets of the old one are dead, and silent. `unjoined`: it was refused. */
export type WifiEvent = 'online' | 'offline' | 'unjoined'
let happen: (event: WifiEvent) => void
let address: string | undefined

/** The AT module gives no details. */
function onConnected(details?: { readonly ip?: string }): void {
  const ip = details && details.ip
  if (address && ip !== address) happen('offline')
  address = ip
  board.log('I wifi', 'joined ' + quote(configured.ssid) + ' ' + address)
  happen('online')
}

function onDisconnected(): void {
  address = undefined
  happen('offline')
}

/** Listens from now on; `join` starts. */
export function startWifi(config: WifiConfig, onEvent: (event: WifiEvent) => void): void {
  configured = config
  happen = onEvent
  const wifi = board.wifi
  if (!wifi) return
  wifi.on('connected', onConnected)
  wifi.on('disconnected', onDisconnected)
}

/**
 * Asks for the configured network. The answer comes as an event or by the callback, on older builds by neither: the
 * session's own deadline decides. A board without Wi-Fi (Ethernet, Linux) counts as joined.
 */
export function join(): void {
  const wifi = board.wifi
  if (!wifi) return happen('online')
  wifi.connect(configured.ssid, { password: configured.password }, (reason) => {
    if (!reason) return happen('online')
    board.log('W wifi', 'not joined: ' + reason)
    happen('unjoined')
  })
}

/** Turns the radio off; the next `join` turns it on again. */
export function resetWifi(): void {
  const wifi = board.wifi
  address = undefined
  if (wifi) wifi.disconnect()
}

/** Prints the networks in range and how well each is heard: it tells a wrong name from a wrong password. */
export function listNetworks(): void {
  const wifi = board.wifi
  if (!wifi) return
  try {
    wifi.scan((first, second) => {
      const found = second || first
      let text = ''
      for (let i = 0; i < found.length; i++) text += ' ' + quote(found[i]!.ssid) + ' ' + found[i]!.rssi + ' dBm'
      board.log('W wifi', 'wanted ' + quote(configured.ssid) + ', in range:' + (text || ' none'))
    })
  } catch (error) {
    // One scan at a time.
    board.log('W wifi', 'no scan: ' + error)
  }
}
