import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import { pretty, timeOf } from '../parts/format.ts'
import { copyText } from '../parts/copy.tsx'
import { everything, passes, type PacketMessage, type Traffic } from '../traffic.ts'

/** The packets of a device, newest first, decoded. */
export function TrafficPage({ traffic, onClear }: { traffic: Traffic; onClear: () => void }) {
  const words = useWords()
  const [filter, setFilter] = useState(everything)
  const [held, setHeld] = useState<Traffic>()
  const { packets, missed } = held ?? traffic
  const shown = packets.filter((message) => passes(message, filter)).reverse()
  return (
    <section class="card">
      <p class="note">{words.traffic.lead}</p>
      <div class="row filters">
        <label>
          {words.traffic.filter}
          <input
            type="search"
            placeholder={words.traffic.filterHint}
            onInput={({ currentTarget }) => setFilter({ ...filter, text: currentTarget.value })}
          />
        </label>
        <label>
          {words.traffic.direction}
          <select
            onChange={({ currentTarget: { value } }) =>
              setFilter({ ...filter, direction: value === 'up' || value === 'down' ? value : 'both' })
            }
          >
            {(['both', 'up', 'down'] as const).map((one) => (
              <option key={one} value={one}>
                {words.traffic[one]}
              </option>
            ))}
          </select>
        </label>
        <Check label={words.traffic.pings} isOn={filter.pings} onChange={(pings) => setFilter({ ...filter, pings })} />
        <Check label={words.traffic.acks} isOn={filter.acks} onChange={(acks) => setFilter({ ...filter, acks })} />
        <span class="row">
          <button type="button" class="plain" onClick={() => setHeld(held === undefined ? traffic : undefined)}>
            {held === undefined ? words.traffic.pause : words.traffic.goOn}
          </button>
          <button type="button" class="plain" onClick={() => (setHeld(undefined), onClear())}>
            {words.traffic.clear}
          </button>
          <button type="button" class="plain" onClick={() => void copyText(JSON.stringify(shown, null, 2))}>
            {words.traffic.copy}
          </button>
        </span>
      </div>
      {missed === 0 ? null : <p class="note">{words.traffic.missed(missed)}</p>}
      {shown.length === 0 ? <p class="note">{words.traffic.none}</p> : null}
      <ol class="packets">
        {shown.map((message, at) => (
          <PacketRow key={`${message.timeMs} ${shown.length - at}`} message={message} />
        ))}
      </ol>
    </section>
  )
}

function Check({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {label}
    </label>
  )
}

function PacketRow({ message: { timeMs, direction, packet, bytes } }: { message: PacketMessage }) {
  const words = useWords()
  const { type, topicName, text, base64, ...fields } = packet
  const payload = text ?? base64 ?? ''
  return (
    <li class={direction}>
      <details>
        <summary>
          <span class="time">{timeOf(timeMs)}</span>
          <span class="arrow" title={words.traffic[direction]}>
            {direction === 'up' ? '↑' : '↓'}
          </span>
          <b>{type.toUpperCase()}</b>
          <span class="topic">{topicName ?? summarize(fields)}</span>
          <span class="payload">{payload.slice(0, 120)}</span>
        </summary>
        <dl class="pairs">
          {Object.entries(fields).map(([field, value]) => (
            <>
              <dt>{field}</dt>
              <dd>{JSON.stringify(value)}</dd>
            </>
          ))}
          {topicName === undefined ? null : (
            <>
              <dt>topicName</dt>
              <dd>{topicName}</dd>
            </>
          )}
          {bytes === 0 ? null : (
            <>
              <dt>payload</dt>
              <dd>{bytes} B</dd>
            </>
          )}
        </dl>
        {payload === '' ? null : <pre>{text === undefined ? payload : pretty(text)}</pre>}
      </details>
    </li>
  )
}

function summarize(fields: Record<string, unknown>): string {
  return Object.entries(fields)
    .map(([field, value]) => `${field} ${JSON.stringify(value)}`)
    .join('  ')
}
