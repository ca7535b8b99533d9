import { useEffect, useState } from 'preact/hooks'
import { CallError, get, listen } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import { durationOf, readable, timeOf } from '../parts/format.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { LogEntry } from '../../cloud/model/records.ts'
import type { PlatformEvent } from '../../cloud/model/events.ts'

interface Props {
  /** Undefined: the log of all devices. */
  device: DeviceName | undefined
  onState: (isConnected: boolean) => void
}

/** The kinds of events that the filter offers, by their names in the JSON log. */
const kinds: readonly PlatformEvent['type'][] = [
  ...(['online', 'offline', 'refused', 'connection-failed', 'registered'] as const),
  ...(['property-set', 'set-reply', 'property-post', 'property-history', 'desired'] as const),
  ...(['event-post', 'service-call', 'service-reply', 'rrpc', 'rrpc-reply'] as const),
  ...(['message', 'replied', 'dropped', 'queued', 'subscribe', 'unsubscribe'] as const),
  ...([
    'shadow',
    'tags',
    'config-push',
    'config-push-reply',
    'ota-version',
    'ota-push',
    'ota-progress',
    'device-log',
  ] as const),
  ...(['device-added', 'device-removed', 'device-disabled', 'device-enabled', 'fault'] as const),
]
const pageRows = 100

/** The log, which survives a restart. */
export function LogPage({ device, onState }: Props) {
  const words = useWords()
  const [type, setType] = useState('')
  const [entries, setEntries] = useState<readonly LogEntry[]>([])
  const [hasMore, setHasMore] = useState(false)

  async function load(beforeId?: number): Promise<void> {
    const query = { ...device, types: type === '' ? undefined : type, beforeId, limit: pageRows }
    try {
      const { entries: read } = await get('/api/log', query)
      setEntries((known) => (beforeId === undefined ? read : [...known, ...read]))
      setHasMore(read.length === pageRows)
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      onState(false)
    }
  }

  useEffect(() => {
    let timer: number | undefined
    const soon = () => (timer ??= window.setTimeout(() => ((timer = undefined), void load()), 300))
    const stop = listen(
      device,
      ({ kind }) => kind === 'event' && soon(),
      (isConnected) => {
        onState(isConnected)
        if (isConnected) void load()
      },
    )
    return () => (window.clearTimeout(timer), stop())
  }, [type, device?.productKey, device?.deviceName])

  return (
    <section class="card">
      {device === undefined ? <h1>{words.nav.log}</h1> : null}
      <div class="row between">
        <p class="note">{words.log.lead}</p>
        <select aria-label={words.log.type} value={type} onChange={({ currentTarget }) => setType(currentTarget.value)}>
          <option value="">{words.log.allTypes}</option>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {words.log.kinds[kind] ?? kind}
            </option>
          ))}
        </select>
      </div>
      {entries.length === 0 ? <p class="note">{words.log.none}</p> : null}
      <ol class="packets">
        {entries.map(({ id, timeMs, event }) => (
          <li key={id} class={isTrouble(event) ? 'trouble' : ''}>
            <details>
              <summary>
                <span class="time">{timeOf(timeMs)}</span>
                {device === undefined ? (
                  <span class="topic">{'device' in event ? event.device.deviceName : ''}</span>
                ) : null}
                <b title={event.type}>{words.log.kinds[event.type] ?? event.type}</b>
                <span class="payload">{summarize(words, event)}</span>
              </summary>
              <pre>{readable(event)}</pre>
            </details>
          </li>
        ))}
      </ol>
      {hasMore ? (
        <button type="button" class="plain" onClick={() => void load(entries.at(-1)?.id)}>
          {words.log.older}
        </button>
      ) : null}
    </section>
  )
}

function isTrouble(event: PlatformEvent): boolean {
  return (
    event.type === 'refused' || event.type === 'dropped' || (event.type === 'offline' && event.reason !== 'disconnect')
  )
}

/** An event on one line, without its type and its device. */
function summarize(words: Words, event: PlatformEvent): string {
  return Object.entries(event)
    .filter(([key]) => key !== 'type' && key !== 'device')
    .filter(([, value]) => value !== '' && JSON.stringify(value) !== '[]' && JSON.stringify(value) !== '{}')
    .map(([key, value]) => `${words.log.fields[key] ?? key} ${sayValue(words, key, value)}`)
    .join('  ')
    .slice(0, 200)
}

function sayValue({ log }: Words, key: string, value: unknown): string {
  if (key === 'latencyMs' && typeof value === 'number') return durationOf(value)
  if (key === 'timeMs' && typeof value === 'number') return timeOf(value)
  if (typeof value !== 'string') return JSON.stringify(value)
  // What a device wrote is not translated.
  return told.has(key) ? (log.values[value] ?? value) : value
}

/** The fields whose texts are the platform's own. */
const told = new Set(['reason', 'detail', 'meaning', 'message', 'mode', 'by', 'way', 'fault'])
