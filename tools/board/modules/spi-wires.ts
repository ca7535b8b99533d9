import type { Pins } from '../pins/pins.ts'

/** A device on the board's SPI bus. It takes part while the pin that selects it is low. */
export interface SpiDevice {
  /** A byte goes both ways at once: takes the board's, returns its own. */
  transfer(byte: number): number
  /** The pin went low: a transfer begins. */
  select?(): void
  /** The pin went high: the transfer is over. */
  deselect?(): void
}

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
