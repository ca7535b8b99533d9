import { useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import { CallForm, Card, Empty, Verdict, type Said } from './card.tsx'
import { sayBad, sayUnsent } from './explain.ts'
import { durationOf, pretty } from './format.ts'
import { useCall } from './use-call.ts'
import type { DeviceDetail, RrpcReply } from '../../cloud/console-api/calls.ts'

/** Calls the device with any payload, on the system topic or on a custom one, and waits for the response. */
export function RrpcCall({ device }: { device: DeviceDetail }) {
  const words = useWords()
  const { rrpc, calls } = words.features
  const [isCustom, setCustom] = useState(false)
  const call = useCall<RrpcReply>()
  const name = nameOf(device)
  const send = (read: (name: string) => string) =>
    post('/api/rrpc', { ...name, payload: read('payload'), ...(isCustom ? { topic: read('topic') } : {}) })
  const said = call.result === undefined ? undefined : sayRrpc(words, call.result)
  return (
    <Card title={rrpc.title} lead={rrpc.lead}>
      <CallForm button={rrpc.call} isBusy={call.isBusy} onSend={(read) => void call.make(() => send(read))}>
        <label>
          {rrpc.topic}
          <select onChange={({ currentTarget }) => setCustom(currentTarget.value === 'custom')}>
            <option value="system">{rrpc.system}</option>
            <option value="custom">{rrpc.custom}</option>
          </select>
        </label>
        {isCustom ? (
          <label>
            {rrpc.customTopic}
            <input name="topic" defaultValue={`/${name.productKey}/${name.deviceName}/user/get`} required />
          </label>
        ) : null}
        {isCustom && device.session !== null ? (
          <p class="note" data-takes-custom={device.session.takesCustomRrpc}>
            {device.session.takesCustomRrpc ? rrpc.takesCustom : rrpc.noCustom}
          </p>
        ) : null}
        <label>
          {rrpc.payload}
          <textarea name="payload" rows={2} spellcheck={false}>
            ping
          </textarea>
        </label>
      </CallForm>
      <Verdict said={call.isBusy ? { tone: 'wait', text: calls.waiting } : (sayBad(call.said) ?? said)} />
      <Empty text={rrpc.none} code={`onRrpc('${isCustom ? 'user/get' : ''}', (payload, reply) => reply('pong'))`} />
    </Card>
  )
}

function sayRrpc(words: Words, result: RrpcReply): Said {
  const { rrpc, calls } = words.features
  switch (result.outcome) {
    case 'answered': {
      const { text, base64, latencyMs } = result
      const said = rrpc.answered(durationOf(latencyMs))
      const details = text === undefined ? `${base64} (${rrpc.base64})` : text === '' ? rrpc.empty : pretty(text)
      return { tone: 'good', outcome: 'answered', text: said, details }
    }
    case 'no-reply':
      return { tone: 'bad', outcome: 'no-reply', text: calls.timedOut(durationOf(result.waitedMs)) }
    default:
      return sayUnsent(words, result.outcome)
  }
}
