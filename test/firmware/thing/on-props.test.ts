import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { readyDevice, type Api, type Device } from '../support/device.ts'

type Handler = Parameters<Api['onProps']>[0]
type Message = Parameters<Handler>[0]

/** A device whose application has these handlers, in this order. */
function withHandlers(t: TestContext, ...handlers: Handler[]): Device {
  return readyDevice(t, { app: ({ onProps }) => handlers.forEach((handler) => onProps(handler)) })
}

/** Its reply to a set of these params, without id and data. */
function replyOf(device: Device, params: unknown): { code: number; message?: string } {
  device.set({ id: '7', params })
  const [reply, ...more] = device.replies()
  assert.deepEqual([reply?.id, reply?.data, more], ['7', {}, []])
  const { code, message } = reply ?? { code: -1 }
  return { code, ...(message === undefined ? {} : { message }) }
}

const params = { A: 1, B: 'two', C: [3] }
const unknown = (...names: string[]): string => names.map((name) => `${name} is unknown; `).join('')

test('a handler gets the whole message, its params as they were sent', (t) => {
  const seen: Message[] = []
  const device = withHandlers(t, (message) => void seen.push(message))
  const message = { method: 'thing.service.property.set', id: '1700000123', params, version: '1.0.0' }
  device.set(JSON.stringify(message))
  assert.deepEqual(seen, [message])
})

// What handlers return, one after the other -> the reply.
const table: readonly (readonly [what: string, returned: readonly unknown[], code: number, message?: string])[] = [
  ['nothing takes all', [undefined], 200],
  ['true takes all', [true], 200],
  ['a number takes all', [0], 200],
  ['null takes all', [null], 200],
  ["'' refuses nothing and takes all", [''], 200],
  ['a list of all names takes all', [['C', 'B', 'A']], 200],
  ['a list that names more than there is takes all', [['A', 'B', 'C', 'D']], 200],
  ['a list of some names leaves the others', [['B']], 460, unknown('A', 'C')],
  ['an empty list takes none', [[]], 460, unknown('A', 'B', 'C')],
  ['a text refuses the set with this text', ['B must be a number'], 460, 'B must be a number'],
  ['lists of several handlers add up', [['A'], ['C'], ['B']], 200],
  ['what no list has is named', [['A'], ['C']], 460, unknown('B')],
  ['a list and then nothing takes all', [['A'], undefined], 200],
  ['nothing and then a list takes all', [undefined, ['A']], 200],
  ['two texts are both told', ['first; ', 'second; '], 460, 'first; second; '],
  ['a text after a list is told, and names nobody', [['A'], 'wrong'], 460, 'wrong'],
  ['a text that one says is told though another takes all', ['wrong', undefined], 460, 'wrong'],
]
for (const [what, returned, code, message] of table) {
  test(`${what}: ${JSON.stringify(returned)} is replied ${code}`, (t) => {
    const device = withHandlers(t, ...returned.map((each) => () => each as string))
    assert.deepEqual(replyOf(device, params), { code, ...(message === undefined ? {} : { message }) })
  })
}

test('every handler is called, in the order in which they came, whatever the others say', (t) => {
  const called: number[] = []
  const device = withHandlers(
    t,
    () => (called.push(1), 'wrong'),
    () => (called.push(2), ['A']),
    () => void called.push(3),
  )
  replyOf(device, params)
  assert.deepEqual(called, [1, 2, 3])
})

test('with no handler at all every name is unknown, and no params are said to be none', (t) => {
  const device = withHandlers(t)
  assert.deepEqual(replyOf(device, params), { code: 460, message: unknown('A', 'B', 'C') })
  assert.deepEqual(replyOf(device, {}), { code: 460, message: 'no params' })
})

test('of many names that nobody handles as many are named as 100 bytes begin, and the set ends there', (t) => {
  const device = withHandlers(t, () => [])
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`Name_${i + 10}`, i]))
  const one = unknown('Name_10').length
  const { message = '' } = replyOf(device, many)
  assert.equal(message, unknown(...Object.keys(many).slice(0, Math.ceil(100 / one))))
  assert.deepEqual(replyOf(device, { ['x'.repeat(1900)]: 1 }), { code: 460, message: unknown('x'.repeat(100)) })
})

for (const wrong of [undefined, null, 7, true, '', 'text']) {
  test(`params that are ${JSON.stringify(wrong)} reach a handler as none`, (t) => {
    const seen: unknown[] = []
    const device = withHandlers(t, (message) => void seen.push(message.params))
    assert.deepEqual(replyOf(device, wrong), { code: 200 })
    assert.deepEqual(seen, [{}])
  })
}

test('what a handler throws is replied 100001 and logged with its stack; the link and the other sets live on', (t) => {
  const device = withHandlers(
    t,
    () => void 0,
    ({ params: { A } }) => {
      if (A === 1) throw new TypeError('no such pin')
    },
  )
  assert.deepEqual(replyOf(device, { A: 1 }), { code: 100001, message: 'failed' })
  const [line = '', ...more] = device.log('E')
  assert.deepEqual(more, [])
  assert.match(line, /^E app bug TypeError: no such pin\n.*\n +at .*on-props\.test/)
  assert.deepEqual(replyOf(device, { A: 2 }), { code: 200 })
  assert.deepEqual([device.socket().isEnded(), device.log('W')], [false, []])
})

for (const thrown of ['out of paper', null, undefined, 0]) {
  test(`what is thrown need not be an Error: ${JSON.stringify(thrown)}`, (t) => {
    const device = withHandlers(t, ({ params: { A } }) => {
      if (A === 1) throw thrown
    })
    assert.deepEqual(replyOf(device, { A: 1 }), { code: 100001, message: 'failed' })
    assert.match(device.log('E').join(), new RegExp(`^E app bug ${thrown}\\n[^\\n]*$`))
    assert.deepEqual(replyOf(device, { A: 2 }), { code: 200 })
    assert.deepEqual([device.socket().isEnded(), device.log('W')], [false, []])
  })
}
