import { useEffect, useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { titleOf } from '../controls/values.ts'
import { useWords, type Words } from '../language.ts'
import { CallForm, Card, Empty, Verdict, type Said } from './card.tsx'
import { sayBad, sayRefusal, sayUnsent } from './explain.ts'
import { Fields, readFields } from './fields.tsx'
import { durationOf, readable } from './format.ts'
import { asObject, useCall } from './use-call.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { PlatformEvent } from '../../cloud/model/events.ts'
import type { JsonObject } from '../../cloud/model/json.ts'
import type { ServiceResult } from '../../cloud/model/outcomes.ts'
import type { Field, TslService } from '../../thing-model/tsl.ts'

export type ServiceReply = Extract<PlatformEvent, { type: 'service-reply' }>

/** How long an asynchronous call may be without its reply before the page says why that may be. */
const patienceS = 10

interface Props {
  device: DeviceDetail
  replies: readonly ServiceReply[]
}

/** Calls a service: with a form of its input, or one that the thing model lacks with JSON. */
export function ServiceCall({ device, replies }: Props) {
  const words = useWords()
  const { calls } = words.features
  const services = (device.model.services ?? []).filter(isOwn)
  const [chosen, setChosen] = useState(services[0]?.identifier ?? '')
  const service = services.find(({ identifier }) => identifier === chosen)
  const call = useCall<ServiceResult>()
  const said = useVerdict(words, call.result, replies)

  function send(read: (name: string) => string): Promise<ServiceResult> {
    const name = nameOf(device)
    if (service !== undefined) {
      return post('/api/service', { ...name, identifier: chosen, args: argsOf(service, read, words) })
    }
    const args = asObject(read('args'), words.debug.notJson)
    const callType = read('callType')
    return post('/api/service', { ...name, identifier: read('identifier'), args, callType, unchecked: true })
  }

  return (
    <Card title={words.debug.service} lead={calls.lead}>
      {services.length > 0 ? null : (
        <Empty text={calls.none} code="onService('Restart', (res, reply) => reply({ code: 200, data: {} }))" />
      )}
      <CallForm button={calls.call} isBusy={call.isBusy} onSend={(read) => void call.make(async () => send(read))}>
        {services.length === 0 ? null : (
          <label>
            {calls.service}
            <select value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
              {services.map((one) => (
                <option key={one.identifier} value={one.identifier}>
                  {titleOf(one) === one.identifier ? one.identifier : `${titleOf(one)} ${one.identifier}`}
                </option>
              ))}
              <option value="">{calls.other}</option>
            </select>
          </label>
        )}
        {service === undefined ? <Unchecked /> : <Known key={service.identifier} service={service} />}
      </CallForm>
      <Verdict said={call.isBusy ? { tone: 'wait', text: calls.waiting } : (sayBad(call.said) ?? said)} />
    </Card>
  )
}

/** The services that every thing model has are those of the properties. */
function isOwn({ method, identifier }: TslService): boolean {
  return !/^thing\.service\.property\.(set|get)$/.test(method ?? `thing.service.${identifier}`)
}

/** The parameters of a service if it describes each; otherwise its input is JSON. */
function fieldsOf({ inputData = [] }: TslService): readonly Field[] | undefined {
  const fields = inputData.filter((field) => typeof field !== 'string')
  return fields.length === inputData.length ? fields : undefined
}

function argsOf(service: TslService, read: (name: string) => string, words: Words): JsonObject {
  const fields = fieldsOf(service)
  return fields === undefined ? asObject(read('args'), words.debug.notJson) : readFields(fields, read, words)
}

function Known({ service }: { service: TslService }) {
  const { calls } = useWords().features
  const fields = fieldsOf(service)
  return (
    <>
      <p class="note">
        {service.callType === 'sync' ? calls.modelSync : calls.modelAsync} {fields?.length === 0 ? calls.noInput : null}
      </p>
      {fields === undefined ? <Args /> : <Fields fields={fields} />}
    </>
  )
}

function Args() {
  const { calls } = useWords().features
  return (
    <label>
      {calls.args}
      <textarea name="args" rows={3} spellcheck={false}>
        {'{}'}
      </textarea>
    </label>
  )
}

function Unchecked() {
  const { calls } = useWords().features
  return (
    <>
      <p class="note">{calls.otherNote}</p>
      <label>
        {calls.identifier}
        <input name="identifier" required />
      </label>
      <label>
        {calls.callType}
        <select name="callType">
          <option value="async">{calls.async}</option>
          <option value="sync">{calls.sync}</option>
        </select>
      </label>
      <Args />
    </>
  )
}

/** What became of a call; of an asynchronous one with the reply that came later. */
function useVerdict(words: Words, result: ServiceResult | undefined, replies: readonly ServiceReply[]) {
  const sentId = result?.outcome === 'sent' ? result.id : undefined
  const [silentId, setSilentId] = useState<string>()
  useEffect(() => {
    if (sentId === undefined) return
    const timer = window.setTimeout(() => setSilentId(sentId), patienceS * 1000)
    return () => window.clearTimeout(timer)
  }, [sentId])
  if (result === undefined) return undefined
  const id = result.outcome === 'sent' || result.outcome === 'queued' ? result.id : undefined
  const reply = id === undefined ? undefined : replies.find((one) => one.id === id)
  if (reply !== undefined) return sayReply(words, { ...reply, message: '', latencyMs: reply.latencyMs ?? 0 })
  return sayResult(words, result, sentId !== undefined && silentId === sentId)
}

function sayResult(words: Words, result: ServiceResult, isSilent: boolean): Said {
  const { calls } = words.features
  switch (result.outcome) {
    case 'sent':
      return { tone: 'wait', outcome: 'sent', text: isSilent ? calls.silent(patienceS) : calls.waiting }
    case 'answered':
      return sayReply(words, result)
    case 'no-reply':
      return { tone: 'bad', outcome: 'no-reply', text: calls.timedOut(durationOf(result.waitedMs)) }
    case 'refused':
      return result.code === notAlink
        ? { ...sayRefusal(words, result), text: calls.malformed }
        : sayRefusal(words, result)
    default:
      return sayUnsent(words, result.outcome)
  }
}

/** The code of a reply that nobody can read. */
const notAlink = 6207

function sayReply(
  { features: { calls } }: Words,
  reply: Omit<ServiceReply, 'type' | 'device' | 'identifier'> & { message: string; latencyMs: number },
): Said {
  const { code, data, message, latencyMs } = reply
  const [time, details] = [durationOf(latencyMs), readable({ code, data })]
  return code === 200
    ? { tone: 'good', outcome: 'answered', text: calls.answered(time), details }
    : { tone: 'bad', outcome: 'failed', text: calls.failed(code, message, time), details }
}
