import assert from 'node:assert/strict'
import { connectAsync, type MqttClient } from 'mqtt'
import { ConsoleLines } from '../../../tools/serial/console-lines.ts'
import { identity } from '../engine/device-config.ts'

const thing = `/sys/${identity.productKey}/${identity.deviceName}/thing`
const answerMs = 15_000

/** The platform's part, played by the npm package mqtt: sets properties, hears what the device says. */
export class CloudSide {
  /** A message a line: topic, a space, payload. */
  private readonly heard = new ConsoleLines()

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topicName, payload) => this.heard.take(Buffer.from(`${topicName} ${payload.toString()}\n`)))
    // Its own connection breaks when the broker is restarted: that is meant.
    client.on('error', () => undefined)
  }

  static async connect(port: number): Promise<CloudSide> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { keepalive: 0, reconnectPeriod: 0 })
    const side = new CloudSide(client)
    await client.subscribeAsync('/sys/#', { qos: 1 })
    return side
  }

  /** A property set, its reply with code 200, and the post of the new state. */
  async set(id: string, value: 0 | 1, qos: 0 | 1): Promise<void> {
    const set = { method: 'thing.service.property.set', id, params: { PowerSwitch_1: value }, version: '1.0.0' }
    await this.client.publishAsync(`${thing}/service/property/set`, JSON.stringify(set), { qos })
    const line = await this.heard.next(new RegExp(`^${thing}/service/property/set_reply .*"id":"${id}"`), answerMs)
    const reply = JSON.parse(line.slice(line.indexOf('{'))) as { code: number }
    assert.equal(reply.code, 200)
    await this.posted(value)
  }

  /** The device's next post of this state. */
  async posted(value: 0 | 1): Promise<void> {
    await this.heard.next(new RegExp(`^${thing}/event/property/post .*"PowerSwitch_1":${value}\\b`), answerMs)
  }

  async end(): Promise<void> {
    await this.client.endAsync(true)
  }
}
