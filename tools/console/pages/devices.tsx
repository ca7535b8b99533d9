import { useCallback, useEffect, useState } from 'preact/hooks'
import { CallError, get, listen, post } from '../api.ts'
import { deviceNamePattern } from '../../device-names/names.ts'
import { useWords } from '../language.ts'
import { useExplain } from '../parts/explain.ts'
import { short } from '../parts/format.ts'
import { Status } from '../parts/status.tsx'
import { deviceLink } from '../route.ts'
import type { DeviceList } from '../../cloud/console-api/calls.ts'

/** The events that may change the list. */
const changes = /^(online|offline|property-post|device-|registered)/

/** All devices with their state, and a form to add one. */
export function DevicesPage({ onState }: { onState: (isConnected: boolean) => void }) {
  const words = useWords()
  const [known, setKnown] = useState<DeviceList>()
  const load = useCallback(
    () => void get('/api/devices').then(setKnown, (error: unknown) => onState(!(error instanceof CallError))),
    [],
  )
  useEffect(() => {
    let timer: number | undefined
    const soon = () => (timer ??= window.setTimeout(() => ((timer = undefined), load()), 200))
    const stop = listen(
      undefined,
      (message) => message.kind === 'event' && changes.test(message.event.type) && soon(),
      (isConnected) => {
        onState(isConnected)
        if (isConnected) load()
      },
    )
    return () => (window.clearTimeout(timer), stop())
  }, [])
  return (
    <>
      <h1>{words.devices.title}</h1>
      {known?.devices.length === 0 ? <p class="note">{words.devices.none}</p> : null}
      <ul class="devices">
        {known?.devices.map((device) => (
          <li key={`${device.productKey} ${device.deviceName}`}>
            <a class="card device" href={deviceLink(device)}>
              <strong>{device.deviceName}</strong>
              <span class="quiet">{device.productKey}</span>
              <Status status={device.status} />
              <span class="values">
                {Object.entries(device.properties)
                  .slice(0, 4)
                  .map(([identifier, { value }]) => (
                    <code key={identifier}>
                      {identifier} {short(value)}
                    </code>
                  ))}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {known === undefined ? null : <AddDevice productKeys={known.productKeys} onDone={load} />}
    </>
  )
}

function AddDevice({ productKeys, onDone }: { productKeys: readonly string[]; onDone: () => void }) {
  const words = useWords()
  const explain = useExplain()
  const [said, setSaid] = useState('')
  async function add(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form)
    const text = (key: string) => String(data.get(key) ?? '')
    try {
      await post('/api/devices', { productKey: text('productKey'), deviceName: text('deviceName') })
      setSaid('')
      form.reset()
      onDone()
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      setSaid(explain(error))
    }
  }
  return (
    <details class="card">
      <summary>{words.devices.add}</summary>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          void add(event.currentTarget)
        }}
      >
        <label>
          {words.devices.productKey}
          <input name="productKey" list="products" defaultValue={productKeys[0] ?? ''} required />
        </label>
        <datalist id="products">
          {productKeys.map((key) => (
            <option key={key} value={key} />
          ))}
        </datalist>
        <label>
          {words.devices.deviceName}
          <input name="deviceName" required pattern={deviceNamePattern} title={words.devices.hint} />
        </label>
        <button type="submit">{words.devices.create}</button>
      </form>
      <p role="alert">{said}</p>
    </details>
  )
}
