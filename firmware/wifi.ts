import type { AccessPoint, Board, Bytes } from './platform.ts'

export interface WifiConfig {
  readonly ssid: Bytes
  readonly password: Bytes
}

let board: Board
let configured: WifiConfig
/**
 * Told true when there is an address; false when it is gone or another: sockets of the old one are dead, and silent;
 * undefined when joining failed.
 */
let changed: (online?: boolean) => void
let address: string | undefined

/** Listens from now on; `join` starts. */
export function startWifi(ofBoard: Board, config: WifiConfig, onChange: (online?: boolean) => void): void {
  board = ofBoard
  configured = config
  changed = onChange
  const wifi = board.wifi
  if (!wifi) return
  wifi.on('connected', (details) => {
    const ip = details && details.ip
    if (address && ip !== address) changed(false)
    address = ip
    board.log('I wifi', 'joined "' + configured.ssid + '" ' + ip)
    changed(true)
  })
  wifi.on('disconnected', () => {
    address = undefined
    changed(false)
  })
}

function notJoined(reason: unknown): void {
  board.log('W wifi', 'not joined: ' + reason)
  changed()
}

/**
 * Asks for the configured network. The answer comes as an event or by the callback, on older builds by neither: the
 * session's own deadline decides. A board without Wi-Fi (Ethernet, Linux) counts as joined.
 */
export function join(): void {
  const wifi = board.wifi
  if (!wifi) return changed(true)
  try {
    wifi.connect(configured.ssid, { password: configured.password }, (reason) => {
      if (reason) notJoined(reason)
      else changed(true)
    })
  } catch (error) {
    notJoined(error)
  }
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
      // ESP32 and ESP8266 answer the list alone; the AT module an error before it.
      const found = (second || first) as AccessPoint[]
      let text = ''
      for (let i = 0; i < found.length; i++) text += ' "' + found[i]!.ssid + '" ' + found[i]!.rssi + ' dBm'
      board.log('W wifi', 'wanted "' + configured.ssid + '", in range:' + (text || ' none'))
    })
  } catch (error) {
    // One scan at a time: the engine throws at a second.
    board.log('W wifi', 'no scan: ' + error)
  }
}
