import iot, * as sdk from '@alicloud/iot20180120'
import { Config } from '@alicloud/openapi-client'
import { createBoard } from '../../../tools/board/board.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { makeAccessKey } from '../../../tools/cloud/openapi/access-key.ts'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { toDeviceJson } from '../../../tools/config/file/device-json.ts'

const plug = { productKey: 'a1BENCH', deviceName: 'switch-1', deviceSecret: '0123456789abcdef0123456789abcdef' }
/** Time between two calls, ms: long enough not to reach the platform's or the board's limit of messages a second. */
const paceMs = 100

const wifi = { ssid: 'demo', password: 'demodemo' }

/** Time from the call of SetDeviceProperty, by Aliyun's own client, to the edge at the simulated board's pin, ms each. */
export async function measureLatency(calls: number): Promise<number[]> {
  const accessKey = makeAccessKey()
  const platform = await startPlatform({ devices: [plug], port: 0, controlPort: 0, accessKey })
  const { script } = await ensureBuilt()
  let onEdge: () => void = () => undefined
  const board = createBoard({
    script,
    files: {
      'device.json': toDeviceJson({
        wifi,
        aliyun: { ...plug, region: 'cn-shanghai', host: '127.0.0.1', port: platform.mqttPort },
        switches: { PowerSwitch_1: { pin: 'D2' } },
      }),
    },
    clock: createRealClock(),
    transport: createTcpTransport(),
    wifi: { accessPoints: [wifi] },
    onPin: () => onEdge(),
  })
  const isReady = new Promise<void>((resolve) => {
    platform.platform.onEvent(({ type }) => type === 'property-post' && resolve())
  })
  board.boot()
  await isReady
  const where = { endpoint: `127.0.0.1:${platform.controlPort}`, protocol: 'http' }
  const client = new iot.default(new Config({ ...accessKey, ...where }))
  const took: number[] = []
  for (let call = 0; call < calls; call++) {
    const edge = new Promise<number>((resolve) => (onEdge = () => resolve(performance.now())))
    const items = JSON.stringify({ PowerSwitch_1: (call + 1) % 2 })
    const startedAt = performance.now()
    const answered = client.setDeviceProperty(new sdk.SetDevicePropertyRequest({ ...plug, items }))
    took.push((await edge) - startedAt)
    await answered
    await new Promise((resolve) => setTimeout(resolve, paceMs))
  }
  board.powerOff('reset')
  await platform.close()
  return took.sort((one, other) => one - other)
}
