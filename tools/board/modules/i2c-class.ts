import { iterated, readOptions } from '../language/arguments.ts'
import type { Machine } from '../language/machine.ts'
import { offerClass } from '../language/native-class.ts'
import type { I2cDevice } from '../partners/bench.ts'
import type { Pins } from '../pins/pins.ts'

export type { I2cDevice }

const lowestBitrate = 100
const silence = 0xff

/** Offers I2C and I2C1 ...: `devices`, by address, are on each of the buses. */
export function offerI2c(machine: Machine, pins: Pins, devices: Readonly<Record<number, I2cDevice>>): void {
  const { profile, realm } = machine
  const ports = new Set<unknown>()
  /** Returns who is at an address. A port of the chip throws where nobody is; I2C in software does not notice. */
  const at = (bus: unknown, address: unknown, what: 'Write' | 'Read'): I2cDevice | undefined => {
    const { address: named } = (typeof address === 'object' ? (address ?? {}) : {}) as { address?: unknown }
    const device = devices[Number(named ?? address)]
    const { type, message } = profile.i2cNoAck
    if (!device && ports.has(bus)) machine.fail(type, message.replace('*', what))
    return device
  }
  const isReady = (bus: unknown): boolean => ports.has(bus) || '_options' in (bus as object)
  const write = (bus: unknown, address: unknown, data: readonly unknown[]): void => {
    const bytes = iterated(machine, data)
    if (bytes.length > 0 && isReady(bus)) at(bus, address, 'Write')?.write(bytes)
  }
  const read = (bus: unknown, address: unknown, count: number): object | undefined => {
    if (!(count > 0)) return undefined
    if (!isReady(bus)) return realm.bytes(new Uint8Array(count))
    const answer = at(bus, address, 'Read')?.read(count) ?? new Uint8Array(0)
    return realm.bytes(Uint8Array.from({ length: count }, (_, index) => answer[index] ?? silence))
  }
  const { make } = offerClass(machine, 'I2C', () => ({}), {
    setup(options) {
      const { bitrate, scl, sda } = readOptions(machine, options, ['scl', 'sda', 'bitrate'])
      if (bitrate !== undefined && !(Number(bitrate) >= lowestBitrate)) machine.fail('Error', 'Invalid I2C bitrate')
      if (!ports.has(this))
        for (const number of [pins.numberOf(scl), pins.numberOf(sda)].filter((pin) => pin !== undefined))
          pins.setBus(number, 'opendrain_pullup')
      if (options === undefined) delete (this as { _options?: unknown })._options
      else Object.assign(this as object, { _options: options })
    },
    writeTo(address, ...data) {
      write(this, address, data)
    },
    readFrom(address, count) {
      return read(this, address, Number(count))
    },
    readReg(address, register, count) {
      write(this, address, [register])
      return read(this, address, Number(count))
    },
  })
  ;(realm.builtins['I2C'] as Record<string, unknown>)['find'] = machine.native(() => undefined)
  for (let port = 1; port <= profile.i2cPorts; port++) {
    const bus = make()
    ports.add(bus)
    realm.builtins[`I2C${port}`] = bus
  }
}
