import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDevice } from '../support/device.ts'

const app = (): void => undefined

test('the handler is called once before the reboot of a board without link, and what it keeps is saved; also where it throws', (t) => {
  for (const fails of [false, true]) {
    const device = createDevice(t, { app, rebootAfterMin: 1 })
    const order: string[] = []
    device.api.kept()
    device.api.onReboot(() => {
      order.push(device.fake.events.filter((event) => event === 'reboot').join())
      device.api.keep('{"now":1}')
      if (fails) throw new Error('a mistake in the handler')
    })
    device.start()
    device.seconds(59)
    assert.deepEqual(order, [])
    device.seconds(200)
    assert.equal(order[0], '')
    assert.equal(device.log('E app bug').length, fails ? order.length : 0)
  }
})
