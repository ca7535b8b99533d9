import type { I2cDevice } from '../modules/i2c-class.ts'
import type { SpiDevice } from '../modules/spi-wires.ts'
import type { OneWireDevice } from '../one-wire/one-wire-bus.ts'
import type { SerialDevice } from '../serial-ports/serial-wires.ts'
import type { DialOptions } from './dials.ts'
import type { GpsOptions } from './devices/gps.ts'

export type { DialOptions, GpsOptions, I2cDevice, OneWireDevice, SerialDevice, SpiDevice }

/** What stands in front of the names of a device's dials, where there are several. */
interface Named {
  name?: string
}

/**
 * A bench around a simulated board, on which a partner file puts devices. Pins are named as the script names them: 'D4', 'A0'.
 * What is put to a place that does not exist, or that is taken, is a UserError bad-partners.
 */
export interface Bench {
  /** Puts devices on the OneWire bus of a pin. */
  oneWire(pin: string, ...devices: OneWireDevice[]): void
  /** Puts a device on the I2C bus; its address has 7 bits. Every I2C port leads to the same bus. */
  i2c(address: number, device: I2cDevice): void
  /** Puts a device on the SPI bus; it is selected while the pin is low. Every SPI port leads to the same bus. */
  spi(selectPin: string, device: SpiDevice): void
  /** Puts a device on a serial port: 'Serial2', or the pin on which the board receives, such as 'D16'. */
  serial(place: string, device: SerialDevice): void
  /** Sets the voltage at an analog input, 0 to 1 as analogRead returns it. */
  analog(pin: string, value: number): void
  /** Sets what E.getTemperature returns, degrees Celsius, with a dial. */
  chip(options?: Named & { temperature?: number }): void
  /** Adds a slider to the console. Returns its name: a second dial of a name gets a number behind it. */
  dial(options: DialOptions): string

  /** A thermometer for OneWire, with a dial. `temperature` in degrees Celsius, -55 to 125; `serial` tells several on a wire apart. */
  ds18b20(options?: Named & { temperature?: number; serial?: number }): OneWireDevice
  /** A thermometer and hygrometer for I2C, address 0x40, with two dials. Degrees Celsius, -40 to 125; relative humidity, 0 to 100 %. */
  htu21d(options?: Named & { temperature?: number; humidity?: number }): I2cDevice
  /** A thermocouple's converter for SPI, with a dial. Degrees Celsius, 0 to 1023.75; the probe is there unless `isOpen`. */
  max6675(options?: Named & { temperature?: number; isOpen?: boolean }): SpiDevice
  /** A GPS receiver for a serial port: a GGA sentence (NMEA 0183) every second, at 9600 baud, with dials for where it is. */
  gps(options?: Named & GpsOptions): SerialDevice
}

/** The default export of a partner file. */
export type PutOnBench = (bench: Bench) => void | Promise<void>
