import { connect, type Socket } from 'node:net'
import mqttPacket from 'mqtt-packet'
import type { Device } from '../../../tools/cloud/model/device.ts'
import { sign } from '../../../tools/cloud/login/password.ts'

// The devices, in a process of their own: plain MQTT clients, as thin as they can be, so that the broker is what is measured.
// usage: node --import tsx fleet.ts PORT DEVICES [echo], from throughput.ts; echo: each subscribes to what it publishes

/** The devices of a fleet, as the platform has to know them. */
export function makeFleet(count: number): Device[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ productKey: 'a1BENCH', deviceName: `device-${at}`, deviceSecret: `secret-${at}` },
  }))
}

/** One round: every device publishes, and again each time it is answered, so often. */
export interface Round {
  readonly posts: number
  /** `publish`: on with the PUBLISH that comes back. `puback`: on with the PUBACK, where nothing else comes. */
  readonly until: 'publish' | 'puback'
}

interface Client {
  readonly socket: Socket
  readonly bytes: Buffer
  left: number
}

const clients: Client[] = []
let busy = 0

const topicOf = ({ productKey, deviceName }: Device) => `/sys/${productKey}/${deviceName}/thing/event/property/post`

/** A property post at QoS 1; always the same bytes. */
function postOf(device: Device): Buffer {
  return mqttPacket.generate({
    ...{ cmd: 'publish', qos: 1, dup: false, retain: false, messageId: 1 },
    topic: topicOf(device),
    payload: '{"id":"1","version":"1.0","params":{"PowerSwitch_1":1},"method":"thing.event.property.post"}',
  })
}

function open(port: number, device: Device, echoes: boolean): Promise<void> {
  const { productKey, deviceName, deviceSecret } = device
  const clientId = `${productKey}.${deviceName}`
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const client: Client = { socket, bytes: postOf(device), left: 0 }
  clients.push(client)
  const parser = mqttPacket.parser()
  socket.on('data', (bytes) => parser.parse(bytes))
  socket.write(
    mqttPacket.generate({
      ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 1200 },
      clientId: `${clientId}|securemode=3,signmethod=hmacsha256|`,
      username: `${deviceName}&${productKey}`,
      password: Buffer.from(sign('hmacsha256', deviceSecret, { productKey, deviceName, clientId })),
    }),
  )
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    parser.on('packet', (packet) => {
      if (packet.cmd === 'connack' && packet.returnCode !== 0) return reject(new Error('refused'))
      if (packet.cmd === 'connack' && echoes) return void socket.write(subscribeTo(topicOf(device)))
      if (packet.cmd === 'connack' || packet.cmd === 'suback') return resolve()
      if (packet.cmd === answer) goOn(client)
    })
  })
}

function subscribeTo(topic: string): Buffer {
  return mqttPacket.generate({ cmd: 'subscribe', messageId: 2, subscriptions: [{ topic, qos: 0 }] })
}

let answer: Round['until'] = 'puback'

function goOn(client: Client): void {
  if (--client.left > 0) return void client.socket.write(client.bytes)
  if (--busy === 0) process.send?.('done')
}

function start({ posts, until }: Round): void {
  answer = until
  busy = clients.length
  for (const client of clients) {
    client.left = posts
    client.socket.write(client.bytes)
  }
}

/** How many log in at once: a server's queue of connections is not longer. */
const atOnce = 100

async function main(port: number, devices: readonly Device[], echoes: boolean): Promise<void> {
  process.on('message', start)
  for (let at = 0; at < devices.length; at += atOnce) {
    await Promise.all(devices.slice(at, at + atOnce).map((device) => open(port, device, echoes)))
  }
  process.send?.('connected')
}

if (process.send !== undefined) {
  const [port = 0, count = 0] = process.argv.slice(2).map(Number)
  await main(port, makeFleet(count), process.argv[4] === 'echo')
}
