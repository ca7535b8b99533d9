import type { SpiDevice } from '../partners/bench.ts'
import type { Pins } from '../pins/pins.ts'

export type { SpiDevice }

/** The wires between a board's SPI ports and the devices: `devices` by the name of the pin that selects each. */
export class SpiWires {
  constructor(
    private readonly pins: Pick<Pins, 'level' | 'nameOf'>,
    private readonly devices: Readonly<Record<string, SpiDevice>>,
  ) {}

  /** Whether a pin selects a device. */
  selects(pin: number): boolean {
    return Object.hasOwn(this.devices, this.pins.nameOf(pin))
  }

  /** Takes a change of a pin's level. */
  edge(pin: string, level: 0 | 1, was: 0 | 1 | undefined): void {
    const device = this.devices[pin]
    if (level === 0) device?.select?.()
    else if (was === 0) device?.deselect?.()
  }

  /** Exchanges a byte with the devices that are selected; returns undefined when none is. */
  transfer(byte: number): number | undefined {
    const selected = Object.entries(this.devices).filter(([pin]) => this.pins.level(pin) === 0)
    const answers = selected.map(([, device]) => device.transfer(byte))
    return answers.length === 0 ? undefined : answers.reduce((all, answer) => all & answer)
  }
}
