import type { I2cDevice } from '../modules/i2c-class.ts'
import type { SerialDevice } from '../serial-ports/serial-wires.ts'
import type { SpiDevice } from '../modules/spi-wires.ts'
import type { OneWireDevice } from '../one-wire/one-wire-bus.ts'
import { Dials } from './dials.ts'

/** What stands around a simulated board: the devices on its buses, the voltages at its analog inputs, and their dials. */
export interface Partners {
  /** By the name of the pin: { D4: [device] }. */
  readonly oneWire: Readonly<Record<string, readonly OneWireDevice[]>>
  /** By address. */
  readonly i2c: Readonly<Record<number, I2cDevice>>
  /** By the name of the pin that selects it while it is low. */
  readonly spi: Readonly<Record<string, SpiDevice>>
  /** By the name of the port: Serial1, Serial2 ... or of the pin on which the board receives. */
  readonly serial: Readonly<Record<string, SerialDevice>>
  /** By the name of the pin: 0 to 1, as analogRead returns it. */
  readonly analog: Readonly<Record<string, number>>
  /** Ties what the chip itself measures to what is outside the board. */
  readonly chip?: ((outside: { temperature: number }) => void) | undefined
  readonly dials: Dials
}

export function noPartners(): Partners {
  return { oneWire: {}, i2c: {}, spi: {}, serial: {}, analog: {}, dials: new Dials() }
}
