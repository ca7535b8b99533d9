import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { useWords } from '../language.ts'
import { CallForm, Card, Empty, Verdict, type Said } from './card.tsx'
import { sayBad, sayRefusal } from './explain.ts'
import { useCall } from './use-call.ts'
import type { DeviceDetail, Returned } from '../../cloud/console-api/calls.ts'
import type { JsonObject } from '../../cloud/model/json.ts'

/** The tags of a device, to set and to remove. */
export function Tags({ device }: { device: DeviceDetail }) {
  const words = useWords()
  const { tags } = words.features
  const call = useCall<Returned<'/api/tags', 'POST'>>()
  const change = (body: JsonObject) => void call.make(() => post('/api/tags', { ...nameOf(device), ...body }))
  const known = Object.entries(device.tags)
  const refused: Said | undefined = call.result?.outcome === 'refused' ? sayRefusal(words, call.result) : undefined
  return (
    <Card title={tags.title} lead={tags.lead}>
      {known.length > 0 ? null : <Empty text={tags.none} code="postTags([{ attrKey: 'room', attrValue: 'hall' }])" />}
      {known.length === 0 ? null : (
        <table>
          <tbody>
            {known.map(([key, value]) => (
              <tr key={key} data-tag={key}>
                <th scope="row">{key}</th>
                <td>{value}</td>
                <td class="end">
                  <button
                    type="button"
                    class="plain danger"
                    aria-label={tags.removeLabel(key)}
                    onClick={() => change({ remove: [key] })}
                  >
                    {words.overview.remove}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <CallForm
        button={tags.add}
        isBusy={call.isBusy}
        onSend={(read) => change({ tags: { [read('key')]: read('value') } })}
      >
        <label>
          {tags.key}
          <input name="key" required />
        </label>
        <label>
          {tags.value}
          <input name="value" />
        </label>
      </CallForm>
      <Verdict said={sayBad(call.said) ?? refused} />
    </Card>
  )
}
