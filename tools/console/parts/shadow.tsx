import { useEffect, useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { get, post } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import { CallForm, Card, Empty, Verdict, type Said } from './card.tsx'
import { sayBad, sayRefusal } from './explain.ts'
import { clockOf, short } from './format.ts'
import { asObject, useCall } from './use-call.ts'
import type { News } from './use-records.ts'
import type { DeviceDetail, Returned } from '../../cloud/console-api/calls.ts'
import type { ShadowRecord } from '../../cloud/model/documents.ts'

/** The shadow of a device: what was reported and what is desired, and a form for the latter. */
export function Shadow({ device, news }: { device: DeviceDetail; news: News }) {
  const words = useWords()
  const texts = words.features.shadow
  const call = useCall<Returned<'/api/shadow', 'POST'>>()
  const shadow = useShadow(device, news)
  async function send(read: (name: string) => string) {
    const desired = asObject(read('desired'), words.debug.notJson)
    const version = read('version')
    return post('/api/shadow', { ...nameOf(device), desired, ...(version === '' ? {} : { version: Number(version) }) })
  }
  return (
    <Card title={texts.title} lead={texts.lead}>
      {shadow === null ? <Empty text={texts.none} code="postShadow({ Color: 'red' })" /> : null}
      {shadow === null || shadow === undefined ? null : <Attributes shadow={shadow} />}
      <CallForm button={texts.send} isBusy={call.isBusy} onSend={(read) => void call.make(() => send(read))}>
        <label>
          {texts.set}
          <textarea name="desired" rows={3} spellcheck={false}>
            {'{"Color": "green"}'}
          </textarea>
        </label>
        <label>
          {texts.versionField}
          <input name="version" type="number" min="1" step="1" />
        </label>
      </CallForm>
      <Verdict said={sayBad(call.said) ?? (call.result && sayDesired(words, call.result))} />
    </Card>
  )
}

function sayDesired(words: Words, result: Returned<'/api/shadow', 'POST'>): Said {
  if (result.outcome === 'refused') return sayRefusal(words, result)
  return { tone: 'good', outcome: 'changed', text: words.features.shadow.done(result.version) }
}

/** Undefined until it is read; null where there is none. */
function useShadow(device: DeviceDetail, news: News): ShadowRecord | null | undefined {
  const [shadow, setShadow] = useState<ShadowRecord | null>()
  useEffect(() => {
    let isOver = false
    void get('/api/shadow', { ...nameOf(device) }).then((read) => isOver || setShadow(read.shadow))
    return () => void (isOver = true)
  }, [device.productKey, device.deviceName, news.shadow, news.again])
  return shadow
}

function Attributes({ shadow }: { shadow: ShadowRecord }) {
  const words = useWords()
  const texts = words.features.shadow
  return (
    <>
      <p class="note" data-version={shadow.version}>
        {texts.version} {shadow.version}
      </p>
      {(['reported', 'desired'] as const).map((part) =>
        Object.keys(shadow[part]).length === 0 ? null : (
          <table key={part} data-part={part}>
            <thead>
              <tr>
                <th>{texts[part]}</th>
                <th>{words.overview.value}</th>
                <th>{texts.since}</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(shadow[part]).map(([name, value]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{short(value)}</td>
                  <td class="time">{clockOf((shadow.times[part][name] ?? 0) * 1000)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ),
      )}
    </>
  )
}
