import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPipePair, type MemoryPipe } from './memory-pipe.ts'
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

test('resume drains nobody who had nothing unsent, nor one who has written again meanwhile', () => {
  const { clock, a, b } = pairWithLog(2)
  a.onDrain = () => assert.fail('nothing fell to 0')
  b.pause()
  a.write(bytes('ab'))
  b.resume()
  clock.advance(50)
  b.pause()
  a.write(bytes('abc'))
  b.resume()
  b.pause()
  a.write(bytes('defg'))
  clock.advance(50)
  assert.equal(a.unsent, 2)
})

test('a second end, and a write of no bytes, send nothing', () => {
  const { clock, a, log } = pairWithLog()
  a.write(new Uint8Array())
  a.end()
  a.end()
  clock.advance(50)
  assert.deepEqual(log, ['10 end'])
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
