// What the author of a partner file needs of types, all in one file: it is what the package exports as espruino-aliyun/partners.

/** A device on the board's I2C bus. */
export interface I2cDevice {
  /** Takes what is written to its address: often the number of a register, then what goes there. */
  write(bytes: Uint8Array): void
  /** Returns the bytes that it is asked for; what is missing is read as 0xFF. */
  read(count: number): Uint8Array
}

/** A device on the board's SPI bus. It takes part while the pin that selects it is low. */
export interface SpiDevice {
  /** A byte goes both ways at once: takes the board's, returns its own. */
  transfer(byte: number): number
  /** The pin went low: a transfer begins. */
  select?(): void
  /** The pin went high: the transfer is over. */
  deselect?(): void
}

/** A device on a OneWire bus, as the master meets it. */
export interface OneWireDevice {
  /** 8 bytes: the family, the serial number, the checksum. */
  readonly rom: Uint8Array
  /** Whether it takes part in an alarm search. */
  readonly hasAlarm: boolean
  /** A reset pulse: whatever was going on ends. */
  reset(): void
  /** Takes a byte; only while it is addressed. */
  write(byte: number, nowMs: number): void
  /** Returns a byte; 0xFF leaves the wire alone. */
  read(nowMs: number): number
}

/** The end of a serial line that a device holds. */
export interface SerialLine {
  /** Puts bytes on the board's receiving pin; a string's chars are bytes. */
  send(data: string | Uint8Array): void
  /** Calls `act` every so often until the power is cut. */
  every(ms: number, act: () => void): void
  /** Calls `act` once, unless the power is cut before. */
  after(ms: number, act: () => void): void
}

/** A device on a serial port of the board. */
export interface SerialDevice {
  /** It gets power, with the board. */
  powerOn?(line: SerialLine): void
  /** Takes what the board sends. */
  receive?(bytes: Uint8Array, line: SerialLine): void
}

export interface DialOptions {
  name: string
  unit?: string | undefined
  min: number
  max: number
  /** What it shows at first. */
  value: number
  onChange?: ((value: number) => void) | undefined
}

export interface GpsOptions {
  /** Degrees, north and east positive. */
  latitude?: number
  longitude?: number
  /** Metres above the sea. */
  altitude?: number
}

/** What stands in front of the names of a device's dials; else the device's type and place, such as DS18B20 D25. */
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
