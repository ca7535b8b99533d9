import { useEffect, useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { Properties } from '../controls/properties.tsx'
import { isSettable } from '../controls/values.ts'
import { useWords } from '../language.ts'
import { Board } from '../parts/board.tsx'
import { clockOf, short } from '../parts/format.ts'
import { History, showHistory } from '../parts/history.tsx'
import { PinControls } from '../parts/pin-controls.tsx'
import { Switch } from '../parts/switch.tsx'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { TslProperty } from '../../thing-model/tsl.ts'

interface Props {
  device: DeviceDetail
  load: () => Promise<void>
}

/** The most switches of a thing model that are shown as big ones. */
const mostTiles = 4

/** The switches, the board, the properties with their history, and what else is known of the device. */
export function OverviewPage({ device, load }: Props) {
  const words = useWords()
  const [chosen, setChosen] = useState('')
  const { tiles, others } = arrange(device)
  const described = device.model.properties
  const identifiers = described ?? Object.keys(device.properties).map((identifier) => ({ identifier }))
  const facts = <Facts device={device} load={load} />
  return (
    <div class="grid-page">
      {tiles.length === 0 ? null : (
        <section class="card switches">
          {tiles.map((property) => (
            <Switch key={property.identifier} device={device} property={property} />
          ))}
        </section>
      )}
      {device.board === null ? null : <BoardCard device={device} board={device.board} />}
      {tiles.length === 0 ? facts : null}
      {others.length === 0 ? null : (
        <Properties
          device={device}
          properties={others}
          onHistory={(identifier) => {
            setChosen(identifier)
            showHistory()
          }}
        />
      )}
      <History device={device} properties={identifiers} chosen={chosen} onChoose={setChosen} />
      {described !== undefined ? null : <Reported device={device} title={words.overview.properties} />}
      {tiles.length === 0 ? null : facts}
    </div>
  )
}

/**
 * Which properties are shown as big switches: those named `PowerSwitch_` and a number. Of a product without a thing model any
 * property may be reported, and where the switch runs the first one is there before it is.
 */
function arrange(device: DeviceDetail): { tiles: readonly TslProperty[]; others: readonly TslProperty[] } {
  const described = device.model.properties
  const isNamedSwitch = (identifier: string) => /^PowerSwitch_\d+$/.test(identifier)
  if (described === undefined) {
    const reported = Object.keys(device.properties).filter(isNamedSwitch)
    const names = reported.length === 0 && device.board?.isSwitch !== false ? ['PowerSwitch_1'] : reported
    return { tiles: names.map((identifier) => ({ identifier })), others: [] }
  }
  const tiles = described.filter(
    (one) => isNamedSwitch(one.identifier) && one.dataType?.type === 'bool' && isSettable(one),
  )
  if (tiles.length > mostTiles) return { tiles: [], others: described }
  return { tiles, others: described.filter((one) => !tiles.includes(one)) }
}

/** What a device without a thing model reports. */
function Reported({ device, title }: { device: DeviceDetail; title: string }) {
  const words = useWords()
  return (
    <section class="card">
      <h2>{title}</h2>
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
          {Object.entries(device.properties).map(([identifier, { value, timeMs }]) => (
            <tr key={identifier}>
              <td>{identifier}</td>
              <td>{short(value)}</td>
              <td>{short(device.desired[identifier]?.value)}</td>
              <td class="time">{timeOrNothing(timeMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
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
