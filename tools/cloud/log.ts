import type { PlatformEvent } from './events.ts'

type Level = 'W' | 'I' | 'D'

/** Characters of a payload or a device's text that a line shows at most. */
const longestText = 100

/** Beyond the first, only every hundredth drop of a kind gets a line: a flood must not flood the log. */
const dropsALine = 100

/**
 * One event as a line `seconds level area message`, without the end of line; undefined for what is not worth one.
 * `nowMs` counts from the start. Nothing that came from outside can forge a line or a terminal command.
 */
export function formatEvent(event: PlatformEvent, nowMs: number): string | undefined {
  const said = say(event)
  if (said === undefined) return undefined
  const [level, message] = said
  return `${(nowMs / 1000).toFixed(3).padStart(9, '0')} ${level} cloud  ${message}`
}

/** The same event as one line of JSON; `t` in seconds from the start. */
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

function say(event: PlatformEvent): [Level, string] | undefined {
  const who = 'device' in event ? plain(event.device.deviceName) : ''
  switch (event.type) {
    case 'online':
      return [
        'I',
        `${who} online ${event.address} keepAlive ${event.keepAliveS}${event.cleanSession ? '' : ' cleanSession 0'}`,
      ]
    case 'offline':
      return [event.reason === 'disconnect' ? 'I' : 'W', withDetail(`${who} offline ${event.reason}`, event.detail)]
    case 'refused': {
      const what = `connack-refused ${event.returnCode} ${event.meaning}`
      return ['W', `${withDetail(what, event.detail)}  ${event.address} clientId=${plain(event.clientId)}`]
    }
    case 'connection-failed':
      return ['W', withDetail(`no CONNECT from ${event.address}`, event.detail)]
    case 'subscribe':
      return event.granted > 2
        ? ['W', `${who} suback-refused ${plain(event.topicFilter)}`]
        : ['I', `${who} subscribed ${plain(event.topicFilter)} qos ${event.granted}`]
    case 'unsubscribe':
      return ['I', `${who} unsubscribed ${plain(event.topicFilter)}`]
    case 'dropped':
      return sayDrop(who, event)
    default:
      return ['I', `${who} ${sayMessage(event)}`]
  }
}

type MessageEvent = Extract<PlatformEvent, { type: 'property-set' | 'set-reply' | 'property-post' | 'message' }>

function sayMessage(event: MessageEvent): string {
  switch (event.type) {
    case 'property-set':
      return `property set #${event.id} ${plain(JSON.stringify(event.params))}`
    case 'set-reply': {
      const took = event.latencyMs === null ? 'nobody waits for it' : `after ${event.latencyMs.toFixed(1)} ms`
      return `set_reply #${plain(event.id)} ${event.code} ${took}`
    }
    case 'property-post': {
      const unknown = event.unknown.length === 0 ? '' : `  unknown: ${plain(event.unknown.join(' '))}`
      return `property post ${plain(JSON.stringify(event.params))}${unknown}`
    }
    case 'message':
      return `publish ${plain(event.topicName)} qos ${event.qos} ${plain(event.text)}`
  }
}

function sayDrop(who: string, event: Extract<PlatformEvent, { type: 'dropped' }>): [Level, string] | undefined {
  const { total, reason, topicName } = event
  if (total !== 1 && total % dropsALine !== 0) return undefined
  return ['W', `${who} dropped ${reason} ${plain(topicName)}  ${total} so far`]
}

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text} (${plain(detail)})`
}

/** At most `longestText` characters, without control characters or what reorders text on a terminal. */
function plain(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '.')
  const characters = [...clean]
  return characters.length <= longestText ? clean : `${characters.slice(0, longestText).join('')}...`
}
