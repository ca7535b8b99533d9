import type { TestContext } from 'node:test'
import { createDevice, type Device, type DeviceOptions } from './device.ts'
import { createFakeWifi, type FakeWifi } from './fake-wifi.ts'

export interface DeviceWithWifi {
  readonly device: Device
  readonly wifi: FakeWifi
}

/** A device that has asked its Wi-Fi to join, and waits for it. */
export async function started(t: TestContext, options: DeviceOptions = {}): Promise<DeviceWithWifi> {
  const wifi = createFakeWifi()
  const device = await createDevice(t, { ...options, wifi })
  device.start()
  return { device, wifi }
}

/** The same once it has joined and its link is ready. */
export async function ready(t: TestContext, options: DeviceOptions = {}): Promise<DeviceWithWifi> {
  const { device, wifi } = await started(t, options)
  wifi.connected('10.0.0.2')
  wifi.answer(null)
  device.to('ready')
  return { device, wifi }
}
