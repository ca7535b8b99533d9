import { isSameDevice, type DeviceName } from '../../identity/names.ts'
import type { LiveMessage } from './calls.ts'
import type { PlatformEvent } from '../model/events.ts'
import type { StreamAnswer } from '../net/http-answer.ts'
import type { PacketSighting } from '../wire/packet-tap.ts'
import type { ConsoleParts } from './routes.ts'
import type { KeptTraffic } from './traffic-ring.ts'

/** Payload bytes that are shown of one packet. */
const longestPayload = 4096

/** Messages in a second that a page gets; a person reads fewer. */
const mostASecond = 200

/**
 * The live stream: everything that happens with one device, after the packets that were kept of it; or without `device`
 * the events of all and no packets. A page that does not keep up, or would drown, misses messages and is told how many.
 */
export function createLive(
  { platform, boards, traffic }: Pick<ConsoleParts, 'platform' | 'boards' | 'traffic'>,
  device: DeviceName | undefined,
): StreamAnswer {
  const isIt = (one: DeviceName) => device === undefined || isSameDevice(one, device)
  return {
    open(send) {
      const tell = pace(send)
      if (device !== undefined) replay(traffic.of(device), send)
      const ends = [
        platform.onEvent((event) => {
          const about = 'device' in event ? event.device : 'subject' in event ? event.subject : undefined
          if (about === undefined ? device === undefined : isIt(about)) {
            tell({ kind: 'event', timeMs: Date.now(), event: shorten(event) })
          }
        }),
        ...boards.map((board) =>
          board.onChange((state) => isIt(board.device) && tell({ kind: 'board', device: board.device, state })),
        ),
        ...(device === undefined ? [] : [platform.onPacket((seen) => isIt(seen.device) && tell(show(seen)))]),
      ]
      return () => {
        for (const end of ends) end()
      }
    },
  }
}

/** What passed before: not paced, for it is bounded. */
function replay({ packets, missed }: KeptTraffic, send: (data: string) => boolean): void {
  if (missed > 0) send(JSON.stringify({ kind: 'missed', count: missed } satisfies LiveMessage))
  for (const sighting of packets) send(JSON.stringify(show(sighting)))
}

function pace(send: (data: string) => boolean): (message: LiveMessage) => void {
  let second = 0
  let sent = 0
  let missed = 0
  let isFull = false
  return (message) => {
    const now = Math.floor(Date.now() / 1000)
    if (now !== second) {
      ;[second, sent, isFull] = [now, 0, false]
      if (missed > 0) send(JSON.stringify({ kind: 'missed', count: missed } satisfies LiveMessage))
      missed = 0
    }
    if (isFull || ++sent > mostASecond) missed++
    else isFull = !send(JSON.stringify(message))
  }
}

function shorten(event: PlatformEvent): PlatformEvent {
  return event.type === 'message' ? { ...event, text: event.text.slice(0, longestPayload) } : event
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function show({ device, direction, packet, payloadBytes, timeMs }: PacketSighting): LiveMessage {
  const { payload, ...rest } = packet
  const shown = payload === undefined ? {} : readPayload(payload.subarray(0, longestPayload))
  return { kind: 'packet', timeMs, device, direction, packet: { ...rest, ...shown }, bytes: payloadBytes }
}

function readPayload(payload: Buffer): { text: string } | { base64: string } {
  try {
    return { text: utf8.decode(payload) }
  } catch {
    // Not text, which is no fault of anybody's.
    return { base64: payload.toString('base64') }
  }
}
