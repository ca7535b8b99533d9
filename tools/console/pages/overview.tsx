import { useEffect, useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { get, post } from '../api.ts'
import { useWords } from '../language.ts'
import { Board } from '../parts/board.tsx'
import { Chart } from '../parts/chart.tsx'
import { clockOf, short } from '../parts/format.ts'
import { PinControls } from '../parts/pin-controls.tsx'
import { Switch } from '../parts/switch.tsx'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { HistoryPoint } from '../../cloud/model/records.ts'

interface Props {
  device: DeviceDetail
  load: () => Promise<void>
}

/** The switches, the board, the properties with their history, and what else is known of the device. */
export function OverviewPage({ device, load }: Props) {
  const words = useWords()
  const identifiers = [
    ...new Set([...(device.model.properties ?? []).map((one) => one.identifier), ...Object.keys(device.properties)]),
  ]
  const switches = identifiers.filter((identifier) => /^PowerSwitch_\d+$/.test(identifier))
  return (
    <div class="grid-page">
      <section class="card switches">
        {(switches.length === 0 ? ['PowerSwitch_1'] : switches).map((identifier) => (
          <Switch key={identifier} device={device} identifier={identifier} />
        ))}
      </section>
      {device.board === null ? null : <BoardCard device={device} board={device.board} />}
      <History device={device} identifiers={identifiers} />
      <section class="card">
        <h2>{words.overview.properties}</h2>
        <table>
          <thead>
            <tr>
              <th>{words.overview.identifier}</th>
              <th>{words.overview.value}</th>
              <th>{words.overview.desired}</th>
              <th>{words.overview.time}</th>
            </tr>
          </thead>
          <tbody>
            {identifiers.map((identifier) => (
              <tr key={identifier}>
                <td>{identifier}</td>
                <td>{short(device.properties[identifier]?.value)}</td>
                <td>{short(device.desired[identifier]?.value)}</td>
                <td class="time">{timeOrNothing(device.properties[identifier]?.timeMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Facts device={device} load={load} />
    </div>
  )
}

function BoardCard({ device, board }: { device: DeviceDetail; board: NonNullable<DeviceDetail['board']> }) {
  const words = useWords()
  const setPower = (isPowered: boolean) => void post('/api/board', { ...nameOf(device), isPowered })
  return (
    <section class="card">
      <h2>{words.overview.board}</h2>
      <Board state={board} what={board.what} />
      <PinControls device={device} board={board} />
      {board.isPowered || device.keepAliveLeftMs === null ? null : <StillOnline leftMs={device.keepAliveLeftMs} />}
      <button type="button" class="plain" onClick={() => setPower(!board.isPowered)}>
        {board.isPowered ? words.overview.unplug : words.overview.plug}
      </button>
    </section>
  )
}

/** Says why a board without power still counts as online: its keep alive is not over yet. */
function StillOnline({ leftMs }: { leftMs: number }) {
  const words = useWords()
  const [left, setLeft] = useState(leftMs)
  useEffect(() => {
    const begin = performance.now()
    const tick = () => setLeft(Math.max(0, leftMs - (performance.now() - begin)))
    tick()
    const timer = window.setInterval(tick, 1000)
    return () => window.clearInterval(timer)
  }, [leftMs])
  return (
    <p class="note" data-still-online>
      {words.overview.stillOnline(Math.ceil(left / 1000))}
    </p>
  )
}

const minuteMs = 60_000
const ranges = { minutes: 10 * minuteMs, hour: 60 * minuteMs, day: 1440 * minuteMs, month: 30 * 1440 * minuteMs }

function History({ device, identifiers }: { device: DeviceDetail; identifiers: string[] }) {
  const words = useWords()
  const [chosen, setChosen] = useState('')
  const [range, setRange] = useState<keyof typeof ranges>('minutes')
  const [shown, setShown] = useState<{ points: readonly HistoryPoint[]; fromMs: number; toMs: number }>()
  const identifier = chosen === '' ? (identifiers[0] ?? '') : chosen
  const lastMs = device.properties[identifier]?.timeMs
  useEffect(() => {
    if (identifier === '') return
    const toMs = Date.now()
    const fromMs = toMs - ranges[range]
    const query = { ...nameOf(device), identifier, fromMs, toMs }
    void get('/api/history', query).then(({ points }) =>
      setShown({ points, fromMs: beginOf(points, fromMs, toMs), toMs }),
    )
  }, [identifier, range, lastMs])
  return (
    <section class="card wide">
      <div class="row between">
        <h2>{words.overview.history}</h2>
        <span class="row">
          <select
            aria-label={words.overview.identifier}
            value={identifier}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          >
            {identifiers.map((one) => (
              <option key={one} value={one}>
                {one}
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
      {shown === undefined ? null : <Chart {...shown} />}
    </section>
  )
}

/** Where the chart begins: a little before the first point, as there is nothing to see before it. */
function beginOf(points: readonly HistoryPoint[], fromMs: number, toMs: number): number {
  const firstMs = points[0]?.timeMs ?? fromMs
  return Math.max(fromMs, firstMs - (toMs - firstMs) / 20 - 1000)
}

function asRange(text: string): keyof typeof ranges {
  return text === 'hour' || text === 'day' || text === 'month' ? text : 'minutes'
}

function Facts({ device, load }: Props) {
  const words = useWords()
  const facts = [
    [words.overview.address, device.address ?? '-'],
    [words.overview.lastOnline, timeOrNothing(device.lastOnlineAtMs)],
    [words.overview.created, timeOrNothing(device.createdAtMs)],
    [words.overview.firmware, Object.values(device.firmware).join(', ') || '-'],
    [
      words.overview.tags,
      Object.entries(device.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(', ') || '-',
    ],
  ]
  async function disable(disabled: boolean): Promise<void> {
    await post('/api/device/disable', { ...nameOf(device), disabled })
    await load()
  }
  async function remove(): Promise<void> {
    if (!window.confirm(words.overview.removeSure(device.deviceName))) return
    await post('/api/device/remove', { ...nameOf(device) })
    window.location.hash = '#/'
  }
  return (
    <section class="card">
      <h2>{words.overview.facts}</h2>
      <dl class="pairs">
        {facts.map(([what, value]) => (
          <>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p class="row">
        <button type="button" class="plain" onClick={() => void disable(!device.disabled)}>
          {device.disabled ? words.overview.enable : words.overview.disable}
        </button>
        <button type="button" class="plain danger" onClick={() => void remove()}>
          {words.overview.remove}
        </button>
      </p>
    </section>
  )
}

function timeOrNothing(timeMs: number | undefined): string {
  return timeMs === undefined ? '-' : clockOf(timeMs)
}
