import { useEffect, useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { get, post } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import { CallForm, Card, Empty, Verdict, type Said } from './card.tsx'
import { sayBad, sayRefusal, sayUnsent } from './explain.ts'
import { durationOf } from './format.ts'
import { asObject, useCall } from './use-call.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { JsonObject } from '../../cloud/model/json.ts'
import type { ConfigPush } from '../../cloud/model/outcomes.ts'

type Result = ConfigPush | { readonly outcome: 'saved' }

const textOf = (config: JsonObject | null) => JSON.stringify(config ?? { interval: 60 }, null, 2)

/** The remote configuration of a product: to edit, to save, and to push to this device. */
export function RemoteConfig({ device }: { device: DeviceDetail }) {
  const words = useWords()
  const texts = words.features.config
  const { productKey } = device
  const [saved, setSaved] = useState<JsonObject | null>()
  const [draft, setDraft] = useState('')
  const call = useCall<Result>()
  const keep = (config: JsonObject | null) => (setSaved(config), setDraft(textOf(config)))
  useEffect(() => void get('/api/remote-config', { productKey }).then(({ config }) => keep(config)), [productKey])

  async function save(): Promise<Result> {
    const { config } = await post('/api/remote-config', { productKey, config: asObject(draft, words.debug.notJson) })
    keep(config)
    return { outcome: 'saved' }
  }

  const isSaved = saved !== undefined && saved !== null && draft === textOf(saved)
  return (
    <Card title={texts.title} lead={texts.lead(productKey)}>
      {saved === null ? (
        <Empty text={texts.none} code="onConfig(({ params }) => fetchConfig(params, (text) => print(text)))" />
      ) : null}
      <CallForm button={texts.save} isBusy={call.isBusy} onSend={() => void call.make(save)}>
        <label>
          {texts.json}
          <textarea
            rows={8}
            spellcheck={false}
            value={draft}
            onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          />
        </label>
      </CallForm>
      <p class="row">
        <button
          type="button"
          class="plain"
          disabled={call.isBusy || !isSaved}
          onClick={() => void call.make(() => post('/api/remote-config/push', { ...nameOf(device) }))}
        >
          {texts.push}
        </button>
        {isSaved ? null : <span class="note">{texts.unsaved}</span>}
      </p>
      <Verdict said={sayBad(call.said) ?? sayPush(words, call.isBusy, call.result)} />
    </Card>
  )
}

function sayPush(words: Words, isBusy: boolean, result: Result | undefined): Said | undefined {
  const texts = words.features.config
  if (isBusy) return { tone: 'wait', text: words.features.calls.waiting }
  if (result === undefined) return undefined
  switch (result.outcome) {
    case 'saved':
      return { tone: 'good', outcome: 'saved', text: texts.saved }
    case 'answered': {
      const { code, message } = result.reply
      const time = durationOf(result.latencyMs)
      return code === 200
        ? { tone: 'good', outcome: 'answered', text: texts.pushed(time) }
        : { tone: 'bad', outcome: 'failed', text: texts.failed(code, message, time) }
    }
    case 'no-reply':
      return { tone: 'bad', outcome: 'no-reply', text: texts.timedOut(durationOf(result.waitedMs)) }
    case 'refused':
      return sayRefusal(words, result)
    default:
      return sayUnsent(words, result.outcome)
  }
}
