import assert from 'node:assert/strict'
import { connectAsync, type MqttClient } from 'mqtt'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { identity } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'
import { findMosquitto, startMosquitto } from './mosquitto.ts'

const { productKey, deviceName } = identity
const thing = `/sys/${productKey}/${deviceName}/thing`
const keepAliveS = 30
const idleMs = 5 * keepAliveS * 1000
const answerMs = 10_000

/** Cases against mosquitto, an independent broker. Without it there are none. */
export function mosquittoCases(engines: readonly GivenEngine[]): EngineCase[] {
  const [linux] = engines
  const program = findMosquitto()
  if (linux === undefined || program === undefined) return []
  return [
    {
      name: `mosquitto: on and off, still ready after 5 x keepAlive of idleness, and a set still works [${linux.name}]`,
      load: 'waits',
      aboutS: 156,
      run: (bench) => idleLong(bench, linux, program),
    },
  ]
}

async function idleLong(bench: Bench, engine: GivenEngine, program: string): Promise<void> {
  const mosquitto = await startMosquitto(bench, program)
  const cloud = await Onlooker.connect(bench, mosquitto.port)
  const device = bench.device({ engine, config: { port: mosquitto.port, keepAliveS } })
  await device.line(/I mqtt ready$/)
  await cloud.heard(`${thing}/event/property/post`, (post) => isSwitch(post, 0))
  await checkSet(cloud, device, '1001', 1)
  await checkSet(cloud, device, '1002', 0)
  await new Promise((passed) => setTimeout(passed, idleMs))
  await checkSet(cloud, device, '1003', 1)
  await checkSet(cloud, device, '1004', 0)
  assert.deepEqual(device.levels(), [0, 1, 0, 1, 0])
  assert.deepEqual(device.said(/ [WE] /), [])
  const logins = mosquitto.log.filter((line) => /New client connected .* as a1B2c3D4e5F/.test(line))
  assert.equal(logins.length, 1, 'one session all the time')
}

async function checkSet(cloud: Onlooker, device: Device, id: string, value: 0 | 1): Promise<void> {
  const params = { PowerSwitch_1: value }
  const set = { method: 'thing.service.property.set', id, params, version: '1.0.0' }
  await cloud.publish(`${thing}/service/property/set`, set)
  const reply = await cloud.heard(`${thing}/service/property/set_reply`, (one) => one['id'] === id)
  assert.equal(reply['code'], 200)
  await cloud.heard(`${thing}/event/property/post`, (post) => isSwitch(post, value))
  // The console arrives separately from the packets, and may be later.
  await device.line(new RegExp(`I thing {"PowerSwitch_1":${value}}$`))
  assert.equal(device.levels().at(-1), value)
}

function isSwitch(post: Message, value: 0 | 1): boolean {
  return (post['params'] as Message | undefined)?.['PowerSwitch_1'] === value
}

type Message = Readonly<Record<string, unknown>>

/** A second client that gets all that the device publishes; each message is returned once. */
class Onlooker {
  private readonly messages: { topicName: string; message: Message }[] = []
  private look: () => void = () => undefined

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topicName, payload) => {
      const text = payload.toString()
      if (text.startsWith('{')) this.messages.push({ topicName, message: JSON.parse(text) as Message })
      this.look()
    })
  }

  static async connect(bench: Bench, port: number): Promise<Onlooker> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { keepalive: 0 })
    bench.atEnd(() => client.endAsync(true))
    const onlooker = new Onlooker(client)
    await client.subscribeAsync('/sys/#')
    return onlooker
  }

  async publish(topicName: string, message: Message): Promise<void> {
    await this.client.publishAsync(topicName, JSON.stringify(message), { qos: 1 })
  }

  /** Resolves with the next message on a topic that fits; rejects when none comes in time. */
  heard(topicName: string, fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing that fits on ${topicName}`)), answerMs)
      this.look = () => {
        const at = this.messages.findIndex((one) => one.topicName === topicName && fits(one.message))
        const found = this.messages[at]
        if (found === undefined) return
        this.messages.splice(at, 1)
        clearTimeout(timer)
        this.look = () => undefined
        resolve(found.message)
      }
      this.look()
    })
  }
}
