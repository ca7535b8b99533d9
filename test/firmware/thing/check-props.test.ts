import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { readyDevice, type Device } from '../support/device.ts'

const rules = [
  'On bool',
  'Level int -5 10',
  'Ratio float 0 1.5',
  'Mode enum |0|2|11|',
  'Name text 5',
  'Since date',
  'Where struct',
  'Steps array 2',
]
const wanted = Object.fromEntries(rules.map((rule) => [rule.split(' ')[0], rule.slice(rule.indexOf(' ') + 1)]))

/** A device with these rules, whose handler notes what gets to it. */
function withRules(t: TestContext): { device: Device; seen: unknown[] } {
  const seen: unknown[] = []
  const app: NonNullable<Parameters<typeof readyDevice>[1]>['app'] = ({ checkProps, onProp }) => {
    checkProps(rules.join())
    onProp((name, value) => void seen.push([name, value]))
  }
  return { device: readyDevice(t, { app }), seen }
}

function replyOf(device: Device, params: object): string {
  device.set({ id: '1', params })
  const [{ code, message = '' } = { code: 0 }] = device.replies()
  assert.equal(code, message === '' ? 200 : 460)
  return message
}

const allowed: readonly (readonly [name: string, ...values: unknown[]])[] = [
  ['On', 0, 1],
  ['Level', -5, 0, 10],
  ['Ratio', 0, 0.25, 1, 1.5],
  ['Mode', 0, 2, 11],
  ['Name', '', 'abcde'],
  ['Since', '0', '1700000000000'],
  ['Where', {}, { x: [1] }],
  ['Steps', [], [1, { x: 1 }]],
]
const refused: readonly (readonly [name: string, ...values: unknown[]])[] = [
  ['On', 2, -1, 0.5, '1', true, null, [1], {}],
  ['Level', -6, 11, 1.5, '1', true, null, [1], {}],
  ['Ratio', -0.1, 1.51, '1', true, null],
  ['Mode', 1, 3, 12, 0.5, '2', '|', true, null],
  ['Name', 'abcdef', 1, null, ['a'], {}],
  ['Since', '', 'now', '1'.repeat(64), '1e3', '01', ' 1', 1700000000000, null],
  ['Where', [], [{}], 'x', 1, null],
  ['Steps', [1, 2, 3], {}, 'ab', 1, null],
]
for (const [name, ...values] of allowed) {
  test(`${name}: ${wanted[name]} may be ${values.map((value) => JSON.stringify(value)).join(', ')}`, (t) => {
    const { device, seen } = withRules(t)
    for (const value of values) assert.equal(replyOf(device, { [name]: value }), '', JSON.stringify(value))
    assert.deepEqual(
      seen,
      values.map((value) => [name, value]),
    )
  })
}
for (const [name, ...values] of refused) {
  test(`${name}: ${wanted[name]} may not be ${values.map((value) => JSON.stringify(value)).join(', ')}`, (t) => {
    const { device, seen } = withRules(t)
    for (const value of values)
      assert.equal(replyOf(device, { [name]: value }), `${name} must be ${wanted[name]}; `, JSON.stringify(value))
    assert.deepEqual(seen, [])
  })
}

test('what is allowed reaches the handler though the rest is refused', (t) => {
  const { device, seen } = withRules(t)
  const message = replyOf(device, { Level: 99, On: 1, Other: 1, constructor: 1 })
  assert.equal(message, 'Level must be int -5 10; Other is unknown; constructor is unknown; ')
  assert.deepEqual(seen, [['On', 1]])
})

test('no params are told as without rules, and the reply ends after 100 bytes', (t) => {
  const { device } = withRules(t)
  assert.equal(replyOf(device, {}), 'no params')
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`Name_${i + 10}`, i]))
  const one = 'Name_10 is unknown; '.length
  assert.equal(replyOf(device, many).length, Math.ceil(100 / one) * one)
})

test('handlers of whole sets get what is allowed', (t) => {
  const seen: unknown[] = []
  const device = readyDevice(t, {
    app: ({ checkProps, onProps }) => {
      onProps(({ params }) => void seen.push(params))
      checkProps('On bool')
    },
  })
  assert.equal(replyOf(device, { On: 1, Level: 1 }), 'Level is unknown; ')
  assert.deepEqual(seen, [{ On: 1 }])
  assert.equal(replyOf(device, { On: 7 }), 'On must be bool; ')
  assert.equal(seen.length, 1, 'of nothing that is allowed it is not told')
})
