import type { PlatformEvent } from '../model/events.ts'
import { plain } from './log-text.ts'

/** The types of events that have a line of the form `device what`, with what makes it. */
type Said = Exclude<
  PlatformEvent,
  {
    type: 'online' | 'offline' | 'refused' | 'connection-failed' | 'subscribe' | 'unsubscribe' | 'dropped' | 'replied'
  }
>

type Writers = { readonly [Type in Said['type']]: (event: Extract<Said, { type: Type }>) => string }

const json = (value: unknown): string => plain(JSON.stringify(value) ?? 'undefined')
const took = (latencyMs: number | null): string =>
  latencyMs === null ? 'nobody waits for it' : `after ${latencyMs.toFixed(1)} ms`

const writers: Writers = {
  'property-set': ({ id, params }) => `property set #${id} ${json(params)}`,
  'set-reply': ({ id, code, latencyMs }) => `set_reply #${plain(id)} ${code} ${took(latencyMs)}`,
  'property-post': ({ params, unknown, failed }) => {
    const wrong = Object.keys(failed).filter((name) => !unknown.includes(name))
    const lacking = unknown.length === 0 ? '' : `  unknown: ${plain(unknown.join(' '))}`
    return `property post ${json(params)}${lacking}${wrong.length === 0 ? '' : `  wrong: ${plain(wrong.join(' '))}`}`
  },
  'property-history': ({ points }) => `property history of ${points.length} values`,
  'event-post': ({ identifier, value }) => `event ${plain(identifier)} ${json(value)}`,
  'service-call': ({ id, identifier, args, mode }) => `service ${identifier} (${mode}) #${id} ${json(args)}`,
  'service-reply': ({ id, identifier, code, latencyMs }) =>
    `service reply ${plain(identifier)} #${plain(id)} ${code} ${took(latencyMs)}`,
  rrpc: ({ id, topicName }) => `rrpc #${id} ${plain(topicName)}`,
  'rrpc-reply': ({ id, latencyMs }) => `rrpc reply #${plain(id)} ${took(latencyMs)}`,
  desired: ({ by, changed }) => `desired by the ${by} ${json(changed)}`,
  tags: ({ tags }) => `tags ${json(tags)}`,
  shadow: ({ by, version }) => `shadow by the ${by}, version ${version}`,
  'config-push': ({ id }) => `configuration pushed #${id}`,
  'config-push-reply': ({ id, code }) => `configuration push reply #${plain(id)} ${code}`,
  'ota-version': ({ module, version }) => `firmware ${plain(module)} is ${plain(version)}`,
  'ota-push': ({ module, version }) => `firmware ${plain(module)} ${plain(version)} offered`,
  'ota-progress': ({ module, step, text }) => `firmware ${plain(module)} ${step}% ${plain(text)}`,
  'device-log': ({ entries }) => `log of ${entries.length} entries ${json(entries)}`,
  registered: ({ way }) => `registered (${way})`,
  'device-added': () => 'added',
  'device-removed': () => 'removed',
  'device-disabled': () => 'disabled',
  'device-enabled': () => 'enabled',
  message: ({ topicName, qos, text }) => `publish ${plain(topicName)} qos ${qos} ${plain(text)}`,
  queued: ({ topicName }) => `queued ${plain(topicName)}`,
  fault: ({ fault }) => `fault ${plain(fault)}`,
}

/** What the line of an event says after the device's name. */
export function sayThing(event: Said): string {
  const write: (event: never) => string = writers[event.type]
  return write(event as never)
}
