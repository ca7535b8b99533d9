import { useCallback, useEffect, useState } from 'preact/hooks'
import { CallError, get, listen } from '../api.ts'
import { useWords } from '../language.ts'
import { Status } from '../parts/status.tsx'
import { deviceLink, tabs, type Tab } from '../route.ts'
import { useExplain } from '../parts/explain.ts'
import type { ServiceReply } from '../parts/service-call.tsx'
import type { News } from '../parts/use-records.ts'
import type { BoardState } from '../../cloud/console-api/board-feed.ts'
import type { DeviceDetail, LiveMessage } from '../../cloud/console-api/calls.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { ConnectionPage } from './connection.tsx'
import { DataPage } from './data.tsx'
import { DebugPage } from './debug.tsx'
import { DiagnosisPage } from './diagnosis.tsx'
import { EventsPage } from './events.tsx'
import { FaultsPage } from './faults.tsx'
import { LogPage } from './log.tsx'
import { MessagesPage } from './messages.tsx'
import { noTraffic, withTraffic, type Traffic } from '../traffic.ts'
import { OverviewPage } from './overview.tsx'
import { TrafficPage } from './traffic.tsx'

/** How many replies of services the page keeps: the newest. */
const mostReplies = 20

/** The page of a device. Its tabs share what is known of the device, and its traffic. */
export function DevicePage(props: { device: DeviceName; tab: Tab; onState: (isConnected: boolean) => void }) {
  const { device: name, tab, onState } = props
  const words = useWords()
  const explain = useExplain()
  const [device, setDevice] = useState<DeviceDetail>()
  const [said, setSaid] = useState('')
  const [traffic, setTraffic] = useState(noTraffic)
  const [replies, setReplies] = useState<ServiceReply[]>([])
  const [news, setNews] = useState<News>({})
  const load = useCallback(async () => {
    try {
      setDevice(await get('/api/device', { ...nameOf(name) }))
      setSaid('')
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      setSaid(explain(error))
    }
  }, [name.productKey, name.deviceName])
  useEffect(() => {
    void load()
    let timer: number | undefined
    let wasPowered: boolean | undefined
    const heard: Partial<Record<keyof News, number>> = {}
    const count = (what: keyof News) => (heard[what] = (heard[what] ?? 0) + 1)
    const read = () => ((timer = undefined), setNews({ ...heard }), void load())
    const soon = () => (timer ??= window.setTimeout(read, 60))
    const take = (message: LiveMessage) => {
      // How long it still counts as online changes with the board's power, nothing with its pins.
      const isPowerNew = message.kind === 'board' && message.state.isPowered !== wasPowered
      if (message.kind === 'board') wasPowered = message.state.isPowered
      if (message.kind === 'event' || isPowerNew) soon()
      if (message.kind === 'event') {
        const { event } = message
        count(event.type)
        if (event.type === 'service-reply') setReplies((known) => [...known.slice(1 - mostReplies), event])
      } else if (message.kind === 'board') setDevice((known) => known && withBoard(known, message.state))
      else setTraffic((known) => withTraffic(known, message))
    }
    const stop = listen(name, take, (isConnected) => {
      onState(isConnected)
      if (!isConnected) return
      // The platform sends again what it has kept.
      setTraffic(noTraffic)
      count('again')
      read()
    })
    return () => (window.clearTimeout(timer), stop())
  }, [load])
  return (
    <>
      <p class="crumb">
        <a href="#/">{words.devices.title}</a> / {name.productKey}
      </p>
      <h1>
        {name.deviceName} {device === undefined ? null : <Status status={device.status} />}
      </h1>
      {said === '' ? null : <p role="alert">{said}</p>}
      <nav class="tabs" aria-label={name.deviceName}>
        {tabs.map((one) => (
          <a key={one} href={deviceLink(name, one)} aria-current={one === tab ? 'page' : undefined}>
            {words.tabs[one]}
          </a>
        ))}
      </nav>
      {device === undefined ? null : (
        <Body
          tab={tab}
          device={device}
          load={load}
          traffic={traffic}
          setTraffic={setTraffic}
          replies={replies}
          news={news}
          onState={onState}
        />
      )}
    </>
  )
}

interface BodyProps {
  tab: Tab
  device: DeviceDetail
  load: () => Promise<void>
  traffic: Traffic
  setTraffic: (traffic: Traffic) => void
  replies: ServiceReply[]
  news: News
  onState: (isConnected: boolean) => void
}

function Body({ tab, device, load, traffic, setTraffic, replies, news, onState }: BodyProps) {
  switch (tab) {
    case 'overview':
      return <OverviewPage device={device} load={load} />
    case 'debug':
      return <DebugPage device={device} replies={replies} />
    case 'events':
      return <EventsPage device={device} news={news} />
    case 'messages':
      return <MessagesPage device={device} news={news} />
    case 'data':
      return <DataPage device={device} news={news} />
    case 'diagnosis':
      return <DiagnosisPage device={device} news={news} />
    case 'traffic':
      return <TrafficPage traffic={traffic} onClear={() => setTraffic(noTraffic)} />
    case 'log':
      return <LogPage device={nameOf(device)} onState={onState} />
    case 'connection':
      return <ConnectionPage device={device} />
    case 'faults':
      return <FaultsPage device={device} load={load} />
  }
}

function withBoard(device: DeviceDetail, state: BoardState): DeviceDetail {
  return device.board === null ? device : { ...device, board: { ...device.board, ...state } }
}
