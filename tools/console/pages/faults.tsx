import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { nameOf } from '../../device-names/names.ts'
import { CallError, post } from '../api.ts'
import { useWords } from '../language.ts'
import { useExplain } from '../parts/explain.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { JsonObject } from '../../cloud/model/json.ts'

/** Faults that can be caused for one device, each with how a good device reacts. */
export function FaultsPage({ device, load }: { device: DeviceDetail; load: () => Promise<void> }) {
  const words = useWords()
  const explain = useExplain()
  const { faults } = device
  const [said, setSaid] = useState('')
  const [delay, setDelay] = useState(String(faults.delayMs))
  async function make(body: JsonObject): Promise<void> {
    try {
      await post('/api/fault', { ...nameOf(device), ...body })
      setSaid('')
      await load()
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      setSaid(explain(error))
    }
  }
  const change = (body: JsonObject) => void make({ fault: 'switch', ...body })
  return (
    <>
      <p class="note">{words.faults.lead}</p>
      <p role="alert">{said}</p>
      <div class="grid-page">
        <Fault title={words.faults.drop} lead={words.faults.dropLead}>
          <button type="button" disabled={!device.online} onClick={() => void make({ fault: 'drop' })}>
            {words.faults.drop}
          </button>
        </Fault>
        <Fault title={words.faults.kick} lead={words.faults.kickLead}>
          <button type="button" disabled={!device.online} onClick={() => void make({ fault: 'kick' })}>
            {words.faults.kick}
          </button>
        </Fault>
        <Fault title={words.faults.ping} lead={words.faults.pingLead} isOn={faults.swallowPingResp}>
          <label class="check">
            <input
              type="checkbox"
              role="switch"
              checked={faults.swallowPingResp}
              onChange={({ currentTarget }) => change({ swallowPingResp: currentTarget.checked })}
            />
            {faults.swallowPingResp ? words.faults.on : words.faults.offWord}
          </label>
        </Fault>
        <Fault title={words.faults.refuse} lead={words.faults.refuseLead} isOn={faults.refuseConnect !== null}>
          <select
            aria-label={words.faults.code}
            value={String(faults.refuseConnect ?? 0)}
            onChange={({ currentTarget: { value } }) => change({ refuseConnect: value === '0' ? null : Number(value) })}
          >
            {Object.entries(words.faults.codes).map(([code, word]) => (
              <option key={code} value={code}>
                {word}
              </option>
            ))}
          </select>
        </Fault>
        <Fault title={words.faults.delay} lead={words.faults.delayLead} isOn={faults.delayMs > 0}>
          <form
            class="row"
            onSubmit={(event) => {
              event.preventDefault()
              change({ delayMs: Number(delay) })
            }}
          >
            <label>
              {words.faults.ms}
              <input
                type="number"
                min="0"
                max="120000"
                value={delay}
                onInput={({ currentTarget }) => setDelay(currentTarget.value)}
              />
            </label>
            <button type="submit">{words.faults.apply}</button>
          </form>
        </Fault>
      </div>
    </>
  )
}

function Fault(props: { title: string; lead: string; isOn?: boolean; children: ComponentChildren }) {
  return (
    <section class={`card ${props.isOn === true ? 'active' : ''}`}>
      <h2>{props.title}</h2>
      <p class="note">{props.lead}</p>
      {props.children}
    </section>
  )
}
