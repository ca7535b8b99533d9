import { useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { CallError, post } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import { exampleOf, isSettable } from '../controls/values.ts'
import { useExplain } from '../parts/explain.ts'
import { durationOf, readable, readObject } from '../parts/format.ts'
import type { PlatformEvent } from '../../cloud/model/events.ts'
import type { DeviceDetail, Returned } from '../../cloud/console-api/calls.ts'
import type { TslProperty } from '../../thing-model/tsl.ts'
import type { JsonObject } from '../../cloud/model/json.ts'

export type ServiceReply = Extract<PlatformEvent, { type: 'service-reply' }>

/** Forms for everything that an application could send to a device. */
export function DebugPage({ device, replies }: { device: DeviceDetail; replies: readonly ServiceReply[] }) {
  const words = useWords()
  const { productKey, deviceName } = device
  const name = nameOf(device)
  return (
    <div class="grid-page">
      <Form
        title={words.debug.set}
        lead={words.debug.setLead}
        send={(field) => {
          const params = asObject(field('params'), words.debug.notJson)
          return field('desired') === 'on'
            ? post('/api/desired', { ...name, values: params })
            : post('/api/property-set', { ...name, params, unchecked: field('unchecked') === 'on' })
        }}
      >
        <textarea name="params" rows={4} aria-label={words.debug.set} spellcheck={false}>
          {exampleSet(device)}
        </textarea>
        <label class="check">
          <input type="checkbox" name="desired" /> {words.debug.desired}
        </label>
        {device.model.properties === undefined ? null : (
          <label class="check">
            <input type="checkbox" name="unchecked" /> {words.debug.unchecked}
          </label>
        )}
      </Form>
      <Form
        title={words.debug.service}
        lead={words.debug.serviceLead}
        replies={replies}
        send={(field) => {
          const args = asObject(field('args'), words.debug.notJson)
          return post('/api/service', { ...name, identifier: field('identifier'), args })
        }}
      >
        <label>
          {words.debug.identifier}
          <input name="identifier" list="services" required />
        </label>
        <datalist id="services">
          {device.model.services?.map(({ identifier }) => (
            <option key={identifier} value={identifier} />
          ))}
        </datalist>
        <label>
          {words.debug.args}
          <textarea name="args" rows={3} spellcheck={false}>
            {'{}'}
          </textarea>
        </label>
      </Form>
      <Form
        title={words.debug.publish}
        lead={words.debug.publishLead}
        send={(field) => {
          const [topicName, payload, qos] = [field('topicName'), field('payload'), Number(field('qos'))]
          return post('/api/publish', { ...name, topicName, payload, qos })
        }}
      >
        <label>
          {words.debug.topic}
          <input name="topicName" defaultValue={`/${productKey}/${deviceName}/user/get`} required />
        </label>
        <label>
          {words.debug.payload}
          <textarea name="payload" rows={3} spellcheck={false}>
            hello
          </textarea>
        </label>
        <label>
          QoS
          <select name="qos">
            <option value="0">0</option>
            <option value="1">1</option>
          </select>
        </label>
      </Form>
    </div>
  )
}

/** A set of the first property that may be set, to begin with. */
function exampleSet({ model, board }: DeviceDetail): string {
  const known: TslProperty | undefined = board?.isSwitch === false ? undefined : { identifier: 'PowerSwitch_1' }
  const property = model.properties === undefined ? known : model.properties.find(isSettable)
  return property === undefined
    ? '{}'
    : `{${JSON.stringify(property.identifier)}: ${JSON.stringify(exampleOf(property.dataType))}}`
}

/** What somebody typed is not a JSON object; the message is for them. */
class NotJson extends Error {}

function asObject(text: string, complaint: string): JsonObject {
  const value = readObject(text)
  if (value === undefined) throw new NotJson(complaint)
  return value
}

/** What a form's call returns. */
type Result = Returned<'/api/property-set' | '/api/desired' | '/api/service' | '/api/publish', 'POST'>

/** What became of a call, in the page's language; empty if the result, which is shown below it, says enough. */
function sayResult(words: Words, result: Result): string {
  return words.outcomes['outcome' in result ? result.outcome : result.sent] ?? ''
}

/** The id of a call whose reply comes later. */
function idOfSent(result: Result): string | undefined {
  return 'outcome' in result && (result.outcome === 'sent' || result.outcome === 'queued') ? result.id : undefined
}

interface FormProps {
  title: string
  lead: string
  send: (field: (name: string) => string) => Promise<Result>
  /** What devices reply later; the one with the id of the result is shown below it. */
  replies?: readonly ServiceReply[]
  children: preact.ComponentChildren
}

function Form({ title, lead, send, replies, children }: FormProps) {
  const words = useWords()
  const explain = useExplain()
  const [said, setSaid] = useState('')
  const [sentId, setSentId] = useState<string>()
  const reply = replies?.find(({ id }) => id === sentId)
  async function submit(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form)
    setSaid('...')
    setSentId(undefined)
    try {
      const result = await send((name) => String(data.get(name) ?? ''))
      setSaid([sayResult(words, result), readable(result)].filter((text) => text !== '').join('\n'))
      setSentId(idOfSent(result))
    } catch (error) {
      if (error instanceof NotJson) setSaid(error.message)
      else if (error instanceof CallError) setSaid(explain(error))
      else throw error
    }
  }
  return (
    <section class="card">
      <h2>{title}</h2>
      <p class="note">{lead}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit(event.currentTarget)
        }}
      >
        {children}
        <button type="submit">{words.debug.send}</button>
      </form>
      <output aria-label={words.debug.answer} aria-live="polite">
        {said === '' ? null : <pre>{said}</pre>}
        {replies === undefined || sentId === undefined ? null : (
          <div data-reply={reply === undefined ? '' : String(reply.code)}>
            <p class="note">
              {reply === undefined ? words.debug.waiting : words.debug.reply(durationOf(reply.latencyMs ?? 0))}
            </p>
            {reply === undefined ? null : <pre>{readable({ code: reply.code, data: reply.data })}</pre>}
          </div>
        )}
      </output>
    </section>
  )
}
