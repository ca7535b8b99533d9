import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { deviceAt, readyDevice, type Device } from '../support/device.ts'

const topic = '/sys/a1B2c3D4e5F/plug01/thing/event/property/batch/post'

interface Batch {
  readonly id: string
  readonly method: string
  readonly params: {
    readonly properties: Readonly<Record<string, { value: unknown; time?: number }[]>>
    readonly events: Readonly<Record<string, { value: unknown; time?: number }[]>>
  }
}

/** A device that knows the time, and says what the uptime was when it was told. */
function ready(t: TestContext): Device {
  const device = readyDevice(t, { app: () => undefined })
  device.load('firmware/thing/time.ts').setTimeMs(1_700_000_000_000)
  return device
}

/** What was posted, and replied to with this code; undefined: with nothing. */
function batches(device: Device, code?: number): Batch[] {
  return device.published().flatMap((each) => {
    if (each.topic !== topic) return []
    const batch = JSON.parse(each.payload) as Batch
    if (code !== undefined) reply(device, batch.id, code)
    return [batch]
  })
}

function reply(device: Device, id: string, code: number): void {
  device.publish({ topicName: `${topic}_reply`, payload: JSON.stringify({ id, code, data: {} }) })
}

const valuesOf = ({ params }: Batch): unknown[] =>
  Object.values(params.properties).flatMap((all) => all.map(({ value }) => value))

/** What is posted until nothing more is, with these replies in order. */
function postedWith(device: Device, codes: readonly number[]): unknown[][] {
  return codes.map((code) => batches(device, code).flatMap(valuesOf))
}

test('properties and events are posted in one batch, by name, each with its time', (t) => {
  const device = ready(t)
  const { queueEvent, queueProps } = device.api
  queueProps({ First: 1 })
  assert.equal(batches(device).length, 1)
  queueProps({ A: 1, B: { x: [1, null] } })
  queueEvent('alarm', { level: 2 })
  queueProps({ A: 'x"\\\n' })
  queueEvent('bare')
  reply(device, '1', 200)
  const [batch, ...more] = batches(device, 200)
  assert.ok(batch && more.length === 0)
  const times = [...Object.values(batch.params.properties), ...Object.values(batch.params.events)].flatMap((all) =>
    all.map(({ time = 0 }) => time),
  )
  assert.equal(new Set(times).size, 5, 'no two have the same time')
  for (const time of times) assert.ok(time >= 1_700_000_000_000 && time < 1_700_000_005_000)
  const { A: a, B: b } = batch.params.properties
  assert.deepEqual([a?.map(({ value }) => value), b?.map(({ value }) => value)], [[1, 'x"\\\n'], [{ x: [1, null] }]])
  assert.deepEqual(
    Object.entries(batch.params.events).map(([name, all]) => [name, all.map(({ value }) => value)]),
    [
      ['alarm', [{ level: 2 }]],
      ['bare', [{}]],
    ],
  )
  assert.equal(batch.method, 'thing.event.property.batch.post')
  assert.deepEqual(batches(device), [], 'and then nothing waits')
})

test('what cannot be posted is not queued, and named in the log', (t) => {
  const device = ready(t)
  const circle: { self?: object } = {}
  circle.self = circle
  const values = { Nothing: undefined, Function: () => 1, NaN, Long: 'x'.repeat(1024) }
  device.api.queueProps(values)
  assert.deepEqual(
    Object.keys(values).map((name) => device.log(`W app "${name}" not queued`).length),
    [1, 1, 1, 1],
  )
  assert.deepEqual(batches(device), [])
})

test('a batch is a PUBLISH well below 2,048 bytes, whatever waits', (t) => {
  const device = deviceAt(t, 'opening', { app: () => undefined })
  for (let i = 0; i < 50; i++) device.api.queueProps({ [`AQuiteLongName${i}`]: i })
  device.to('ready')
  device.seconds(6)
  let count = 0
  for (let id = 1; count < 50; id++) {
    const [batch] = batches(device, 200)
    assert.ok(batch && JSON.stringify(batch).length < 1400, JSON.stringify(batch))
    count += valuesOf(batch).length
  }
  assert.equal(count, 50)
})

test('only the reply to this batch counts; without one it goes again, the same, and nothing with it', (t) => {
  const device = ready(t)
  device.api.queueProps({ A: 1 })
  const [first] = batches(device)
  device.api.queueProps({ A: 2 })
  reply(device, 'other', 200)
  assert.deepEqual(batches(device), [])
  device.seconds(14)
  const [second] = batches(device)
  assert.ok(first && second && first.id !== second.id)
  assert.deepEqual(second.params, first.params)
  reply(device, first.id, 200)
  assert.deepEqual(batches(device), [], 'a late reply is to another batch')
  reply(device, second.id, 200)
  assert.deepEqual(batches(device, 200).flatMap(valuesOf), [2])
})

