import { UserError } from '../../command-line/user-error.ts'
import { speak } from '../../command-line/language.ts'
import { createDs18b20 } from '../one-wire/ds18b20.ts'
import type { OneWireDevice } from '../one-wire/one-wire-bus.ts'
import { Pins } from '../pins/pins.ts'
import type { Profile } from '../profile.ts'
import type { Bench, DialOptions } from './bench.ts'
import { createGps } from './devices/gps.ts'
import { createHtu21d } from './devices/htu21d.ts'
import { createMax6675 } from './devices/max6675.ts'
import { Dials } from './dials.ts'
import type { Partners } from './partners.ts'

const highestAddress = 0x7f
const consolePort = 'Serial1'
const roomTemperature = 21

/**
 * Returns an empty bench around a board of this kind, and what is put on it. `finish` is to be called after that: what was made
 * and is nowhere has its dials, too, as it may be a part of something else.
 */
export function makeBench(profile: Profile): { bench: Bench; partners: Partners; finish(): void } {
  const places = new Places(profile)
  const partners = {
    ...{ oneWire: {} as Record<string, OneWireDevice[]>, i2c: {} as Record<number, Partners['i2c'][number]> },
    ...{ spi: {} as Record<string, Partners['spi'][string]>, serial: {} as Record<string, Partners['serial'][string]> },
    ...{ analog: {} as Record<string, number>, dials: new Dials() },
    chip: undefined as Partners['chip'],
  }
  const dial = (options: DialOptions): string => addDial(partners.dials, options)
  const waiting = new DialsInWaiting(dial)
  const bench: Bench = {
    oneWire(pin, ...devices) {
      for (const device of devices) checkDevice('bench.oneWire', device, ['reset', 'write', 'read'])
      const name = places.pin('bench.oneWire', pin, 'oneWire')
      partners.oneWire[name] = [...(partners.oneWire[name] ?? []), ...devices]
      for (const device of devices) waiting.placed(device, name)
    },
    i2c(address, device) {
      checkDevice('bench.i2c', device, ['write', 'read'])
      partners.i2c[places.address(address)] = device
      waiting.placed(device, hexOf(address))
    },
    spi(pin, device) {
      checkDevice('bench.spi', device, ['transfer'])
      const name = places.pin('bench.spi', pin)
      partners.spi[name] = device
      waiting.placed(device, name)
    },
    serial(place, device) {
      checkDevice('bench.serial', device, [])
      const name = places.serial(place)
      partners.serial[name] = device
      waiting.placed(device, name)
    },
    analog(pin, value) {
      partners.analog[places.analog(pin)] = checkShare(value)
    },
    chip({ name = 'chip', temperature = roomTemperature } = {}) {
      let chip = { temperature }
      const onChange = (value: number): void => void (chip.temperature = value)
      dial({ name: `${name} temperature`, unit: '°C', min: -40, max: 125, value: temperature, onChange })
      partners.chip = (outside) => {
        outside.temperature = chip.temperature
        chip = outside
      }
    },
    dial,
    ...devicesOf(waiting),
  }
  return { bench, partners, finish: () => waiting.finish() }
}

/** The dials of devices that are not at their places yet: which is a part of the name, unless the user gave one. */
class DialsInWaiting {
  private readonly ofDevices = new Map<object, ((place?: string) => void)[]>()

  constructor(private readonly dial: (options: DialOptions) => string) {}

  /** Makes a dial that turns a property of a device of this type. */
  turn<Key extends string>(
    type: string,
    device: Record<Key, number>,
    key: Key,
    { name, ...range }: Pick<DialOptions, 'unit' | 'min' | 'max'> & { name: string | undefined },
  ): void {
    const make = (place?: string): void => {
      const whose = name ?? (place === undefined ? type : `${type} ${place}`)
      const onChange = (value: number): void => void ((device as Record<string, number>)[key] = value)
      this.dial({ ...range, name: `${whose} ${key}`, value: device[key], onChange })
    }
    if (name !== undefined) return make()
    this.ofDevices.set(device, [...(this.ofDevices.get(device) ?? []), make])
  }

  placed(device: object, place: string): void {
    for (const make of this.ofDevices.get(device) ?? []) make(place)
    this.ofDevices.delete(device)
  }

  finish(): void {
    for (const make of [...this.ofDevices.values()].flat()) make()
    this.ofDevices.clear()
  }
}

