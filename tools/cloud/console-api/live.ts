import { isSameDevice, type DeviceName } from '../../device-names/names.ts'
import type { LiveMessage } from './calls.ts'
import type { PlatformEvent } from '../model/events.ts'
import type { StreamAnswer } from '../net/http-answer.ts'
import type { PacketSighting } from '../wire/packet-tap.ts'
import { showPayload } from './payload.ts'
import type { ConsoleParts } from './routes.ts'
import type { KeptTraffic } from './traffic-ring.ts'

/** How much of a payload is shown, bytes. */
const longestPayload = 4096

/** How many messages per second a page gets; nobody can read more. */
const mostASecond = 200

/**
 * The live stream. With `device` it has the packets that were kept of that device, and then everything that happens
 * with it; without, the events of all devices but no packets. If a page does not keep up, or there are too many
 * messages, some are left out and the page is told how many.
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

/** Sends what was kept. It need not be paced, as it is limited. */
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

function show({ device, direction, packet, payloadBytes, timeMs }: PacketSighting): LiveMessage {
  const { payload, ...rest } = packet
  const shown = payload === undefined ? {} : showPayload(payload.subarray(0, longestPayload))
  return { kind: 'packet', timeMs, device, direction, packet: { ...rest, ...shown }, bytes: payloadBytes }
}
