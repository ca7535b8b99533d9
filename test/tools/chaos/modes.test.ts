import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChaosBench } from './bench.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

test('pass hands on bytes both ways, and FIN each way; after both the link is gone', () => {
  const bench = createChaosBench()
  bench.device.write(bytes('up'))
  bench.cloud.write(bytes('down'))
  bench.device.end()
  bench.clock.advance(10)
  assert.deepEqual(bench.atCloud, ['2 up', '2 end'])
  assert.deepEqual(bench.atDevice, ['2 down'])
  bench.cloud.end()
  bench.clock.advance(10)
  assert.equal(bench.atDevice.at(-1), '12 end')
  assert.deepEqual([bench.relay.open, bench.network.open], [0, 0])
})

test('a reset by one end reaches the other', () => {
  const bench = createChaosBench()
  bench.cloud.reset()
  bench.clock.advance(10)
  assert.deepEqual(bench.atDevice, ['2 reset'])
  assert.equal(bench.relay.open, 0)
})

test('delay makes everything late by its ms, FIN too, and a mode set later does not overtake it', () => {
  const bench = createChaosBench()
  bench.set('up', { mode: 'delay', ms: 2000, extraMs: 0, extraPercent: 0 })
  bench.device.write(bytes('one'))
  bench.clock.advance(1000)
  bench.device.write(bytes('two'))
  bench.cloud.write(bytes('quick'))
  bench.clock.advance(1)
  bench.set('up', { mode: 'pass' })
  bench.device.write(bytes('three'))
  bench.device.end()
  bench.clock.advance(5000)
  assert.deepEqual(bench.atCloud, ['2002 one', '3002 two', '3002 three', '3002 end'])
  assert.deepEqual(bench.atDevice, ['1002 quick'])
})

test('delay holds up some chunks more, by chance, and keeps order', () => {
  const bench = createChaosBench()
  bench.set('up', { mode: 'delay', ms: 100, extraMs: 5000, extraPercent: 30 })
  for (let i = 0; i < 100; i++) {
    bench.device.write(bytes(`${i}`))
    bench.clock.advance(10_000)
  }
  const late = bench.atCloud.map((line, i) => Number(line.split(' ')[0]) - i * 10_000)
  assert.deepEqual(
    [...new Set(late)].sort((a, b) => a - b),
    [102, 5102],
  )
  const extra = late.filter((ms) => ms > 5000).length
  assert.ok(extra > 15 && extra < 45, `${extra} of 100`)
})

test('stall stops reading, so that the window fills, and loses nothing', () => {
  const bench = createChaosBench()
  bench.set('up', { mode: 'stall' })
  const block = 'x'.repeat(40_000)
  bench.device.write(bytes(block))
  bench.device.write(bytes(block))
  bench.device.end()
  bench.clock.advance(60_000)
  assert.equal(bench.atCloud.length, 0)
  assert.equal(bench.device.unsent, 80_000 - 65_536)
  bench.set('up', { mode: 'pass' })
  bench.clock.advance(100)
  assert.equal(bench.device.unsent, 0)
  assert.equal(bench.atCloud.map((line) => line.split(' ')[1] ?? '').join(''), `${block}${block}end`)
})

test('stall holds what was delayed before it, too', () => {
  const bench = createChaosBench()
  bench.set('down', { mode: 'delay', ms: 100, extraMs: 0, extraPercent: 0 })
  bench.cloud.write(bytes('late'))
  bench.clock.advance(50)
  bench.set('down', { mode: 'stall' })
  bench.clock.advance(950)
  assert.equal(bench.atDevice.length, 0)
  bench.set('down', { mode: 'pass' })
  bench.clock.advance(10)
  assert.deepEqual(bench.atDevice, ['1001 late'])
})

test('blackhole loses bytes and RST; the other end hears nothing until it gives up itself, then the link is gone', () => {
  const bench = createChaosBench()
  bench.set('both', { mode: 'blackhole' })
  bench.device.write(bytes('lost'))
  bench.cloud.write(bytes('lost'))
  bench.clock.advance(10)
  bench.cloud.reset()
  bench.clock.advance(100_000)
  assert.deepEqual([bench.atDevice, bench.atCloud, bench.relay.open], [[], [], 1])
  assert.equal(bench.device.unsent, 0)
  bench.device.reset()
  bench.clock.advance(10)
  assert.equal(bench.relay.open, 0)
})

test('a blackhole that ends lets later bytes through', () => {
  const bench = createChaosBench()
  bench.set('down', { mode: 'blackhole' })
  bench.cloud.write(bytes('lost'))
  bench.clock.advance(10)
  bench.set('down', { mode: 'pass' })
  bench.cloud.write(bytes('found'))
  bench.clock.advance(10)
  assert.deepEqual(bench.atDevice, ['12 found'])
})

for (const how of ['rst', 'fin'] as const) {
  test(`cut by ${how} lets exactly so many bytes through, and then ends both directions`, () => {
    const bench = createChaosBench()
    bench.set('down', { mode: 'cut', bytes: 5, how })
    bench.cloud.write(bytes('abc'))
    bench.cloud.write(bytes('defg'))
    bench.clock.advance(100)
    const end = how === 'rst' ? 'reset' : 'end'
    assert.deepEqual(
      bench.atDevice.map((line) => line.split(' ')[1]),
      ['abc', 'de', end],
    )
    assert.deepEqual(bench.atCloud, ['22 ' + end])
    assert.equal(bench.relay.open, 0)
  })
}

