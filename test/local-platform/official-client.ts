import type { TestContext } from 'node:test'
import iot from '@alicloud/iot20180120'
import { Config } from '@alicloud/openapi-client'
import { connectAsync, type MqttClient } from 'mqtt'
import type { Device } from '../../tools/cloud/model/device.ts'
import type { JsonObject } from '../../tools/cloud/model/json.ts'
import { startPlatform, type RunningPlatform } from '../../tools/cloud/start-platform.ts'
import { sign } from '../../tools/cloud/login/password.ts'

export const plug: Device = { productKey: 'a1DEMO', deviceName: 'plug01', deviceSecret: '0123456789abcdef' }
export const accessKey = { accessKeyId: 'LOCALtest', accessKeySecret: 'a secret' }

export async function start(t: TestContext): Promise<RunningPlatform> {
  const services = [
    { identifier: 'Toggle', callType: 'async', inputData: [] },
    { identifier: 'Ask', callType: 'sync', inputData: [] },
  ] as const
  const running = await startPlatform({ devices: [plug], product: { services }, port: 0, controlPort: 0, accessKey })
  t.after(() => running.close())
  return running
}

/** Aliyun's own client; nothing of it is changed but where it calls. */
export function officialClient(port: number, key = accessKey): InstanceType<typeof iot.default> {
  const where = { endpoint: `127.0.0.1:${port}`, protocol: 'http' }
  return new iot.default(new Config({ ...key, ...where }))
}

/** A device that does what it is told, replies to everything and posts its new state. Gone at the test's end. */
export async function connectDevice(t: Pick<TestContext, 'after'>, port: number, device = plug): Promise<MqttClient> {
  const { productKey, deviceName, deviceSecret } = device
  const clientId = `${productKey}.${deviceName}`
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId: `${clientId}|securemode=3,signmethod=hmacsha256|`,
    username: `${deviceName}&${productKey}`,
    password: sign('hmacsha256', deviceSecret, { productKey, deviceName, clientId }),
    ...{ keepalive: 60, reconnectPeriod: 0 },
  })
  t.after(() => client.endAsync(true))
  const own = `/sys/${productKey}/${deviceName}`
  await client.subscribeAsync([`${own}/thing/service/property/set`, `${own}/rrpc/request/+`, `${own}/thing/service/+`])
  await client.subscribeAsync(`/${productKey}/${deviceName}/user/get`)
  client.on('message', (topic, payload) => answer(client, own, topic, payload.toString()))
  return client
}

function answer(client: MqttClient, own: string, topic: string, text: string): void {
  const reply = (at: string, body: JsonObject | string) =>
    void client.publish(at, typeof body === 'string' ? body : JSON.stringify(body))
  if (topic.startsWith(`${own}/rrpc/request/`)) {
    const sync = text.startsWith('{') ? JSON.stringify({ id: JSON.parse(text).id, code: 200, data: { heard: 1 } }) : ''
    return reply(topic.replace('request', 'response'), sync || `heard ${text}`)
  }
  if (!topic.startsWith(`${own}/thing/service/`)) return
  const { id, params } = JSON.parse(text)
  reply(`${topic}_reply`, { id, code: 200, data: {} })
  if (topic.endsWith('/property/set')) reply(`${own}/thing/event/property/post`, { id: '1', params, version: '1.0' })
}
