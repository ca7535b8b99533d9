import assert from 'node:assert/strict'
import { test } from 'node:test'
import mqttPacket from 'mqtt-packet'
import { createRandom } from '../../../tools/chaos/random.ts'
import { mutateBytes, randomChunks } from './fuzz-bytes.ts'
import { badDownlink, badSet, goodDownlink, goodSet } from './fuzz-downlink.ts'

const device = { productKey: 'product', deviceName: 'switch' }

test('random chunks are the input again, none is empty or too long, and the seed repeats them', () => {
  const bytes = createRandom(1).bytes(1000)
  const cut = (seed: number): Uint8Array[] => randomChunks(createRandom(seed), bytes, 9)
  assert.deepEqual(Buffer.concat(cut(1)), Buffer.from(bytes))
  assert.ok(cut(1).every(({ length }) => length >= 1 && length <= 9))
  assert.deepEqual(cut(2), cut(2))
  assert.notDeepEqual(cut(1), cut(2))
})

test('1,000 good stretches are all read by mqtt-packet, and their sets are Alink JSON', () => {
  const random = createRandom('good')
  const seen = new Set<string>()
  for (let i = 0; i < 1000; i++) {
    const parser = mqttPacket.parser()
    parser.on('packet', (packet) => seen.add(packet.cmd))
    parser.on('error', (error) => assert.fail(error))
    assert.equal(parser.parse(goodDownlink(random, device, 5)), 0)
    assert.match(
      goodSet(random),
      /^\{"method":"thing\.service\.property\.set","id":"\d+","params":\{"PowerSwitch_1":[01]/,
    )
  }
  assert.deepEqual([...seen].sort(), ['pingresp', 'publish'])
})

test('mutations change nearly every input, keep it in bounds, work on an empty one, and repeat with their seed', () => {
  const random = createRandom('mutate')
  const good = goodDownlink(random, device, 5)
  let same = 0
  for (let i = 0; i < 2000; i++) {
    const bad = mutateBytes(random, good)
    if (bad.equals(good)) same += 1
    assert.ok(Math.abs(bad.length - good.length) <= 8 || bad.equals(good.subarray(0, bad.length)))
  }
  assert.ok(same < 100, `${same} of 2000 unchanged`)
  for (let i = 0; i < 50; i++) mutateBytes(random, new Uint8Array())
  const draw = (): string => badDownlink(createRandom(9), device).toString('hex')
  assert.equal(draw(), draw())
})

test('10,000 bad sets are of all kinds: no JSON, JSON that is no object, wrong values, and still good ones', () => {
  const random = createRandom('sets')
  const kinds = { notJson: 0, noObject: 0, noParams: 0, wrongValue: 0, good: 0 }
  for (let i = 0; i < 10_000; i++) kinds[kindOf(Buffer.from(badSet(random)).toString())] += 1
  for (const [kind, count] of Object.entries(kinds)) assert.ok(count > 200, `${count} of kind ${kind}`)
})

function kindOf(text: string): 'notJson' | 'noObject' | 'noParams' | 'wrongValue' | 'good' {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    assert.ok(error instanceof SyntaxError)
    return 'notJson'
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return 'noObject'
  const params: unknown = 'params' in content ? content.params : undefined
  if (typeof params !== 'object' || params === null) return 'noParams'
  const value = Object.getOwnPropertyDescriptor(params, 'PowerSwitch_1')?.value
  return value === 0 || value === 1 ? 'good' : 'wrongValue'
}
