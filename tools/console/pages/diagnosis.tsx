import { useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { useWords } from '../language.ts'
import { Card, Empty, Verdict, type Said } from '../parts/card.tsx'
import { sayBad } from '../parts/explain.ts'
import { clockOf, short, timeOf } from '../parts/format.ts'
import { useCall } from '../parts/use-call.ts'
import { useRecords, type News } from '../parts/use-records.ts'
import type { DeviceDetail, Returned } from '../../cloud/console-api/calls.ts'
import type { JsonObject } from '../../cloud/model/json.ts'

/** What a device says of itself: its own log, and the state of its network. */
export function DiagnosisPage({ device, news }: { device: DeviceDetail; news: News }) {
  return (
    <div class="grid-page">
      <DeviceLog device={device} news={news} />
      <Network device={device} news={news} />
    </div>
  )
}

const levels = ['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG'] as const
const logTypes = ['device-log'] as const

function DeviceLog({ device, news }: { device: DeviceDetail; news: News }) {
  const { deviceLog } = useWords().features
  const [least, setLeast] = useState('DEBUG')
  const records = useRecords(nameOf(device), logTypes, news)
  const lines = linesOf(records.entries).filter(({ level }) => levelOf(level) <= levelOf(least))
  return (
    <Card title={deviceLog.title} isWide>
      <div class="row between">
        <LogSwitch device={device} />
        <label class="check">
          {deviceLog.level}
          <select value={least} onChange={({ currentTarget }) => setLeast(currentTarget.value)}>
            {levels.map((level) => (
              <option key={level}>{level}</option>
            ))}
          </select>
        </label>
      </div>
      {records.said === '' ? null : <p role="alert">{records.said}</p>}
      {records.entries?.length === 0 ? <Empty text={deviceLog.none} code="postLogs()" /> : null}
      {lines.length === 0 ? null : (
        <ol class="packets lines">
          {lines.map(({ key, time, level, module, text }) => (
            <li key={key} class={levelOf(level) < levelOf('INFO') ? 'trouble' : ''} data-level={level}>
              <span class="time">{time}</span> <b>{level}</b> <span class="topic">{module}</span> <code>{text}</code>
            </li>
          ))}
        </ol>
      )}
      {records.older === undefined ? null : (
        <button type="button" class="plain" onClick={records.older}>
          {deviceLog.older}
        </button>
      )}
    </Card>
  )
}

const levelOf = (level: string): number => levels.findIndex((one) => one === level)

interface Line {
  readonly key: string
  readonly time: string
  readonly level: string
  readonly module: string
  readonly text: string
}

/** The lines of the log, newest first; in one message the oldest is first. */
function linesOf(entries: ReturnType<typeof useRecords<'device-log'>>['entries'] = []): Line[] {
  return entries.flatMap(({ id, timeMs, event }) =>
    event.entries
      .map((line, at) => ({
        key: `${id} ${at}`,
        time: timeOf(timeOfLine(line, timeMs)),
        level: String(line['logLevel']),
        module: typeof line['module'] === 'string' ? line['module'] : '',
        text: String(line['logContent']),
      }))
      .reverse(),
  )
}

/** When a line was written by the device's clock, ms since 1970, or else when it came. */
function timeOfLine({ utcTime }: JsonObject, cameMs: number): number {
  // yyyy-MM-ddTHH:mm:ss.SSSZ, where Z may be +0000, which a Date does not take.
  const time = typeof utcTime === 'string' ? new Date(utcTime.replace(/\+0000$/, 'Z')).getTime() : NaN
  return Number.isNaN(time) ? cameMs : time
}

function LogSwitch({ device }: { device: DeviceDetail }) {
  const words = useWords()
  const { deviceLog } = words.features
  const call = useCall<Returned<'/api/device-log', 'POST'>>()
  const said: Said | undefined = call.result && {
    ...(call.result.sent === 'sent'
      ? { tone: 'good' as const, text: deviceLog.told }
      : { tone: 'wait' as const, text: deviceLog.untold }),
    outcome: call.result.sent,
  }
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          role="switch"
          checked={device.postsLogs}
          disabled={call.isBusy}
          onChange={({ currentTarget: { checked } }) =>
            void call.make(() => post('/api/device-log', { ...nameOf(device), isOn: checked }))
          }
        />
        {device.postsLogs ? deviceLog.on : deviceLog.off}
      </label>
      <Verdict said={sayBad(call.said) ?? said} />
    </div>
  )
}

const networkTypes = ['network'] as const

function Network({ device, news }: { device: DeviceDetail; news: News }) {
  const { network } = useWords().features
  const { entries, said } = useRecords(nameOf(device), networkTypes, news)
  const readings = (entries ?? []).flatMap(({ id, event }) =>
    event.readings.map((reading, at) => ({ key: `${id} ${at}`, ...reading })).reverse(),
  )
  return (
    <Card title={network.title} lead={network.lead} isWide>
      {said === '' ? null : <p role="alert">{said}</p>}
      {entries?.length === 0 ? <Empty text={network.none} code="postNetwork()" /> : null}
      {readings.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              <th>{network.when}</th>
              <th>{network.bearer}</th>
              <th>{network.rssi}</th>
              <th>{network.more}</th>
            </tr>
          </thead>
          <tbody>
            {readings.map(({ key, timeMs, bearer, values: { rssi, ...others } }) => (
              <tr key={key} data-bearer={bearer}>
                <td class="time">{clockOf(timeMs)}</td>
                <td>{bearer}</td>
                <td>{rssi === undefined ? '-' : `${short(rssi)} dBm`}</td>
                <td>
                  {Object.entries(others)
                    .map(([name, value]) => `${name} ${short(value)}`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
