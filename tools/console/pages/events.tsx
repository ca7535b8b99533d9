import { nameOf } from '../../device-names/names.ts'
import { titleOf } from '../controls/values.ts'
import { useWords } from '../language.ts'
import { Card, Empty } from '../parts/card.tsx'
import { readable, short, timeOf } from '../parts/format.ts'
import { Rows } from '../parts/rows.tsx'
import { useRecords, type News, type RecordOf } from '../parts/use-records.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'

type EventRecord = RecordOf<'event-post' | 'event-refused'>

const types = ['event-post', 'event-refused'] as const

/** The events that a device posted, with the code of the reply that each got. */
export function EventsPage({ device, news }: { device: DeviceDetail; news: News }) {
  const words = useWords()
  const { events } = words.features
  const records = useRecords(nameOf(device), types, news)
  const known = (device.model.events ?? []).find(({ method }) => method !== 'thing.event.property.post')
  return (
    <Card title={words.tabs.events} lead={events.lead} isWide>
      <Rows
        records={records}
        empty={<Empty text={events.none} code={`postEvent('${known?.identifier ?? 'Alarm'}', ${exampleOf(known)})`} />}
      >
        {(record) => <EventRow key={record.id} record={record} device={device} />}
      </Rows>
    </Card>
  )
}

/** Output of an event, as an application gives it to postEvent. */
function exampleOf(event: NonNullable<DeviceDetail['model']['events']>[number] | undefined): string {
  const fields = event === undefined ? ['level'] : (event.outputData ?? []).map(({ identifier }) => identifier)
  return fields.length === 0 ? '{}' : `{ ${fields.map((identifier) => `${identifier}: 1`).join(', ')} }`
}

function EventRow({ record: { timeMs, event }, device }: { record: EventRecord; device: DeviceDetail }) {
  const words = useWords()
  const { events } = words.features
  const { identifier, value, id } = event
  const described = device.model.events?.find((one) => one.identifier === identifier)
  const title = described === undefined ? identifier : titleOf(described)
  const isRefused = event.type === 'event-refused'
  const code = isRefused ? event.code : 200
  const meaning = isRefused ? (words.overview.faults[event.code] ?? '') : ''
  return (
    <li class={isRefused ? 'trouble' : ''} data-event={identifier}>
      <details>
        <summary>
          <span class="time">{timeOf(timeMs)}</span>
          <b>{title}</b>
          {title === identifier ? null : <code>{identifier}</code>}
          {described?.type === undefined ? null : (
            <span class={`tag ${described.type}`}>{events.types[described.type]}</span>
          )}
          <span class="topic">{events.code(code)}</span>
          <span class="payload">{short(value)}</span>
        </summary>
        {isRefused ? (
          <p class="note wrong">{[event.message, meaning].filter((text) => text !== '').join(' - ')}</p>
        ) : null}
        <pre>{readable(isRefused ? { id, value } : { id, time: new Date(event.timeMs).toISOString(), value })}</pre>
      </details>
    </li>
  )
}
