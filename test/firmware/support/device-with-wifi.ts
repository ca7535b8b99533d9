import type { TestContext } from 'node:test'
import { createDevice, type Device, type DeviceOptions } from './device.ts'
import { createFakeWifi, type FakeWifi } from './fake-wifi.ts'

export interface DeviceWithWifi {
  readonly device: Device
  readonly wifi: FakeWifi
}

/** A device that has asked its Wi-Fi to join, and waits for it. */
export function started(t: TestContext, options: DeviceOptions = {}): DeviceWithWifi {
  const wifi = createFakeWifi()
  const device = createDevice(t, { ...options, wifi })
  device.start()
  return { device, wifi }
}

/** The same once it has joined and its link is ready. */
export function ready(t: TestContext, options: DeviceOptions = {}): DeviceWithWifi {
  const { device, wifi } = started(t, options)
  wifi.connected('10.0.0.2')
  wifi.answer(null)
  device.to('ready')
  return { device, wifi }
}
