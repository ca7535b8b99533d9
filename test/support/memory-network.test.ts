import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Aedes } from 'aedes'
import mqttPacket from 'mqtt-packet'
import type { Pipe } from '../../tools/board/pipe.ts'
import { createMemoryNetwork, toDuplex, type MemoryPipe } from './memory-network.ts'
import { createPipePair } from './memory-pipe.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

/** A pair 10 ms apart, and what the second end heard, each with its time. */
function pairWithLog(windowBytes = 65_536): { clock: VirtualClock; a: MemoryPipe; b: MemoryPipe; log: string[] } {
  const clock = createVirtualClock()
  const [a, b] = createPipePair(clock, { latencyMs: 10, windowBytes })
  const log: string[] = []
  b.onData = (data) => log.push(`${clock.now()} ${Buffer.from(data).toString()}`)
  b.onEnd = () => log.push(`${clock.now()} end`)
  b.onReset = () => log.push(`${clock.now()} reset`)
  return { clock, a, b, log }
}

test('a pipe delivers one chunk a write, in order, after its latency, and then the FIN', () => {
  const { clock, a, log } = pairWithLog()
  a.write(bytes('one'))
  a.write(bytes('two'))
  a.end()
  a.write(bytes('ignored'))
  assert.equal(a.unsent, 0)
  clock.advance(9)
  assert.deepEqual(log, [])
  clock.advance(1)
  assert.deepEqual(log, ['10 one', '10 two', '10 end'])
})

test('a pipe keeps order when its latency falls, and each direction has its own', () => {
  const { clock, a, b, log } = pairWithLog()
  a.outward.latencyMs = 100
  a.write(bytes('slow'))
  a.outward.latencyMs = 1
  a.write(bytes('quick'))
  let heardAt = 0
  a.onData = () => (heardAt = clock.now())
  b.write(bytes('back'))
  clock.advance(100)
  assert.deepEqual(log, ['100 slow', '100 quick'])
  assert.equal(heardAt, 10)
})

test('a pipe copies what is written', () => {
  const { clock, a, log } = pairWithLog()
  const buffer = Buffer.from('before')
  a.write(buffer)
  buffer.write('after!')
  clock.advance(10)
  assert.deepEqual(log, ['10 before'])
})

test('a paused reader takes the window, then unsent grows; resume delivers in order and drains once', () => {
  const { clock, a, b, log } = pairWithLog(4)
  let drains = 0
  a.onDrain = () => (drains += 1)
  b.pause()
  a.write(bytes('abc'))
  a.write(bytes('def'))
  assert.equal(a.unsent, 2)
  clock.advance(1000)
  assert.deepEqual(log, [])
  a.write(bytes('g'))
  assert.equal(a.unsent, 3)
  b.resume()
  assert.equal(drains, 0)
  clock.advance(10)
  assert.equal(a.unsent, 0)
  assert.equal(drains, 1)
  assert.deepEqual(log, ['1000 abc', '1000 d', '1010 ef', '1010 g'])
})

test('with a window of 0 a paused reader takes nothing, and the FIN waits behind the bytes', () => {
  const { clock, a, b, log } = pairWithLog(0)
  b.pause()
  a.write(bytes('abc'))
  a.end()
  clock.advance(1000)
  assert.equal(a.unsent, 3)
  b.resume()
  clock.advance(10)
  assert.deepEqual(log, ['1010 abc', '1010 end'])
})

test('a reader that pauses inside onData gets the next chunk only after resume', () => {
  const { clock, a, b, log } = pairWithLog()
  const before = b.onData
  b.onData = (data) => {
    before(data)
    b.pause()
  }
  a.write(bytes('one'))
  a.write(bytes('two'))
  clock.advance(50)
  assert.deepEqual(log, ['10 one'])
  b.resume()
  assert.deepEqual(log, ['10 one', '50 two'])
})

test('after one FIN the other direction still works, and the stream is closed after both', () => {
  const { clock, a, b, log } = pairWithLog()
  const heard: string[] = []
  a.onData = (data) => heard.push(Buffer.from(data).toString())
  a.onEnd = () => heard.push('end')
  a.end()
  clock.advance(10)
  b.write(bytes('still here'))
  b.end()
  assert.equal(b.closed, true)
  assert.equal(a.closed, false)
  clock.advance(10)
  assert.deepEqual(log, ['10 end'])
  assert.deepEqual(heard, ['still here', 'end'])
  assert.equal(a.closed, true)
})

test('a reset loses what is under way and unread, reaches even a paused reader, and comes alone', () => {
  const { clock, a, b, log } = pairWithLog()
  b.pause()
  a.write(bytes('unread'))
  clock.advance(10)
  a.write(bytes('under way'))
  a.reset()
  b.write(bytes('to nobody'))
  a.onData = () => assert.fail('an end that reset hears nothing')
  a.onReset = () => assert.fail('an end that reset is not told so')
  clock.advance(10)
  b.resume()
  b.write(bytes('ignored'))
  b.reset()
  clock.advance(100)
  assert.deepEqual(log, ['20 reset'])
  assert.equal(b.unsent, 0)
})

test('an end that heard FIN hears no reset after it', () => {
  const { clock, a, b, log } = pairWithLog()
  a.end()
  clock.advance(10)
  a.reset()
  clock.advance(10)
  assert.deepEqual(log, ['10 end'])
  assert.equal(b.closed, true)
})

test('a cut cable loses everything in silence, what was under way included; then the window fills', () => {
  const { clock, a, b, log } = pairWithLog(4)
  a.onReset = () => assert.fail('a cut cable tells nobody')
  a.write(bytes('lost'))
  a.cut()
  a.write(bytes('abcdef'))
  assert.equal(a.unsent, 2)
  b.reset()
  clock.advance(1000)
  assert.deepEqual(log, [])
  a.end()
  assert.equal(a.closed, true)
})

/** Connects and lets 10 ms pass; answers the pipe or the way it failed, and the ms it took. */
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
  const open = (): void =>
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

test('a Duplex over a pipe honours the window: its write is done only once the reader has taken it', async () => {
  const clock = createVirtualClock()
  const [a, b] = createPipePair(clock, { latencyMs: 1, windowBytes: 0 })
  const duplex = toDuplex(a)
  b.pause()
  let written = false
  duplex.write('abc', () => (written = true))
  await clock.run(100)
  assert.equal(written, false)
  b.resume()
  await clock.run(10)
  assert.equal(written, true)
  duplex.destroy()
})

test('a reset pipe destroys its Duplex with ECONNRESET, and a destroyed Duplex answers late bytes with RST', async () => {
  const clock = createVirtualClock()
  const [a, b] = createPipePair(clock, { latencyMs: 1, windowBytes: 0 })
  const codes: unknown[] = []
  toDuplex(a).on('error', (error: NodeJS.ErrnoException) => codes.push(error.code))
  b.reset()
  await clock.run(10)
  assert.deepEqual(codes, ['ECONNRESET'])

  const [c, d] = createPipePair(clock, { latencyMs: 1, windowBytes: 0 })
  const heard: string[] = []
  d.onEnd = () => heard.push('end')
  toDuplex(c).destroy()
  await clock.run(10)
  d.write(bytes('late'))
  await clock.run(10)
  assert.deepEqual(heard, ['end'])
  assert.equal(d.closed, true)
})
