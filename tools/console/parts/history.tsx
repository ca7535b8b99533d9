import { useEffect, useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { get } from '../api.ts'
import { titleOf } from '../controls/values.ts'
import { useWords } from '../language.ts'
import { Chart } from './chart.tsx'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { HistoryPoint } from '../../cloud/model/records.ts'
import type { Field } from '../../thing-model/tsl.ts'

const minuteMs = 60_000
const ranges = { minutes: 10 * minuteMs, hour: 60 * minuteMs, day: 1440 * minuteMs, month: 30 * 1440 * minuteMs }

interface Props {
  device: DeviceDetail
  properties: readonly Field[]
  chosen: string
  onChoose: (identifier: string) => void
}

/** What one property was over time: the first one, unless another is chosen. */
export function History({ device, properties, chosen, onChoose }: Props) {
  const words = useWords()
  const [range, setRange] = useState<keyof typeof ranges>('minutes')
  const [shown, setShown] = useState<{ of: string; points: readonly HistoryPoint[]; fromMs: number; toMs: number }>()
  const property = properties.find((one) => one.identifier === chosen) ?? properties[0]
  const identifier = property?.identifier ?? ''
  const lastMs = device.properties[identifier]?.timeMs
  useEffect(() => {
    if (identifier === '') return
    const toMs = Date.now()
    const fromMs = toMs - ranges[range]
    const query = { ...nameOf(device), identifier, fromMs, toMs }
    void get('/api/history', query).then(({ points }) =>
      setShown({ of: identifier, points, fromMs: beginOf(points, fromMs, toMs), toMs }),
    )
  }, [identifier, range, lastMs])
  return (
    <section class="card wide" id="history">
      <div class="row between">
        <h2 tabIndex={-1}>{words.overview.history}</h2>
        <span class="row">
          <select
            class="which"
            aria-label={words.overview.identifier}
            value={identifier}
            onChange={({ currentTarget }) => onChoose(currentTarget.value)}
          >
            {properties.map((one) => (
              <option key={one.identifier} value={one.identifier}>
                {titleOf(one) === one.identifier ? one.identifier : `${titleOf(one)} ${one.identifier}`}
              </option>
            ))}
          </select>
          <select
            aria-label={words.overview.range}
            value={range}
            onChange={({ currentTarget }) => setRange(asRange(currentTarget.value))}
          >
            {(['minutes', 'hour', 'day', 'month'] as const).map((one) => (
              <option key={one} value={one}>
                {words.overview.ranges[one]}
              </option>
            ))}
          </select>
        </span>
      </div>
      {shown === undefined || shown.of !== identifier ? null : <Chart {...shown} type={property?.dataType} />}
    </section>
  )
}

/** Brings the history into sight, for the eyes and for a screen reader. */
export function showHistory(): void {
  const title = document.querySelector<HTMLElement>('#history h2')
  title?.scrollIntoView({ block: 'start' })
  title?.focus({ preventScroll: true })
}

/** Where the chart begins: a little before the first point, as there is nothing to see before it. */
function beginOf(points: readonly HistoryPoint[], fromMs: number, toMs: number): number {
  const firstMs = points[0]?.timeMs ?? fromMs
  return Math.max(fromMs, firstMs - (toMs - firstMs) / 20 - 1000)
}

function asRange(text: string): keyof typeof ranges {
  return text === 'hour' || text === 'day' || text === 'month' ? text : 'minutes'
}
