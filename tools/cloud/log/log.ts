import type { PlatformEvent } from '../model/events.ts'
import { sayThing } from './log-thing.ts'
import { plain, stampOf, withDetail } from './log-text.ts'

type Level = 'W' | 'I' | 'D'

/** After the first, only every hundredth drop of a kind gets a line, so that a flood does not fill the log. */
const dropsALine = 100

/**
 * An event as a line `seconds level area message`, without the end of line; undefined for an event that is not worth a
 * line. `nowMs` counts from the start. Text from outside can forge neither a line nor a terminal command.
 */
export function formatEvent(event: PlatformEvent, nowMs: number): string | undefined {
  const said = say(event)
  if (said === undefined) return undefined
  const [level, message] = said
  return `${stampOf(nowMs)} ${level} cloud  ${message}`
}

/** An event as one line of JSON; `t` is seconds from the start. */
export function formatEventAsJson(event: PlatformEvent, nowMs: number): string {
  const said = say(event)
  const { type, ...rest } = event
  return JSON.stringify({
    t: Number((nowMs / 1000).toFixed(3)),
    level: said?.[0] ?? 'D',
    area: 'cloud',
    event: type,
    ...rest,
  })
}

type EventOf<Type extends PlatformEvent['type']> = Extract<PlatformEvent, { type: Type }>

function say(event: PlatformEvent): [Level, string] | undefined {
  const who = 'device' in event ? plain(event.device.deviceName) : ''
  switch (event.type) {
    case 'refused':
    case 'connection-failed':
    case 'online':
    case 'offline':
      return saySession(event, who)
    case 'subscribe':
      return event.granted > 2
        ? ['W', `${who} suback-refused ${plain(event.topicFilter)}`]
        : ['I', `${who} subscribed ${plain(event.topicFilter)} qos ${event.granted}`]
    case 'unsubscribe':
      return ['I', `${who} unsubscribed ${plain(event.topicFilter)}`]
    case 'dropped':
      return sayDrop(who, event)
    // The event of the request itself has a line already; a refusal gets one more.
    case 'replied':
      return event.code === 200
        ? undefined
        : [
            'W',
            withDetail(
              `${who} request-refused ${event.code} ${plain(event.topicName)} #${plain(event.id)}`,
              event.message ?? '',
            ),
          ]
    default:
      return ['I', `${who} ${sayThing(event)}`]
  }
}

function saySession(
  event: EventOf<'refused' | 'connection-failed' | 'online' | 'offline'>,
  who: string,
): [Level, string] {
  switch (event.type) {
    case 'online': {
      const kept = event.cleanSession ? '' : ' cleanSession 0'
      return ['I', `${who} online ${event.address} keepAlive ${event.keepAliveS}${kept}`]
    }
    case 'offline':
      return [event.reason === 'disconnect' ? 'I' : 'W', withDetail(`${who} offline ${event.reason}`, event.detail)]
    case 'refused': {
      const what = `connack-refused ${event.returnCode} ${event.meaning}`
      return ['W', `${withDetail(what, event.detail)}  ${event.address} clientId=${plain(event.clientId)}`]
    }
    case 'connection-failed':
      return ['W', withDetail(`no CONNECT from ${event.address}`, event.detail)]
  }
}

function sayDrop(who: string, { total, reason, topicName }: EventOf<'dropped'>): [Level, string] | undefined {
  if (total !== 1 && total % dropsALine !== 0) return undefined
  return ['W', `${who} dropped ${reason} ${plain(topicName)}  ${total} so far`]
}
