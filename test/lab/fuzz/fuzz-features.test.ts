import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom } from '../../../tools/chaos/random.ts'
import { badArrivals } from './fuzz-arrivals.ts'
import { Fuzzer } from './fuzzer.ts'
import { targetOf } from './target.ts'

const device = { productKey: 'product', deviceName: 'switch' }

for (const habit of ['esp32', 'esp8266'] as const)
  test(`60 inputs, of some 20 messages each, on the topics of all features: nothing thrown, no more held than the budget, no pin moved unasked (${habit})`, async () => {
    const fuzzer = new Fuzzer(`features ${habit}`, habit, await targetOf('features'))
    for (let index = 0; index < 60; index++) fuzzer.run(index)
    fuzzer.finish()
    assert.ok((fuzzer.ends.get('ready') ?? 0) > 40, JSON.stringify([...fuzzer.ends]))
  })

test('a seed repeats what arrives, and open requests get replies with their ids', () => {
  const asked = [{ topicName: '/sys/product/switch/thing/config/get', id: '4711' }]
  const draw = (seed: number): string => badArrivals(createRandom(seed), device, asked).toString('latin1')
  assert.equal(draw(1), draw(1))
  const all = Array.from({ length: 200 }, (_none, seed) => draw(seed)).join('')
  assert.match(all, /thing\/config\/get_reply\{"code":\d+,"data":\{"configId":"c\d+".*?"id":"4711"/)
  for (const topic of ['rrpc/request/', 'thing/config/push', 'log/push', '/ext/ntp/', '/shadow/get/', '/broadcast/'])
    assert.ok(all.includes(topic), topic)
})
