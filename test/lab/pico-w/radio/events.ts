/** Events of the radio's firmware, by the numbers that the driver knows. */
export const events = {
  setSsid: 0,
  join: 1,
  auth: 3,
  deauthInd: 6,
  assoc: 7,
  disassoc: 11,
  link: 16,
  pskSup: 46,
  scanResult: 69,
} as const

export interface RadioEvent {
  type: number
  status: number
  reason?: number
  flags?: number
  data?: Uint8Array
}

const etherType = 0x886c
const headBytes = 24
const messageBytes = 48

/** The frame in which an event comes: an Ethernet header, Broadcom's own one, the message, what belongs to it. */
export function eventFrame(event: RadioEvent, mac: Uint8Array, bssid: Uint8Array): Uint8Array {
  const data = event.data ?? new Uint8Array(0)
  const frame = new Uint8Array(headBytes + messageBytes + data.length)
  const view = new DataView(frame.buffer)
  frame.set(mac, 0)
  frame.set(mac, 6)
  view.setUint16(12, etherType)
  view.setUint16(14, 0x8001)
  view.setUint16(16, frame.length - 18)
  frame.set([0, 0x00, 0x10, 0x18], 18)
  view.setUint16(22, 1)
  view.setUint16(24, 2)
  view.setUint16(26, event.flags ?? 0)
  view.setUint32(28, event.type)
  view.setUint32(32, event.status)
  view.setUint32(36, event.reason ?? 0)
  view.setUint32(44, data.length)
  frame.set(bssid, 48)
  frame.set(Buffer.from('wl0'), 54)
  frame.set(data, headBytes + messageBytes)
  return frame
}

const bssBytes = 128
/** WPA2 with AES and a pre-shared key: the element 48 of a beacon. */
const rsn = [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 2, 0, 0]
const hasPrivacy = 0x10

/** What a scan says of one access point. The driver reads it little-endian, and the elements where `ieOffset` says. */
export function scanResult(seen: {
  ssid: Uint8Array
  bssid: Uint8Array
  channel: number
  rssi: number
  isOpen: boolean
}): Uint8Array {
  const elements = seen.isOpen ? [] : rsn
  const result = new Uint8Array(12 + bssBytes + elements.length)
  const view = new DataView(result.buffer)
  view.setUint32(0, result.length, true)
  view.setUint32(4, 109, true)
  view.setUint16(8, 1, true)
  view.setUint16(10, 1, true)
  const at = 12
  view.setUint32(at, 109, true)
  view.setUint32(at + 4, bssBytes + elements.length, true)
  result.set(seen.bssid, at + 8)
  view.setUint16(at + 14, 100, true)
  view.setUint16(at + 16, seen.isOpen ? 1 : 1 | hasPrivacy, true)
  result[at + 18] = seen.ssid.length
  result.set(seen.ssid, at + 19)
  view.setUint16(at + 72, seen.channel | 0x2b00, true)
  view.setInt16(at + 78, seen.rssi, true)
  result[at + 88] = seen.channel
  view.setUint16(at + 116, bssBytes, true)
  view.setUint32(at + 120, elements.length, true)
  result.set(elements, at + bssBytes)
  return result
}
