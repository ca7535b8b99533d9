import { topicOf, useMarks } from '../identity/topics.ts'
import { encodeSubscribe } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'

/** In the place of a filter that was given up. */
export const hole = ' '

/** Topic filters that the application wants, as it gave them: subscribed at each `ready`. */
export let filters: Bytes[]
/** Has the link write what is owed. */
export let wake: () => void
/** Whether property sets arrive. */
export let isReady: () => boolean
/** Adds bytes to what the link writes next. */
let add: (bytes: Bytes) => void

// Undefined, and all that depends on them gone from the script, where no application asks for more.
/** Stands in the place of a filter that was given up, if one may have been: so the others keep their packetIds, and a late SUBACK is known. */
export let withHoles: typeof hole | undefined
/** Called with the place of a filter when its SUBSCRIBE is sent at `ready`. */
export let onAsked: ((at: number) => void) | undefined
/**
 * In place of the configuration's time without `ready` after which the board reboots, s; 0 = never. Undefined: as there.
 */
export let otherRebootS: number | undefined
/** Called when the broker has acknowledged: kind and id of the packet, then the return code. */
let onAnswered: ((key: Bytes, code: number) => void) | undefined

/** Sets after how long without `ready` the board reboots, s; undefined: as in the configuration. @seldom */
export function setRebootAfterS(seconds: number | undefined): void {
  otherRebootS = seconds
}

/** Called right before the firmware reboots the board. */
let beforeReboot: (() => void) | undefined

/** Called by the link, once: what features of the platform ask of it, which know no link. */
export function serveFeatures(wanted: Bytes[], flush: typeof wake, ready: typeof isReady, write: typeof add): void {
  filters = wanted
  wake = flush
  isReady = ready
  add = write
}

/** Sends bytes in this session; returns false where there is none that is ready. @seldom */
export function send(bytes: Bytes): boolean {
  if (!isReady()) return false
  add(bytes)
  wake()
  return true
}

/** Filters may be given up from now on. @seldom */
export function allowHoles(): void {
  withHoles = hole
}

/** Sets who is called when a SUBSCRIBE is sent, and when the broker has acknowledged. @seldom */
export function hearBroker(asked: typeof onAsked, answered: typeof onAnswered): void {
  onAsked = asked
  onAnswered = answered
}

/** Tells who waits for it that a PUBACK or UNSUBACK of this packetId has come. @seldom */
export function hearAck(packetId: Bytes): void {
  if (onAnswered) onAnswered(packetId, 0)
}

/** Tells who waits for it that the broker has answered the SUBSCRIBE of a filter. @seldom */
export function hearSuback(at: number, code: number): void {
  if (onAnswered) onAnswered('s' + at, code)
}

/** Sets who is called before a reboot. @seldom */
export function hearReboot(hear: () => void): void {
  beforeReboot = hear
}

/** The firmware reboots the board. @seldom */
export function tellReboot(): void {
  if (beforeReboot) beforeReboot()
}

/** Sends the SUBSCRIBE for one of the filters, where there is a session; its packetId is 2 and more. @seldom */
export function askFor(at: number): boolean {
  // Before the link starts, the device has no name yet.
  return isReady() && send(encodeSubscribe(String.fromCharCode(0, at + 2), topicOf(filters[at]!)))
}

/** Has a feature's topic filter subscribed to, now and in each session; `{}` stands for productKey/deviceName. @seldom */
export function wantFilter(filter: Bytes): void {
  useMarks()
  if (filters.indexOf(filter) < 0) askFor(filters.push(filter) - 1)
}
