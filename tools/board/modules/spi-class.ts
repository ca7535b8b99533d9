import { textOf } from '../../storage/bytes.ts'
import { iterated, readOptions } from '../language/arguments.ts'
import type { Machine } from '../language/machine.ts'
import { offerClass } from '../language/native-class.ts'
import type { Pins } from '../pins/pins.ts'
import type { SpiWires } from './spi-wires.ts'

const optionNames = ['sck', 'miso', 'mosi', 'baud', 'mode', 'order', 'bits', 'path'] as const
type Options = Partial<Record<(typeof optionNames)[number], unknown>>
const lowestBaud = 100
/** What a port of the chip reads where no device drives the wire. */
const silence = 0xff

/**
 * Offers SPI and SPI1 ...: all ports lead to the same devices. A port in software does not move its clock and its data pin: a
 * byte passes as a whole.
 */
export function offerSpi(machine: Machine, pins: Pins, wires: SpiWires): void {
  const { profile, realm } = machine
  const ports = new Set<unknown>()
  const pinsOf = (port: unknown): Partial<Record<'sck' | 'miso' | 'mosi', number | undefined>> => {
    const { sck, miso, mosi } = (port as { _options?: Options })._options ?? {}
    return { sck: pins.numberOf(sck), miso: pins.numberOf(miso), mosi: pins.numberOf(mosi) }
  }
  /** What a port in software reads where no device answers is the level of its pin, and nothing without one. */
  const silenceOf = (port: unknown): number => {
    if (ports.has(port)) return silence
    const { miso } = pinsOf(port)
    return miso !== undefined && pins.wire(miso) === 1 ? silence : 0
  }
  /** Whether a port only writes: the engine then returns a number as it was. */
  const isOneWay = (port: unknown): boolean => {
    const { sck, miso, mosi } = pinsOf(port)
    return !ports.has(port) && sck !== undefined && mosi !== undefined && miso === undefined
  }
  const transfer = (port: unknown, bytes: Uint8Array): Uint8Array => {
    const none = silenceOf(port)
    return Uint8Array.from(bytes, (byte) => wires.transfer(byte) ?? none)
  }
  /** Does something while the pin that selects the device is low. */
  const selected = <T>(nss: number | undefined, act: () => T): T => {
    if (nss !== undefined) pins.setBus(nss)
    const set = (level: 0 | 1): void => {
      if (nss !== undefined) pins.write(nss, level, machine.loop.now())
    }
    set(0)
    try {
      return act()
    } finally {
      set(1)
    }
  }
  /** Sends each bit as so many, as send4bit and send8bit do. */
  const sendBits = (width: 4 | 8) =>
    function (this: unknown, data: unknown, bit0: unknown, bit1: unknown, nss: unknown): void {
      if (!ports.has(this)) machine.fail('Error', `SPI.send${width}bit only works on hardware SPI`)
      const isNone = data === undefined || data === null
      if (isNone) machine.fail('Error', `Variable type ${String(data)} not suited to transmit operation`)
      selected(pins.numberOf(nss), () =>
        transfer(this, widened(iterated(machine, data), width, Number(bit0), Number(bit1))),
      )
    }
  const { make } = offerClass(machine, 'SPI', () => ({}), {
    setup(options) {
      const given = checked(machine, options)
      const self = this as { _options?: unknown }
      if (!ports.has(this))
        for (const [pin, mode] of Object.entries({ sck: 'output', miso: 'input', mosi: 'output' })) {
          const number = pins.numberOf(given[pin as 'sck'])
          if (number !== undefined) pins.setBus(number, mode)
        }
      if (options === undefined) delete self._options
      else self._options = options
    },
    send(data, nss) {
      return selected(pins.numberOf(nss), () => {
        if (typeof data === 'number' || typeof data === 'boolean') {
          const byte = Number(data) & 255
          const [answer] = transfer(this, Uint8Array.of(byte))
          return isOneWay(this) ? byte : answer
        }
        const answer = transfer(this, iterated(machine, data))
        return typeof data === 'string' ? textOf(answer) : realm.bytes(answer)
      })
    },
    write(...items) {
      // The engine takes a pin at the end for the one that selects. A simulated pin is a number, so only a partner's counts.
      const last = items.at(-1)
      const nss = typeof last === 'number' && wires.selects(last) ? last : undefined
      const data = nss === undefined ? items : items.slice(0, -1)
      selected(nss, () => void transfer(this, iterated(machine, data)))
    },
    send4bit: sendBits(4),
    send8bit: sendBits(8),
  })
  ;(realm.builtins['SPI'] as Record<string, unknown>)['find'] = machine.native(() => undefined)
  for (let port = 1; port <= profile.spiPorts; port++) {
    const bus = make()
    ports.add(bus)
    realm.builtins[`SPI${port}`] = bus
  }
}

/** Returns the options; throws for those that no port of SPI takes. */
function checked(machine: Machine, options: unknown): Options {
  const given = readOptions(machine, options, optionNames)
  const { order, baud } = given
  if (order !== undefined && order !== 'msb' && order !== 'lsb')
    machine.fail('Error', "SPI order should be 'msb' or 'lsb'")
  if (baud !== undefined && !(Number(baud) >= lowestBaud)) machine.fail('Error', 'Invalid SPI baud rate')
  return given
}

/** Returns what goes out where each bit is sent as `width` bits: its 1 as `bit1`, its 0 as `bit0`. */
function widened(data: Uint8Array, width: 4 | 8, bit0: number, bit1: number): Uint8Array {
  const [zero, one] = bit0 || bit1 ? [bit0, bit1] : width === 4 ? [1, 3] : [3, 15]
  const bits = Array.from(data, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const asBits = (value: number): string => (value & (2 ** width - 1)).toString(2).padStart(width, '0')
  const sent = Array.from(bits, (bit) => asBits(bit === '1' ? one : zero)).join('')
  return Uint8Array.from(sent.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2))
}
