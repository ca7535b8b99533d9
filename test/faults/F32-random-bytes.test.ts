import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetBytes, feed, resetReader, type Verdict } from '../../firmware/mqtt/reader.ts'
import { createRandom, type Random } from '../../tools/chaos/random.ts'
import { Fuzzer } from '../lab/fuzz/fuzzer.ts'
import { mutateBytes } from '../lab/fuzz/fuzz-bytes.ts'
import { goodDownlink } from '../lab/fuzz/fuzz-downlink.ts'
import { publish } from '../peer/scripted-peer.ts'
import { allHabits } from '../rig/fault-test.ts'
import { deviceJson } from '../rig/identity.ts'

const streams = 100_000
/** The board does more for each: it answers, closes, waits and comes again. `npm run fuzz` does as many as one likes. */
const inputs = 4_000
/** What one `data` event brings at most. */
const chunkBytes = 536
/** A packet of the budget, its fixed header, and the chunk that went past it. */
const heldAtMost = budgetBytes + 5 + chunkBytes
const verdicts: readonly Verdict[] = ['', 'malformed-packet', 'unexpected-packet']

/** Feeds the built firmware's reader a new connection in chunks; it must not throw, hold too much, or invent a verdict. */
function read(random: Random, stream: Buffer): Verdict {
  resetReader()
  let verdict: Verdict = ''
  for (let at = 0; at < stream.length && verdict === '';) {
    const size = 1 + random.below(chunkBytes)
    verdict = feed(stream.toString('latin1', at, at + size), (first, bytes, from, to) => {
      // What is skipped at QoS 0 is told without content, and before all of it is there.
      const isInside = from === to || (from < to && to <= bytes.length)
      if (!isInside || first < 0 || first > 255 || to - from > budgetBytes || bytes.length > heldAtMost) {
        assert.fail(`${first} from ${from} to ${to} of ${bytes.length}: ${stream.toString('hex')}`)
      }
      return ''
    })
    at += size
  }
  if (!verdicts.includes(verdict)) assert.fail(`${verdict}: ${stream.toString('hex')}`)
  return verdict
}

test(`F32 ${streams} random streams: the reader never throws, never holds more than its budget and a chunk`, () => {
  const random = createRandom('F32 random')
  let closed = 0
  for (let i = 0; i < streams; i++)
    if (read(random, Buffer.from(random.bytes(1 + random.below(64)))) !== '') closed += 1
  assert.ok(closed > streams / 2, `${closed} ended in a fault`)
})

test(`F32 ${streams} one-byte mutations of good streams: the same`, () => {
  const random = createRandom('F32 mutated')
  const { aliyun } = deviceJson()
  const tooLarge = publish({ topicName: 't', payload: 'x'.repeat(budgetBytes + 1), qos: 1, packetId: 9 })
  const good = Array.from({ length: 100 }, (_, i) => {
    const downlink = goodDownlink(random, aliyun, 4)
    return i % 10 === 0 ? Buffer.concat([tooLarge, downlink]) : downlink
  })
  let closed = 0
  for (let i = 0; i < streams; i++) {
    const stream = Buffer.from(random.pick(good))
    stream[random.below(stream.length)] = random.below(256)
    if (read(random, stream) !== '') closed += 1
  }
  assert.ok(closed > 0 && closed < streams / 2, `${closed} ended in a fault`)
  for (let i = 0; i < 1000; i++) read(random, mutateBytes(random, random.pick(good)))
})

for (const habit of allHabits) {
  // What it does with bytes is the same code on each; a Pico W has its own way of getting them.
  const count = habit === 'pico-w' ? inputs / 8 : inputs / 2
  test(`F32 ${count} spoilt stretches of downlink at the running board: ready or closed after each, I1 to I5 hold (${habit})`, () => {
    const fuzzer = new Fuzzer('F32', habit)
    for (let index = 0; index < count; index++) fuzzer.run(index)
    fuzzer.finish()
    for (const end of ['ready', 'malformed-packet', 'unexpected-packet', 'suback-timeout', 'pingresp-timeout']) {
      assert.ok((fuzzer.ends.get(end) ?? 0) > 0, `none ended with ${end}`)
    }
  })
}