/** The devices that are ready to use; each has dials for what it measures. */
function devicesOf(dials: DialsInWaiting): Pick<Bench, 'ds18b20' | 'htu21d' | 'max6675' | 'gps'> {
  return {
    ds18b20({ name, ...options } = {}) {
      const device = createDs18b20(options)
      dials.turn('DS18B20', device, 'temperature', { unit: '°C', min: -55, max: 125, name })
      return device
    },
    htu21d({ name, ...options } = {}) {
      const device = createHtu21d(options)
      dials.turn('HTU21D', device, 'temperature', { unit: '°C', min: -40, max: 125, name })
      dials.turn('HTU21D', device, 'humidity', { unit: '%', min: 0, max: 100, name })
      return device
    },
    max6675({ name, ...options } = {}) {
      const device = createMax6675(options)
      dials.turn('MAX6675', device, 'temperature', { unit: '°C', min: 0, max: 1023.75, name })
      return device
    },
    gps({ name, ...options } = {}) {
      const device = createGps(options)
      dials.turn('GPS', device, 'latitude', { unit: '°', min: -90, max: 90, name })
      dials.turn('GPS', device, 'longitude', { unit: '°', min: -180, max: 180, name })
      return device
    },
  }
}

function addDial(dials: Dials, options: DialOptions): string {
  const { name, min, max, value } = options
  const isFine = [min, max, value].every((each) => Number.isFinite(each)) && min < max && value >= min && value <= max
  if (typeof name !== 'string' || name === '' || !isFine)
    throw bad(
      speak`bench.dial: ${JSON.stringify({ name, min, max, value })}`,
      speak`wanted: a name, min below max, value between them`,
    )
  let free = name
  for (let number = 2; dials.has(free); number++) free = `${name} ${number}`
  dials.add({ ...options, name: free })
  return free
}

/** The places around a board: which there are, and which are taken. */
class Places {
  private readonly pins: Pins
  private readonly taken = new Map<string, string>()

  constructor(private readonly profile: Profile) {
    this.pins = new Pins(profile, { onEdge: () => undefined, onPwm: () => undefined, onUse: () => undefined })
  }

  /** Returns a pin's own name. `share`: several devices of this kind may be at it. */
  pin(what: string, name: unknown, share?: string): string {
    const number = typeof name === 'string' ? this.pins.numberOf(name) : undefined
    if (number === undefined)
      throw bad(speak`${what}: ${this.profile.board} has no pin ${shown(name)}`, speak`wanted: a name such as ${'D4'}`)
    const pin = this.pins.nameOf(number)
    if (share === undefined || this.taken.get(pin) !== share) this.take(what, pin, share)
    return pin
  }

  analog(name: unknown): string {
    const pin = this.pin('bench.analog', name)
    const { analogPins } = this.profile
    if (analogPins.includes(this.pins.numberOf(pin) ?? NaN)) return pin
    const names = analogPins.map((each) => this.pins.nameOf(each)).join(', ')
    throw bad(speak`bench.analog: ${pin} has no analog input`, names === '' ? '' : speak`wanted: one of ${names}`)
  }

  address(address: unknown): number {
    const isFine = Number.isInteger(address) && Number(address) > 0 && Number(address) <= highestAddress
    if (!isFine) throw bad(speak`bench.i2c: ${shown(address)} is no address`, speak`wanted: a number from 1 to 0x7f`)
    this.take('bench.i2c', hexOf(Number(address)))
    return Number(address)
  }

  serial(place: unknown): string {
    if (place === consolePort)
      throw bad(speak`bench.serial: ${consolePort} is the console's`, speak`wanted: another port, such as ${'Serial2'}`)
    const ports = Array.from({ length: this.profile.serialPorts }, (_, index) => `Serial${index + 1}`)
    if (typeof place !== 'string' || !ports.includes(place)) return this.pin('bench.serial', place)
    this.take('bench.serial', place)
    return place
  }

  private take(what: string, place: string, how = ''): void {
    if (this.taken.has(place))
      throw bad(speak`${what}: ${place} is taken already`, speak`wanted: each device at a place of its own`)
    this.taken.set(place, how)
  }
}

const hexOf = (address: number): string => `0x${address.toString(16).padStart(2, '0')}`

function checkDevice(what: string, device: unknown, methods: readonly string[]): void {
  const isObject = typeof device === 'object' && device !== null
  const missing = methods.filter((name) => !isObject || typeof Reflect.get(device, name) !== 'function')
  if (!isObject || missing.length > 0)
    throw bad(
      speak`${what}: that is no such device`,
      methods.length === 0 ? '' : speak`wanted: an object with ${methods.join(', ')}`,
    )
}

function checkShare(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw bad(speak`bench.analog: ${shown(value)} is no voltage`, speak`wanted: a number from 0 to 1`)
}

function bad(message: string, hint: string): UserError {
  return new UserError('bad-partners', message, hint)
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined')
}
