import type { ComponentChildren } from 'preact'
import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { useWords } from '../language.ts'
import { CallForm, Card, Empty, Verdict, type Said } from '../parts/card.tsx'
import { sayBad, sayUnsent } from '../parts/explain.ts'
import { pretty, timeOf } from '../parts/format.ts'
import { Rows } from '../parts/rows.tsx'
import { useCall } from '../parts/use-call.ts'
import { useRecords, type News } from '../parts/use-records.ts'
import type { DeviceDetail, Returned } from '../../cloud/console-api/calls.ts'

/** Messages on custom topics, both ways, and broadcasts. */
export function MessagesPage({ device, news }: { device: DeviceDetail; news: News }) {
  return (
    <div class="grid-page">
      <Publish device={device} />
      <Broadcast device={device} />
      <Published device={device} news={news} />
    </div>
  )
}

function Publish({ device }: { device: DeviceDetail }) {
  const words = useWords()
  const { messages } = words.features
  const call = useCall<Returned<'/api/publish', 'POST'>>()
  const own = `/${device.productKey}/${device.deviceName}`
  const send = (read: (name: string) => string) => {
    const [topicName, payload, qos] = [read('topicName'), read('payload'), Number(read('qos'))]
    return post('/api/publish', { ...nameOf(device), topicName, payload, qos })
  }
  const heard = Object.entries(device.topics).filter(([suffix, may]) => may !== 'pub' && !/[+#]/.test(suffix))
  const subscribed = device.session?.subscribed ?? []
  const topics = [...heard.map(([suffix]) => `${own}/${suffix}`), ...subscribed.filter((one) => !/[+#]/.test(one))]
  return (
    <Card title={messages.publish} lead={messages.publishLead}>
      <CallForm button={messages.send} isBusy={call.isBusy} onSend={(read) => void call.make(() => send(read))}>
        <label>
          {messages.topic}
          <input name="topicName" list="topics" defaultValue={topics[0] ?? `${own}/user/get`} required />
        </label>
        <datalist id="topics">
          {[...new Set(topics)].map((topic) => (
            <option key={topic} value={topic} />
          ))}
        </datalist>
        <label>
          {messages.payload}
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
      </CallForm>
      <Verdict said={sayBad(call.said) ?? (call.result && saySent(call.result.sent))} />
      <Topics title={messages.classes}>
        {Object.entries(device.topics).map(([suffix, may]) => (
          <li key={suffix}>
            <code>{suffix}</code> {messages.may[may]}
          </li>
        ))}
      </Topics>
      {device.session === null ? null : (
        <Topics title={messages.subscribed(subscribed.length)}>
          {subscribed.map((topicFilter) => (
            <li key={topicFilter}>
              <code>{topicFilter}</code>
            </li>
          ))}
        </Topics>
      )}
    </Card>
  )

  function saySent(sent: Returned<'/api/publish', 'POST'>['sent']): Said {
    return sent === 'sent' ? { tone: 'good', outcome: sent, text: messages.sent } : sayUnsent(words, sent)
  }
}

function Topics({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="topics">
      <summary>{title}</summary>
      <ul>{children}</ul>
    </details>
  )
}

function Broadcast({ device: { productKey } }: { device: DeviceDetail }) {
  const { messages } = useWords().features
  const call = useCall<Returned<'/api/broadcast', 'POST'>>()
  const send = (read: (name: string) => string) => {
    const name = read('name').trim()
    return post('/api/broadcast', { productKey, payload: read('payload'), ...(name === '' ? {} : { name }) })
  }
  const reached = call.result?.reached
  const said: Said | undefined =
    reached === undefined
      ? undefined
      : reached === 0
        ? { tone: 'bad', outcome: '0', text: messages.reachedNone }
        : { tone: 'good', outcome: String(reached), text: messages.reached(reached) }
  return (
    <Card title={messages.broadcast} lead={messages.broadcastLead(productKey)}>
      <CallForm
        button={messages.broadcastSend}
        isBusy={call.isBusy}
        onSend={(read) => void call.make(() => send(read))}
      >
        <label>
          {messages.payload}
          <textarea name="payload" rows={3} spellcheck={false}>
            hello
          </textarea>
        </label>
        <label>
          {messages.broadcastName}
          <input name="name" />
        </label>
      </CallForm>
      <Verdict said={sayBad(call.said) ?? said} />
      <Empty text={messages.broadcastNone} code="onBroadcast((payload) => console.log(payload))" />
    </Card>
  )
}

const types = ['message'] as const

function Published({ device, news }: { device: DeviceDetail; news: News }) {
  const { messages } = useWords().features
  const records = useRecords(nameOf(device), types, news)
  const own = `/${device.productKey}/${device.deviceName}/`
  return (
    <Card title={messages.published} lead={messages.publishedLead} isWide>
      <Rows records={records} empty={<Empty text={messages.none} code="publish('user/update', 'hello')" />}>
        {({ id, timeMs, event: { topicName, qos, text } }) => (
          <li key={id}>
            <details>
              <summary>
                <span class="time">{timeOf(timeMs)}</span>
                <b>{topicName.startsWith(own) ? topicName.slice(own.length) : topicName}</b>
                <span class="topic">QoS {qos}</span>
                <span class="payload">{text.slice(0, 200)}</span>
              </summary>
              <p class="note">{topicName}</p>
              <pre>{pretty(text)}</pre>
            </details>
          </li>
        )}
      </Rows>
    </Card>
  )
}
