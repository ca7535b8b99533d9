import { useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { post } from '../api.ts'
import { useWords } from '../language.ts'
import { Copy } from '../parts/copy.tsx'
import type { DeviceConnection, DeviceDetail } from '../../cloud/console-api/calls.ts'

const secrets = new Set(['deviceSecret', 'passwd'])
const hidden = '••••••••••••'

/** What a device needs to log in. Secrets are fetched from the platform only when somebody asks for them. */
export function ConnectionPage({ device }: { device: DeviceDetail }) {
  const words = useWords()
  const [shown, setShown] = useState<DeviceConnection>()
  const { productKey, deviceName } = device
  const triple = shown?.triple ?? { productKey, deviceName, deviceSecret: hidden }
  async function show(): Promise<void> {
    setShown(await post('/api/device/connection', { ...nameOf(device) }))
  }
  return (
    <div class="grid-page">
      <section class="card wide">
        <p class="note">{words.connection.lead}</p>
        <p class="row">
          {shown === undefined ? (
            <button type="button" onClick={() => void show()}>
              {words.connection.show}
            </button>
          ) : (
            <button type="button" class="plain" onClick={() => setShown(undefined)}>
              {words.connection.hide}
            </button>
          )}
          <span class="note">{words.connection.secretNote}</span>
        </p>
      </section>
      <Values title={words.connection.triple} values={triple} isOpen={shown !== undefined} />
      {shown === undefined ? null : <Values title={words.connection.mqtt} values={shown.mqtt} isOpen />}
    </div>
  )
}

function Values(props: { title: string; values: Record<string, string | number>; isOpen: boolean }) {
  const words = useWords()
  const { title, values, isOpen } = props
  return (
    <section class="card">
      <h2>{title}</h2>
      <table class="values">
        <tbody>
          {Object.entries(values).map(([key, value]) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>
                <code>{value}</code>
              </td>
              <td>
                {secrets.has(key) && !isOpen ? null : (
                  <Copy text={String(value)} label={`${words.connection.copy} ${key}`}>
                    {words.connection.copy}
                  </Copy>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isOpen ? (
        <Copy text={JSON.stringify(values, null, 2)} label={`${words.connection.copyAll}: ${title}`} isLoud>
          {words.connection.copyAll}
        </Copy>
      ) : null}
    </section>
  )
}
