import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Aedes } from 'aedes'
import mqttPacket from 'mqtt-packet'
import type { Pipe } from '../../tools/board/network/pipe.ts'
import { createMemoryNetwork, toDuplex } from './memory-network.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

/** Connects and lets 10 ms pass; returns the outcome and how many ms it took. */
function connect(network: ReturnType<typeof createMemoryNetwork>, clock: VirtualClock, host = 'broker'): string {
  const start = clock.now()
  let met = 'nothing yet'
  network.connect(host, 1883, false, (answer) => {
    met = `${typeof answer === 'string' ? answer : 'open'} after ${clock.now() - start}`
  })
  clock.advance(10)
  return met
}

test('the network answers one round trip later: unknown host, nobody listening, a listener', () => {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock, { latencyMs: 3 })
  network.listen('broker', 8883, () => undefined)
  assert.equal(connect(network, clock, 'nowhere'), 'dns-failed after 6')
  assert.equal(connect(network, clock), 'refused after 6')
  const stop = network.listen('broker', 1883, () => undefined)
  assert.equal(connect(network, clock), 'open after 6')
  stop()
  assert.equal(connect(network, clock), 'refused after 6')
  assert.deepEqual(
    network.attempts.map(({ at, answer }) => `${at} ${answer}`),
    ['0 dns-failed', '10 refused', '20 open', '30 refused'],
  )
})

test('scripted answers are met one each, and the last one stays', () => {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  network.listen('broker', 1883, () => undefined)
  network.script('broker', 1883, ['dns-failed', 'black-hole', 'open'], { latencyMs: 2 })
  const met = [1, 2, 3, 4].map(() => connect(network, clock))
  assert.deepEqual(met, ['dns-failed after 4', 'black-hole after 4', 'open after 4', 'open after 4'])
  network.script('broker', 1883, 'refused')
  assert.equal(connect(network, clock), 'refused after 4')
})

test('what the listener writes at once meets a device that already has its end', () => {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  network.listen('broker', 1883, (pipe) => pipe.write(bytes('hello')))
  let heard = ''
  network.connect('broker', 1883, false, (answer) => {
    if (typeof answer === 'string') return
    answer.onData = (data) => (heard += Buffer.from(data).toString())
  })
  clock.advance(2)
  assert.equal(heard, 'hello')
})

test('the network counts open streams; resetAll is heard by devices, cutAll by nobody', () => {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  network.listen('broker', 1883, () => undefined)
  const heard: string[] = []
  const devices: Pipe[] = []
  const open = (): unknown =>
    network.connect('broker', 1883, false, (answer) => {
      if (typeof answer === 'string') return
      answer.onReset = () => heard.push('reset')
      devices.push(answer)
    })
  open()
  open()
  clock.advance(2)
  assert.equal(network.open, 2)
  network.resetAll()
  clock.advance(2)
  assert.deepEqual(heard, ['reset', 'reset'])
  assert.equal(network.open, 0)
  open()
  clock.advance(2)
  network.cutAll()
  clock.advance(1000)
  assert.equal(network.open, 1)
  devices[2]?.reset()
  assert.equal(network.open, 0)
  assert.equal(heard.length, 2)
})

test('aedes serves a device over a memory pipe in virtual time: CONNECT, CONNACK, PINGREQ, PINGRESP, FIN', async () => {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock, { latencyMs: 5 })
  const broker = await Aedes.createBroker()
  network.listen('broker', 1883, (pipe) => void broker.handle(toDuplex(pipe)))
  const heard: string[] = []
  const parser = mqttPacket.parser()
  parser.on('packet', (packet) => heard.push(`${clock.now()} ${packet.cmd}`))
  let device: Pipe | undefined
  network.connect('broker', 1883, false, (answer) => {
    if (typeof answer === 'string') return
    device = answer
    answer.onData = (data) => parser.parse(Buffer.from(data))
    answer.onEnd = () => heard.push(`${clock.now()} end`)
    answer.write(mqttPacket.generate({ cmd: 'connect', clientId: 'x', keepalive: 60, clean: true, protocolVersion: 4 }))
  })
  await clock.until(() => heard.length === 1, 1000)
  device?.write(mqttPacket.generate({ cmd: 'pingreq' }))
  await clock.run(10)
  device?.write(mqttPacket.generate({ cmd: 'disconnect' }))
  await clock.run(10)
  assert.deepEqual(heard, ['20 connack', '30 pingresp', '40 end'])
  await new Promise<void>((closed) => broker.close(closed))
})
