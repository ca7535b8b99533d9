/** I2C, SPI, serial ports, OneWire. `new I2C()` and the like are done in software, on any pins. */

/** Bytes to be written: a byte, text of one byte a character, a list of these, or `{data, count}` for some of them many times. */
type ByteSource =
  number | string | ArrayBuffer | ArrayBufferView | readonly ByteSource[] | { data: ByteSource; count: number }

interface I2cOptions {
  scl?: PinOrNumber
  sda?: PinOrNumber
  /** Bits a second: 100,000 by default, at most 400,000 on most boards. */
  bitrate?: number
}

interface I2C {
  /** Reads `quantity` bytes from the device with this 7-bit address; `stop: false` keeps the bus for the next call. */
  readFrom(address: number | { address: number; stop: boolean }, quantity: number): Uint8Array
  /** Writes the number of a register, then reads `quantity` bytes. */
  readReg(address: number, register: number, quantity: number): Uint8Array
  setup(options: I2cOptions): void
  /** Writes bytes to the device with this 7-bit address. Throws when none acknowledges. */
  writeTo(address: number | { address: number; stop: boolean }, ...data: readonly ByteSource[]): void
}
interface I2CConstructor {
  new (): I2C
  /** Returns the port that has this pin, undefined for none. */
  find(pin: PinOrNumber): I2C | undefined
}
declare const I2C: I2CConstructor
declare const I2C1: I2C
declare const I2C2: I2C

interface SpiOptions {
  sck?: PinOrNumber
  miso?: PinOrNumber
  mosi?: PinOrNumber
  /** Bits a second: 100,000 by default. */
  baud?: number
  mode?: 0 | 1 | 2 | 3
  order?: 'msb' | 'lsb'
  /** In software only. */
  bits?: number
}

interface SPI {
  /** Writes, and returns what came in meanwhile: for a byte a byte, for text text. `select` is low from first byte to last. */
  send(data: number, select?: PinOrNumber): number
  send(data: string, select?: PinOrNumber): string
  send(data: ByteSource, select?: PinOrNumber): Uint8Array
  /** Writes each bit of the data as 4 bits: `bit0` for a 0, `bit1` for a 1. */
  send4bit(data: ByteSource, bit0: number, bit1: number, select?: PinOrNumber): void
  /** The same with 8 bits. */
  send8bit(data: ByteSource, bit0: number, bit1: number, select?: PinOrNumber): void
  setup(options: SpiOptions): void
  /** Writes only; a pin as the last argument is low from first byte to last. */
  write(...data: readonly (ByteSource | Pin)[]): void
}
interface SPIConstructor {
  new (): SPI
  find(pin: PinOrNumber): SPI | undefined
}
declare const SPI: SPIConstructor
declare const SPI1: SPI
declare const SPI2: SPI

interface SerialOptions {
  rx?: PinOrNumber
  tx?: PinOrNumber
  ck?: PinOrNumber
  cts?: PinOrNumber
  bytesize?: 7 | 8
  parity?: null | 'none' | 'o' | 'odd' | 'e' | 'even'
  stopbits?: 1 | 2
  flow?: null | 'none' | 'xon'
  /** Whether `framing` and `parity` are told. */
  errors?: boolean
}

interface PipeOptions {
  /** Bytes at a time, 32 by default. */
  chunkSize?: number
  /** Whether the destination is ended with the source; true by default. */
  end?: boolean
  complete?: () => void
}

interface Serial {
  /** How many bytes wait to be read; 0 while there is a listener for `data`. */
  available(): number
  /** Waits until all is written. */
  flush(): void
  /** Acts as if these bytes had come in. */
  inject(...data: readonly ByteSource[]): void
  isConnected(): boolean
  on(event: 'data', listener: (data: string) => void): void
  on(event: 'framing' | 'parity', listener: () => void): void
  pipe(destination: { write(data: string): unknown }, options?: PipeOptions): void
  print(text: unknown): void
  println(text: unknown): void
  /** Returns up to `count` bytes that wait, by default all; '' when none do. */
  read(count?: number): string
  removeListener(event: string, listener: (...args: any[]) => void): void
  removeAllListeners(event?: string): void
  /** Makes it the port of the prompt (REPL). */
  setConsole(force?: boolean): void
  /** Bits a second: 9,600 by default. On the port of the prompt, the board cannot be flashed afterwards. */
  setup(baud?: number, options?: SerialOptions): void
  unsetup(): void
  write(...data: readonly ByteSource[]): void
}
interface SerialConstructor {
  new (): Serial
  find(pin: PinOrNumber): Serial | undefined
}
declare const Serial: SerialConstructor
/** The port of the prompt (REPL) on ESP boards: firmware and tools use it. */
declare const Serial1: Serial
declare const Serial2: Serial
declare const Serial3: Serial
/** A pair of ports in memory: what one writes, the other reads. */
declare const LoopbackA: Serial
declare const LoopbackB: Serial

interface OneWire {
  /** Reads a byte, or with `count` so many. */
  read(): number
  read(count: number): Uint8Array
  /** Returns whether a device is there. */
  reset(): boolean
  /** Returns the ROM code of each device, 16 hexadecimal digits. `command` is 0xF0 by default, 0xEC for those with an alarm. */
  search(command?: number): string[]
  /** Speaks to one device, by its ROM code. */
  select(rom: string): void
  /** Speaks to all devices. */
  skip(): void
  /** `power`: the wire stays high afterwards, for devices that take their power from it. */
  write(data: ByteSource, power?: boolean): void
}
interface OneWireConstructor {
  new (pin: PinOrNumber): OneWire
}
declare const OneWire: OneWireConstructor
