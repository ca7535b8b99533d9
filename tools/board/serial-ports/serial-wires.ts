import { bytesOf } from '../../storage/bytes.ts'
import type { Clock } from '../../time/clock.ts'
import type { SerialDevice, SerialLine } from '../partners/bench.ts'

export type { SerialDevice, SerialLine }

/** The lines between a board's serial ports and the devices: `devices` by port (Serial2) or by the board's receiving pin (D16). */
export class SerialWires {
  /** Takes what a device sends; `place` is its port or pin. */
  onBytes: (place: string, bytes: Uint8Array) => void = () => undefined
  private readonly handles = new Set<number>()
  private isOn = false

  constructor(
    private readonly clock: Clock,
    private readonly devices: Readonly<Record<string, SerialDevice>>,
  ) {}

  /** Gives the devices power; once they have it, nothing happens. */
  powerOn(): void {
    if (this.isOn) return
    this.isOn = true
    for (const [place, device] of Object.entries(this.devices)) device.powerOn?.(this.line(place))
  }

  powerOff(): void {
    this.isOn = false
    for (const handle of this.handles) this.clock.clear(handle)
    this.handles.clear()
  }

  /** Returns which of the places has a device. */
  find(places: readonly string[]): string | undefined {
    return places.find((place) => Object.hasOwn(this.devices, place))
  }

  /** Takes what the board sends to a place. */
  toDevice(place: string, bytes: Uint8Array): void {
    if (bytes.length > 0) this.devices[place]?.receive?.(bytes, this.line(place))
  }

  private line(place: string): SerialLine {
    const after: SerialLine['after'] = (ms, act) => {
      const handle = this.clock.set(() => {
        this.handles.delete(handle)
        act()
      }, ms)
      this.handles.add(handle)
    }
    const every: SerialLine['every'] = (ms, act) => {
      after(ms, () => {
        every(ms, act)
        act()
      })
    }
    const send: SerialLine['send'] = (data) => {
      if (this.isOn) this.onBytes(place, typeof data === 'string' ? bytesOf(data) : data)
    }
    return { send, every, after }
  }
}
