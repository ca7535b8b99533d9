import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { exampleOf, isSettable } from '../controls/values.ts'
import { useWords, type Words } from '../language.ts'
import { CallForm, Card, Verdict, type Said } from '../parts/card.tsx'
import { sayBad } from '../parts/explain.ts'
import { readable } from '../parts/format.ts'
import { RrpcCall } from '../parts/rrpc-call.tsx'
import { ServiceCall, type ServiceReply } from '../parts/service-call.tsx'
import { asObject, useCall } from '../parts/use-call.ts'
import type { DeviceDetail, Returned } from '../../cloud/console-api/calls.ts'
import type { TslProperty } from '../../thing-model/tsl.ts'

type Result = Returned<'/api/property-set' | '/api/desired', 'POST'>

/** What an application can ask a device for: set properties, call a service, call it with RRPC. */
export function DebugPage({ device, replies }: { device: DeviceDetail; replies: readonly ServiceReply[] }) {
  return (
    <div class="grid-page">
      <div class="column">
        <PropertySet device={device} />
        <RrpcCall device={device} />
      </div>
      <ServiceCall device={device} replies={replies} />
    </div>
  )
}

function PropertySet({ device }: { device: DeviceDetail }) {
  const words = useWords()
  const call = useCall<Result>()
  async function send(field: (name: string) => string): Promise<Result> {
    const [name, params] = [nameOf(device), asObject(field('params'), words.debug.notJson)]
    return field('desired') === 'on'
      ? post('/api/desired', { ...name, values: params })
      : post('/api/property-set', { ...name, params, unchecked: field('unchecked') === 'on' })
  }
  return (
    <Card title={words.debug.set} lead={words.debug.setLead}>
      <CallForm button={words.debug.send} isBusy={call.isBusy} onSend={(field) => void call.make(() => send(field))}>
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
      </CallForm>
      <Verdict said={sayBad(call.said) ?? (call.result && sayResult(words, call.result))} />
    </Card>
  )
}

/** What became of a set, in the page's language, above the result as it came. */
function sayResult({ outcomes }: Words, result: Result): Said {
  const isGood = result.outcome === 'changed' || (result.outcome === 'answered' && result.reply.code === 200)
  const tone = isGood ? 'good' : result.outcome === 'queued' ? 'wait' : 'bad'
  const text = outcomes[result.outcome] ?? result.outcome
  return { tone, text, outcome: result.outcome, details: readable(result) }
}

/** A set of the first property that may be set, to begin with. */
function exampleSet({ model, board }: DeviceDetail): string {
  const known: TslProperty | undefined = board?.isSwitch === false ? undefined : { identifier: 'PowerSwitch_1' }
  const property = model.properties === undefined ? known : model.properties.find(isSettable)
  return property === undefined
    ? '{}'
    : `{${JSON.stringify(property.identifier)}: ${JSON.stringify(exampleOf(property.dataType))}}`
}
