import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDevice, readyDevice, type Device } from '../support/device.ts'

const app = (): void => undefined

const filtersOf = (device: Device): string[] =>
  device.flow().flatMap((each) => (each.cmd === 'subscribe' ? each.subscriptions.map(({ topic }) => topic) : []))

test('a feature’s filter may be wanted before the device has a name, and is subscribed to in each session, once', (t) => {
  const device = createDevice(t, { app })
  const { wantFilter } = device.load('firmware/thing/to-link.ts')
  for (let i = 0; i < 3; i++) wantFilter('/ext/ntp/{}/response')
  device.start()
  device.to('ready')
  assert.deepEqual(filtersOf(device).slice(-1), ['/ext/ntp/a1B2c3D4e5F/plug01/response'])
  device.socket().close()
  device.seconds(1)
  device.to('ready')
  assert.deepEqual(filtersOf(device).slice(-1), ['/ext/ntp/a1B2c3D4e5F/plug01/response'])
})

test('a filter that is wanted while ready is subscribed to at once; {} stands for the names, in any place', (t) => {
  const device = readyDevice(t, { app })
  device.load('firmware/thing/to-link.ts').wantFilter('/shadow/get/{}')
  assert.deepEqual(filtersOf(device), ['/shadow/get/a1B2c3D4e5F/plug01'])
})