for (const code of [429, 500, 521, 6760])
  test(`${code} may pass: the same batch goes again 5 s later`, (t) => {
    const device = ready(t)
    device.api.queueProps({ A: 1 })
    const [first] = batches(device, code)
    device.seconds(2)
    assert.deepEqual(batches(device), [])
    device.seconds(3)
    assert.deepEqual(batches(device, 200)[0]?.params, first?.params)
  })

test('refused for good: the entries go one by one, and what is refused by itself is dropped, with a line', (t) => {
  const device = ready(t)
  device.api.queueProps({ A: 0 })
  batches(device)
  for (let i = 1; i <= 3; i++) device.api.queueProps({ A: i })
  reply(device, '1', 200)
  assert.deepEqual(postedWith(device, [460, 200, 6306, 200]), [[1, 2, 3], [1], [2], [3]])
  assert.deepEqual(device.log('W thing queued'), [
    `W thing queued entry dropped, refused with 6306: ${device.log('W thing queued')[0]?.split(': ')[1]}`,
  ])
  device.api.queueProps({ A: 4 })
  device.api.queueProps({ A: 5 })
  assert.deepEqual(postedWith(device, [200]), [[4, 5]], 'together again')
})

test('a full queue drops the oldest that is not on its way, and counts, a line a second', (t) => {
  const device = ready(t)
  const { queueOptions, queueProps } = device.api
  queueOptions({ most: 3 })
  queueProps({ A: 0 })
  assert.deepEqual(batches(device).flatMap(valuesOf), [0])
  for (let i = 1; i <= 9; i++) queueProps({ A: i })
  device.seconds(1)
  assert.deepEqual(device.log('W thing'), ['W thing 7 queued entries dropped, the oldest'])
  reply(device, '1', 200)
  assert.deepEqual(batches(device, 200).flatMap(valuesOf), [8, 9])
  queueOptions({ bytes: 60 })
  queueProps({ A: 'x'.repeat(60) })
  device.seconds(1)
  assert.deepEqual(batches(device), [])
  assert.equal(device.log('W app "A" not queued: too long').length, 1)
  for (let i = 1; i <= 3; i++) queueProps({ A: i })
  queueProps({ A: 'x'.repeat(60) })
  assert.deepEqual(batches(device, 200).flatMap(valuesOf).length > 0, true, 'what is too long drops nothing else')
})

test('without room in Storage the log says so, and the queue is in memory', (t) => {
  const device = readyDevice(t, { app: ({ queueOptions }) => queueOptions({ saved: true }), storageHasRoom: false })
  assert.equal(device.fake.seen('log').filter((line) => line.includes('queue not saved')).length, 0, 'before the start')
  device.load('firmware/thing/time.ts').setTimeMs(1_700_000_000_000)
  device.api.queueProps({ A: 1 })
  assert.deepEqual(batches(device, 200).flatMap(valuesOf), [1])
  device.api.queueOptions({ saved: true })
  assert.equal(device.log('W thing queue not saved: no room in Storage').length, 1)
})

test('saved records that are spoilt are left out', (t) => {
  const device = readyDevice(t, { app: () => undefined })
  const { flash } = device.fake
  flash.write('.queue', Uint8Array.of(0xff), 0, 12_288)
  const at = Math.ceil(flash.offsetOf('.queue')! / 4096) * 4096
  const records = ['31', 'p1700000000001"A"\t1', 'nonsense', 'pu5"A"\t2', '-7,1', '', 'e"b"\t{}', '=x']
  flash.writeAligned(at, Buffer.from(`${records.join('\n')}\n`))
  device.api.queueOptions({ saved: true })
  const [batch] = batches(device, 200)
  assert.deepEqual(batch?.params, {
    properties: { A: [{ value: 1, time: 1_700_000_000_001 }, { value: 2 }] },
    events: { b: [{ value: {} }] },
  })
})

test('with 8 requests open a batch waits: nobody would hear its reply, and it would come twice', (t) => {
  const device = ready(t)
  for (let i = 0; i < 8; i++) device.api.postEvent('x', {}, () => undefined)
  device.published()
  device.api.queueProps({ A: 1 })
  device.seconds(3)
  assert.deepEqual(batches(device), [])
  device.seconds(9)
  assert.deepEqual(batches(device, 200).flatMap(valuesOf), [1])
  device.seconds(30)
  assert.deepEqual(batches(device), [])
})