test('cut after 0 bytes is at once', () => {
  const bench = createChaosBench()
  bench.set('up', { mode: 'cut', bytes: 0, how: 'rst' })
  bench.clock.advance(1)
  assert.deepEqual([bench.atDevice, bench.atCloud], [['1 reset'], ['1 reset']])
})

test('corrupt changes one byte, the n-th from now, as told or at random, and says which', () => {
  const bench = createChaosBench()
  bench.cloud.write(bytes('before'))
  bench.clock.advance(10)
  bench.set('down', { mode: 'corrupt', byte: 5, xor: 0x20 })
  bench.cloud.write(bytes('abc'))
  bench.cloud.write(bytes('defe'))
  bench.clock.advance(10)
  assert.deepEqual(
    bench.atDevice.map((line) => line.split(' ')[1]),
    ['before', 'abc', 'dEfe'],
  )
  assert.ok(bench.events.includes('#1 down byte 11 corrupted from 0x65 to 0x45'), bench.events.join('\n'))
  bench.set('down', { mode: 'corrupt', byte: 1, xor: 0 })
  bench.cloud.write(bytes('z'))
  bench.clock.advance(10)
  assert.notEqual(bench.atDevice.at(-1)?.split(' ')[1], 'z')
})

test('a byte corrupted at random is never the one it was', () => {
  const bench = createChaosBench()
  for (let i = 0; i < 2000; i++) {
    bench.set('down', { mode: 'corrupt', byte: 1, xor: 0 })
    bench.cloud.write(bytes('z'))
    bench.clock.advance(2)
  }
  const arrived = bench.atDevice.map((line) => line.split(' ')[1])
  assert.equal(arrived.length, 2000)
  assert.ok(!arrived.includes('z'))
})

test('what comes while a stall has read already arrives when it ends, behind what was delayed before, in order', () => {
  const bench = createChaosBench(() => [
    { when: { afterMs: 0 }, directions: ['up'], mode: { mode: 'delay', ms: 100, extraMs: 0, extraPercent: 0 } },
    { when: { afterBytes: 3 }, directions: ['up'], mode: { mode: 'stall' } },
    { when: { afterBytes: 5 }, directions: ['up'], mode: { mode: 'stall' } },
    { when: { afterMs: 5000 }, directions: ['up'], mode: { mode: 'pass' } },
  ])
  bench.clock.advance(1)
  // One chunk: it was read whole when the stall began amid it.
  bench.device.write(bytes('abcdef'))
  bench.clock.advance(10)
  bench.device.end()
  bench.clock.advance(4000)
  assert.equal(bench.atCloud.length, 0)
  bench.clock.advance(5000)
  assert.deepEqual(
    bench.atCloud.map((line) => line.split(' ')[1]),
    ['abc', 'de', 'f', 'end'],
  )
})

test('split cuts chunks into pieces of the sizes given, over and over, a gap apart', () => {
  const bench = createChaosBench()
  bench.set('down', { mode: 'split', sizes: [1, 3], gapMs: 10 })
  bench.cloud.write(bytes('abcdefgh'))
  bench.clock.advance(100)
  const pieces = bench.atDevice.map((line) => line.split(' '))
  assert.deepEqual(
    pieces.map(([, text]) => text),
    ['a', 'bcd', 'e', 'fgh'],
  )
  const times = pieces.map(([at]) => Number(at))
  assert.deepEqual(
    times.slice(1).map((at, i) => at - (times[i] ?? 0)),
    [10, 10, 10],
  )
})

test('pieces keep their gap behind what was delayed before them', () => {
  const bench = createChaosBench()
  bench.set('up', { mode: 'delay', ms: 2000, extraMs: 0, extraPercent: 0 })
  bench.device.write(bytes('one'))
  bench.clock.advance(1)
  bench.set('up', { mode: 'pass' })
  bench.device.write(bytes('two'))
  bench.clock.advance(1)
  bench.set('up', { mode: 'split', sizes: [1], gapMs: 10 })
  bench.device.write(bytes('ab'))
  bench.clock.advance(5000)
  assert.deepEqual(bench.atCloud, ['2002 one', '2002 two', '2012 a', '2022 b'])
})

test('split at random makes pieces of 1 to upTo bytes and loses none', () => {
  const bench = createChaosBench()
  bench.set('up', { mode: 'split', upTo: 4, gapMs: 0 })
  const text = Array.from({ length: 1000 }, (_, i) => String(i % 10)).join('')
  bench.device.write(bytes(text))
  bench.clock.advance(100)
  const pieces = bench.atCloud.map((line) => line.split(' ')[1] ?? '')
  assert.equal(pieces.join(''), text)
  assert.deepEqual([...new Set(pieces.map((piece) => piece.length))].sort(), [1, 2, 3, 4])
})

test('the relay does not read faster than the far end takes', () => {
  const bench = createChaosBench()
  bench.cloud.pause()
  for (let i = 0; i < 10; i++) {
    bench.device.write(new Uint8Array(60_000))
    bench.clock.advance(10)
  }
  assert.ok(bench.device.unsent > 300_000, `${bench.device.unsent} unsent`)
  bench.cloud.resume()
  bench.clock.advance(1000)
  assert.equal(bench.device.unsent, 0)
})
