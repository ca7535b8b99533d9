import assert from 'node:assert/strict'
import test from 'node:test'
import { parser } from 'mqtt-packet'
import { barsOf, toChart } from './chart.ts'
import { asModule } from './peer-script.ts'
import { rechunk, setPackets, setPayload } from './packets.ts'
import type { Row } from './row.ts'
import { showsOf, toShowLines } from './shows.ts'
import { spreadOf } from './stats.ts'
import { toTable } from './table.ts'

const spread = (median: number) => ({ median, min: median - 1, max: median + 1 })

const speed = (ours: number, mqttjs: number): Row => ({
  measure: 'b',
  what: 'set to pin, reply and post, whole',
  engine: 'linux',
  unit: 'messages/s of CPU time',
  better: 'more',
  values: { ours: spread(ours), mqttjs: spread(mqttjs) },
})

const memory = (ours: number, alone: number): Row => ({
  measure: 'c',
  what: 'once ready, Wi-Fi joined',
  engine: 'esp32',
  unit: 'JsVars',
  better: 'less',
  values: { ours: spread(ours), 'mqttjs-alone': spread(alone), mqttjs: spread(2 * alone) },
})

test('the median of an even count lies between the two in the middle', () => {
  assert.deepEqual(spreadOf([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 })
  assert.deepEqual(spreadOf([5]), { median: 5, min: 5, max: 5 })
})

test('a set is 104 bytes in a packet of 161, or as long as is asked for, and JSON', () => {
  const [packet] = setPackets(1, 1)
  assert.equal(packet?.length, 161)
  for (const bytes of [200, 1900, 20_000]) {
    const payload = setPayload('1000000001', 1, { payloadBytes: bytes })
    assert.equal(payload.length, bytes)
    const { id, params } = JSON.parse(payload) as { id: string; params: unknown }
    assert.deepEqual([id, params], ['1000000001', { PowerSwitch_1: 1 }])
  }
})

test('pieces have 1 to 50 bytes, join to the same packets, and are the same for the same seed', () => {
  const packets = setPackets(1, 50)
  const pieces = rechunk(packets, 'seed')
  assert.ok(pieces.every(({ length }) => length >= 1 && length <= 50))
  assert.ok(pieces.length > 200)
  assert.deepEqual(Buffer.concat(pieces), Buffer.concat(packets))
  assert.deepEqual(rechunk(packets, 'seed'), pieces)
  assert.notDeepEqual(rechunk(packets, 'other'), pieces)
  let read = 0
  const reader = parser()
  reader.on('packet', ({ cmd }) => (read += cmd === 'publish' ? 1 : 0))
  for (const piece of pieces) reader.parse(piece)
  assert.equal(read, 50)
})

test('a module that fills exports becomes one that exports by name', () => {
  const source = 'exports.A = function() {};\nexports.A.prototype.b = 1;\nexports.c = exports.A'
  assert.equal(asModule(source), 'export var A = function() {};\nA.prototype.b = 1;\nexport var c = A')
})

test('the table says how many times better ours is, whichever way is better', () => {
  assert.match(toTable([speed(300, 100)]), /mqttjs .* 3\.00 x\n/)
  assert.match(toTable([memory(200, 300)]), /mqttjs-alone .* 1\.50 x\n/)
  assert.match(toTable([{ ...speed(1, 1), values: { ours: spread(5), mqttjs: 'not run' } }]), /mqttjs +not run\n/)
})

test('a promise holds at its threshold, is broken below it, and is told of when it was not run', () => {
  const holds = (rows: readonly Row[], what: string) => showsOf(rows).find((one) => one.what.startsWith(what))?.holds
  const job = '(b) set to pin, reply and post, whole'
  assert.equal(holds([speed(220, 100)], job), true)
  assert.equal(holds([speed(219, 100)], job), false)
  const notRun = showsOf([speed(220, 100)]).filter((one) => one.holds === undefined)
  assert.deepEqual(
    notRun.map(({ what, got }) => [what, got]),
    [['(b) set to pin, reply and post, re-chunked over TCP [linux]', 'not run']],
  )
  assert.equal(holds([memory(300, 300)], '(c) JsVars once ready'), true)
  assert.equal(holds([memory(301, 300)], '(c) JsVars once ready'), false)
  assert.match(
    toShowLines(showsOf([speed(219, 100)])),
    /^NO {3}\(b\) set to pin.*: 2\.19, wanted >= 2\.20 x MQTT\.js$/m,
  )
})

test('the chart has a bar for each figure there is, as long as its ratio', () => {
  const rows = [speed(300, 100), { ...memory(300, 300), what: 'once ready' }]
  assert.deepEqual(
    barsOf(rows).map(({ ratio }) => ratio),
    [3, 2],
  )
  const svg = toChart(rows)
  assert.match(svg, /width="300\.0" height="24"/)
  assert.match(svg, /width="200\.0" height="24"/)
  assert.equal(barsOf([]).length, 0)
})
