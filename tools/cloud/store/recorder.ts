import type { EventListener, PlatformEvent } from '../model/events.ts'
import type { State } from './state.ts'

/** Characters of a text that the log keeps of a message. */
const longestText = 2000

/** Beyond the first, only every hundredth drop of a kind is kept: a flood must not push everything else out. */
const dropsARow = 100

/** Rows a second that messages may fill: beyond that the log would hold seconds, and the disk do nothing else. */
const messagesASecond = 200

/** What may come by the thousand; a property's values are in the history all the same. */
const messages: ReadonlySet<PlatformEvent['type']> = new Set(['property-post', 'message', 'set-reply', 'replied'])

/** Writes what the platform tells into history and log. The answer is for Platform.onEvent. */
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

/** History has the points already; a text of 256 KB is nothing for a log. */
function shorten(event: PlatformEvent): PlatformEvent {
  if (event.type === 'property-post' || event.type === 'property-history') return { ...event, points: [] }
  if (event.type === 'message') return { ...event, text: event.text.slice(0, longestText) }
  return event
}
