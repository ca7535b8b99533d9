import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { utf8 } from '../support/bytes.ts'
import { deviceAt, readyDevice, topics, type Device } from '../support/device.ts'
import { withEngineJson } from '../support/engine-json.ts'

const app = (): void => undefined
const ready = (t: TestContext): Device => readyDevice(t, { app })

/** Five PUBLISHes go out at once: what is owed behind them waits for the next slot. */
function fillSlot(device: Device): void {
  for (let i = 0; i < 5; i++) device.api.publish('x', '')
}

test('what is posted goes out at once, as a property post of QoS 0', (t) => {
  const device = ready(t)
  device.api.postProps({ Temperature: 21.5, Names: ['a', 'b'], Where: { x: 1 }, On: true, Text: '' })
  const [packet, ...more] = device.packets()
  assert.ok(packet?.cmd === 'publish')
  assert.deepEqual([packet.topic, packet.qos, more], [topics.post, 0, []])
  assert.deepEqual(JSON.parse(packet.payload.toString()), {
    id: '1',
    version: '1.0',
    params: { Temperature: 21.5, Names: ['a', 'b'], Where: { x: 1 }, On: true, Text: '' },
    method: 'thing.event.property.post',
  })
})

test('what waits is posted together, of each property the newest value', (t) => {
  const device = ready(t)
  fillSlot(device)
  for (let i = 1; i <= 100; i++) device.api.postProps({ [`P${i % 3}`]: i })
  assert.deepEqual(device.posts(), [{ P0: 99, P1: 100, P2: 98 }])
  assert.deepEqual(device.posts(), [], 'and then nothing is left')
})

test('the value counts that it had when it was posted, whatever becomes of the object', (t) => {
  const device = ready(t)
  fillSlot(device)
  const params = { List: [1] }
  device.api.postProps(params)
  params.List.push(2)
  assert.deepEqual(device.posts(), [{ List: [1] }])
})

test('before the link is ready, from the first line on, and while it is lost, the newest values wait', (t) => {
  const device = deviceAt(t, 'opening', {
    app: ({ postProps }) => {
      postProps({ A: 1, B: 1 })
      postProps({ B: 2 })
    },
  })
  device.api.postProps({ C: 3 })
  device.to('ready')
  assert.deepEqual(device.posts(), [{ A: 1, B: 2, C: 3 }])
  device.socket().close()
  for (let i = 0; i < 50; i++) device.api.postProps({ A: i })
  device.seconds(1)
  device.to('ready')
  assert.deepEqual(device.posts(), [{ A: 49 }])
  assert.deepEqual(device.log('W app'), [])
})

test('2,048 bytes of names and values may wait, and no more: what does not fit is named', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const { postProps } = device.api
  const text = (bytes: number): string => 'x'.repeat(bytes - '""'.length)
  postProps({ A: text(1000), B: text(1046) })
  assert.deepEqual(device.log('W app'), [])
  postProps({ C: 1 })
  postProps({ B: text(1047) })
  assert.deepEqual(
    device.log('W app'),
    ['C', 'B'].map((name) => `W app property "${name}" not posted: too much waits`),
  )
  // A value in place of another one counts once.
  postProps({ A: text(100) })
  postProps({ C: text(899) })
  postProps({ D: 1 })
  assert.equal(device.log('W app').length, 3)
  device.to('ready')
  assert.deepEqual(device.posts(), [{ A: text(100), B: text(1046), C: text(899) }])
  postProps({ D: text(2047) })
  assert.deepEqual(device.posts(), [{ D: text(2047) }], 'when it is posted there is room again')
})

const circle: { itself?: unknown } = {}
circle.itself = circle
// prettier-ignore
const noValues: readonly (readonly [what: string, value: unknown])[] = [
  ['a function', () => 1], ['undefined', undefined], ['null', null], ['NaN', NaN], ['Infinity', Infinity],
  ['a circle', circle], ['an array with undefined in an object', { a: [1, undefined] }],
  ['an array with a function', [() => 1]], ['a circle in an array', [circle]],
]
for (const [what, value] of noValues) {
  test(`${what} is no value: it is named, and the others are posted`, (t) => {
    const device = ready(t)
    withEngineJson(() => device.api.postProps({ Before: 1, Wrong: value, After: 2 }))
    assert.deepEqual(device.posts(), [{ Before: 1, After: 2 }])
    assert.deepEqual(device.log('W'), ['W app property "Wrong" not posted: no value'])
    withEngineJson(() => device.api.postProps({ Wrong: value }))
    assert.deepEqual(device.published(), [], 'nothing to post is no post')
  })
}

test('a name is told up to 60 bytes of it, and cannot forge a line', (t) => {
  const device = ready(t)
  device.api.postProps({ [`${'n'.repeat(60)}TAIL`]: undefined, 'a\nb"': undefined })
  assert.deepEqual(device.log('W'), [
    `W app property "${'n'.repeat(60)}" not posted: no value`,
    'W app property "a\\nb\\"" not posted: no value',
  ])
})

test('bytes of UTF-8 in names and values reach the platform as they are', (t) => {
  const device = ready(t)
  const [name, value] = ['\u5ba2\u5385"', 'caf\u00e9 \u{1f600}\n\\u00e9']
  withEngineJson(() => device.api.postProps({ [utf8(name)]: utf8(value), List: [utf8(value)] }))
  assert.deepEqual(device.posts(), [{ [name]: value, List: [value] }])
})

test('1,000 posts a second keep the limits of the platform, and the last one is posted', (t) => {
  const device = ready(t)
  const posts: { readonly at: number; readonly payload: string }[] = []
  for (let i = 0; i < 3500; i++) {
    if (i < 3000) device.api.postProps({ Count: i })
    device.fake.clock.advance(1)
    for (const packet of device.packets())
      if (packet.cmd === 'publish') posts.push({ at: device.fake.clock.now(), payload: packet.payload.toString() })
    device.socket().drain()
  }
  for (const { at: from } of posts) assert.ok(posts.filter(({ at }) => at >= from && at < from + 1000).length <= 25)
  assert.ok(posts.length > 45, `${posts.length} posts in 3 s`)
  assert.deepEqual(JSON.parse(posts.at(-1)!.payload).params, { Count: 2999 })
  assert.deepEqual(device.log('W'), [])
})
