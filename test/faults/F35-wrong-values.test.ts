import assert from 'node:assert/strict'
import { propertySetTopic, publish } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'
import { twoSwitches } from '../rig/identity.ts'

const wrong: readonly unknown[] = [
  2,
  -1,
  0.5,
  256,
  4294967296,
  4294967297,
  '1',
  '0',
  '',
  'on',
  true,
  false,
  null,
  [],
  [1],
  {},
]

faultTest('F35 PowerSwitch_1 of any value but 0 and 1: no edge, the reply says which is wrong', (bench) => {
  bench.bootReady()
  for (const start of [0, 1]) {
    bench.set(start)
    bench.pass(1_000)
    const { edges } = bench.device.oracle
    for (const value of wrong) {
      const id = bench.set(value)
      bench.pass(500)
      const reply = bench.replies().at(-1)
      assert.deepEqual([reply?.id, reply?.code], [id, 460], JSON.stringify(value))
      assert.match(reply?.message ?? '', /PowerSwitch_1/)
      assert.equal(bench.level, start)
    }
    assert.equal(bench.device.oracle.edges, edges)
  }
})

// The engine's JSON.parse keeps the lowest 64 bits: of these 1 and 0. A reply could not say what came.
faultTest('F35 PowerSwitch_1 of an integer that the engine reads as 0 or 1: no edge, ignored', (bench) => {
  bench.bootReady()
  const values = ['18446744073709551617', '36893488147419103233', '-18446744073709551615', '18446744073709551616']
  for (const value of values) {
    for (const [before, between] of [
      ['', ''],
      ['', ' \n  '],
      [`"x":"${'x'.repeat(300)}",`, ''],
    ] as const) {
      const payload = `{"id":"1",${before}"params":{"PowerSwitch_1":${between}${value}}}`
      bench.connection.send(publish({ topicName: propertySetTopic(bench.connection.device), payload }))
    }
  }
  bench.set(1)
  bench.pass(2_000)
  assert.equal(bench.device.oracle.edges, 1)
  assert.equal(bench.log.with('W thing 12 messages ignored').length, 1)
})

faultTest('F35 unknown properties beside a good one: the good one acts, the reply names the others', (bench) => {
  bench.bootReady()
  const others = { PowerSwitch_2: 1, powerswitch_1: 0, LightSwitch: 1, PowerSwitch_01: 0 }
  bench.connection.set('1', { ...others, PowerSwitch_1: 1 })
  bench.until(() => bench.replies().length === 1, 2_000)
  assert.equal(bench.level, 1)
  const reply = bench.replies()[0]
  assert.equal(reply?.code, 460)
  for (const name of Object.keys(others)) assert.ok(reply.message?.includes(name), name)
})

faultTest(
  'F35 a wrong and a right switch in one set: the right one acts alone',
  (bench) => {
    bench.bootReady()
    bench.connection.set('1', { PowerSwitch_1: 1, PowerSwitch_2: 2 })
    bench.until(() => bench.replies().length === 1, 2_000)
    assert.deepEqual([bench.pin('D2'), bench.pin('D4')], [1, 0])
    assert.match(bench.replies()[0]?.message ?? '', /PowerSwitch_2 must be 0 or 1/)
  },
  { config: twoSwitches() },
)
