import assert from 'node:assert/strict'
import { test } from 'node:test'
import { topics, deviceAt, readyDevice } from '../../firmware/support/device.ts'
import { switchOn } from '../../firmware/support/switches.ts'

const withButton = () => ({
  PowerSwitch_1: switchOn(4, { button: 0 }),
  PowerSwitch_2: switchOn(5, { button: 13 }),
  PowerSwitch_3: switchOn(12),
})

test('a press toggles the switch of that button alone, and posts it', (t) => {
  const device = readyDevice(t, { switches: withButton() })
  device.press(13)
  assert.deepEqual(device.fake.seen('drive'), ['5 1'])
  const posts = device.published().filter(({ topic }) => topic === topics.post)
  assert.deepEqual(
    posts.map(({ payload }) => JSON.parse(payload).params),
    [{ PowerSwitch_1: 0, PowerSwitch_2: 1, PowerSwitch_3: 0 }],
  )
  device.press(13)
  assert.deepEqual(device.fake.seen('drive'), ['5 1', '5 0'])
})

test('a press while there is no connection toggles at once, and is posted when there is one', (t) => {
  const device = deviceAt(t, 'opening', { switches: withButton() })
  device.press(0)
  assert.deepEqual(device.fake.seen('drive'), ['4 1'])
  device.to('ready')
  const params = device
    .published()
    .flatMap(({ topic, payload }) => (topic === topics.post ? [JSON.parse(payload).params] : []))
  assert.deepEqual(params.at(-1), { PowerSwitch_1: 1, PowerSwitch_2: 0, PowerSwitch_3: 0 })
})

test('a press of no button of a switch does nothing', (t) => {
  const device = readyDevice(t, { switches: withButton() })
  device.press(25)
  assert.deepEqual(device.fake.seen('drive'), [])
})
