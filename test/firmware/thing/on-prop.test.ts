import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { readyDevice, type Api, type Device } from '../support/device.ts'

type Handler = Parameters<Api['onProp']>[0]

const withHandler = (t: TestContext, handler: Handler): Device =>
  readyDevice(t, { app: ({ onProp }) => onProp(handler) })

function replyOf(device: Device, params: unknown): { code: number; message?: string } {
  device.set({ id: '7', params })
  const [{ code, message } = { code: -1 }, ...more] = device.replies()
  assert.deepEqual(more, [])
  return { code, ...(message === undefined ? {} : { message }) }
}

test('the handler is called for each property, in the order of the set, and what it returns is the reply', (t) => {
  const seen: unknown[] = []
  const device = withHandler(t, (name, value) => {
    seen.push([name, value])
    return name === 'A' ? undefined : name === 'B' ? 'must be 0 or 1' : false
  })
  assert.deepEqual(replyOf(device, { B: 7, X: [1], A: 1 }), { code: 460, message: 'B must be 0 or 1; X is unknown; ' })
  assert.deepEqual(seen, [
    ['B', 7],
    ['X', [1]],
    ['A', 1],
  ])
  assert.deepEqual(replyOf(device, { A: null }), { code: 200 })
})

// What the handler returns -> what the reply says of the property A; nothing where it was taken.
const table: readonly (readonly [returned: ReturnType<Handler>, message?: string])[] = [
  [undefined],
  [true, 'A must be 0 or 1; '],
  [false, 'A is unknown; '],
  ['', 'A is unknown; '],
  ['is too hot', 'A is too hot; '],
]
for (const [returned, message] of table) {
  test(`a handler that returns ${JSON.stringify(returned)}: ${message ?? 'taken'}`, (t) => {
    const device = withHandler(t, () => returned)
    assert.deepEqual(replyOf(device, { A: 1 }), message === undefined ? { code: 200 } : { code: 460, message })
  })
}

test('the reply grows no more after 100 bytes, but every property is handed over', (t) => {
  const seen: string[] = []
  const device = withHandler(t, (name) => {
    seen.push(name)
    return 'is out of range'
  })
  const names = Array.from({ length: 60 }, (_, i) => `Name_${i + 10}`)
  const { message = '' } = replyOf(device, Object.fromEntries(names.map((name) => [name, 1])))
  assert.deepEqual(seen, names)
  const one = 'Name_10 is out of range; '
  assert.equal(message.length, Math.ceil(100 / one.length) * one.length)
})

test('what it throws is replied 100001, and the rest of the set is not handed over', (t) => {
  const seen: string[] = []
  const device = withHandler(t, (name) => {
    seen.push(name)
    if (name === 'B') throw new Error('no such pin')
  })
  assert.deepEqual(replyOf(device, { A: 1, B: 1, C: 1 }), { code: 100001, message: 'failed' })
  assert.deepEqual(seen, ['A', 'B'])
  assert.match(device.log('E')[0] ?? '', /^E app bug Error: no such pin\n/)
})

test('it may throw null: that is replied and logged as well, and the link lives on', (t) => {
  const device = withHandler(t, (_, value) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- an application may do so
    if (value === 1) throw null
  })
  assert.deepEqual(replyOf(device, { A: 1 }), { code: 100001, message: 'failed' })
  assert.deepEqual(device.log('E'), ['E app bug null\nnull'])
  assert.deepEqual(replyOf(device, { A: 0 }), { code: 200 })
  assert.deepEqual([device.socket().isEnded(), device.log('W')], [false, []])
})

test('the last handler is the one', (t) => {
  const seen: string[] = []
  const device = readyDevice(t, {
    app: ({ onProp }) => {
      onProp((name) => void seen.push(`first ${name}`))
      onProp((name) => void seen.push(`second ${name}`))
    },
  })
  replyOf(device, { A: 1 })
  assert.deepEqual(seen, ['second A'])
})

test('what a handler of whole sets takes does not get to it, the rest does', (t) => {
  const seen: string[] = []
  const device = readyDevice(t, {
    app: ({ onProp, onProps }) => {
      onProp((name) => (seen.push(name), name === 'B' ? undefined : false))
      onProps(() => ['A'])
    },
  })
  assert.deepEqual(replyOf(device, { A: 1, B: 1, C: 1 }), { code: 460, message: 'C is unknown; ' })
  assert.deepEqual(seen, ['B', 'C'])
  assert.deepEqual(replyOf(device, { A: 1 }), { code: 200 })
})
