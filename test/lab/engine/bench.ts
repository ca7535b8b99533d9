import type { BuiltFirmware } from '../../../tools/build/firmware.ts'
import { Device, type DeviceSetup } from './device.ts'

/** What a case works with: the bundle, and a place for all that must be ended after it. */
export class Bench {
  readonly figures: Record<string, number> = {}
  private readonly endings: (() => unknown)[] = []

  constructor(readonly firmware: BuiltFirmware) {}

  /** Starts a device with the bundle, unless the setup says otherwise. */
  device(setup: DeviceSetup): Device {
    const device = new Device({ script: this.firmware.script, ...setup })
    this.atEnd(() => device.stop())
    return device
  }

  /** Adds something to do at the end of the case; the last one added is done first. */
  atEnd(ending: () => unknown): void {
    this.endings.unshift(ending)
  }

  figure(name: string, value: number): void {
    this.figures[name] = value
  }

  async end(): Promise<void> {
    for (const ending of this.endings.splice(0)) await ending()
  }
}
