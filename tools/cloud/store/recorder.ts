import type { EventListener, PlatformEvent } from '../model/events.ts'
import type { State } from './state.ts'

/** How much of a message's text the log keeps, characters. */
const longestText = 2000

/**
 * After the first, only every hundredth drop of a kind is kept: a flood must not push everything else out of the log.
 */
const dropsARow = 100

/** How many messages per second are logged: with more the log would hold a few seconds, and keep the disk busy. */
const messagesASecond = 200

/** Events that may come by the thousand. The values of properties are in the history in any case. */
const messages: ReadonlySet<PlatformEvent['type']> = new Set(['property-post', 'message', 'set-reply', 'replied'])

/** Returns a listener for Platform.onEvent that writes events into history and log. */
export function recordEvents(state: State, wallNow = Date.now): EventListener {
  let [second, rows] = [0, 0]
  const isFlood = ({ type }: PlatformEvent): boolean => {
    if (!messages.has(type)) return false
    const now = Math.floor(wallNow() / 1000)
    if (now !== second) [second, rows] = [now, 0]
    return ++rows > messagesASecond
  }
  return (event) => {
    if (event.type === 'property-post' || event.type === 'property-history') {
      for (const { identifier, ...point } of event.points) state.addHistory(event.device, identifier, point)
    }
    if (event.type === 'dropped' && event.total !== 1 && event.total % dropsARow !== 0) return
    if (isFlood(event)) return
    state.addLog(wallNow(), shorten(event))
  }
}

/** The event as it is logged: without points, which are in the history, and with no text of 256 KB. */
function shorten(event: PlatformEvent): PlatformEvent {
  if (event.type === 'property-post' || event.type === 'property-history') return { ...event, points: [] }
  if (event.type === 'message') return { ...event, text: event.text.slice(0, longestText) }
  return event
}
