import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPipePair } from './memory-pipe.ts'
import { toDuplex } from './pipe-duplex.ts'
import { createVirtualClock } from './virtual-clock.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

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
