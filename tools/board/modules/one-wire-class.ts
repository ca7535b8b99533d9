import { dataOf } from '../../storage/bytes.ts'
import type { Machine } from '../language/machine.ts'
import { offerClass } from '../language/native-class.ts'
import { OneWireBus, type OneWireDevice } from '../one-wire/one-wire-bus.ts'
import type { Pins } from '../pins/pins.ts'

const searchRom = 0xf0

/** Offers OneWire: `devices` are those on the wire of each pin, by the pin's name. */
export function offerOneWire(
  machine: Machine,
  pins: Pins,
  devices: Readonly<Record<string, readonly OneWireDevice[]>>,
): void {
  const buses = new Map<number, OneWireBus>()
  const busOf = (self: unknown): OneWireBus | undefined => {
    const pin = pins.numberOf((self as { pin?: unknown }).pin)
    if (pin === undefined) return undefined
    const bus = buses.get(pin) ?? new OneWireBus(devices[pins.nameOf(pin)] ?? [])
    buses.set(pin, bus)
    return bus
  }
  const send = (bus: OneWireBus | undefined, data: Iterable<number>): void => {
    for (const byte of data) bus?.write(byte, machine.loop.now())
  }
  offerClass(machine, 'OneWire', (pin) => ({ pin: pins.numberOf(pin) }), {
    reset() {
      return busOf(this)?.reset() ?? false
    },
    select(rom) {
      if (typeof rom !== 'string' || rom.length !== 16)
        return machine.fail('TypeError', `Invalid OneWire device address "${String(rom)}"`)
      const bus = busOf(this)
      bus?.reset()
      send(bus, [0x55, ...Buffer.from(rom, 'hex')])
    },
    skip() {
      send(busOf(this), [0xcc])
    },
    write(data) {
      const bytes = dataOf(data)
      send(busOf(this), bytes ?? machine.fail('TypeError', `Expecting Number or iterable, got ${typeof data}`))
    },
    read(count) {
      const bus = busOf(this)
      const byte = (): number => bus?.read(machine.loop.now()) ?? 0
      if (!bus) return undefined
      if (typeof count !== 'number') return byte()
      return machine.realm.bytes(Uint8Array.from({ length: count }, byte))
    },
    search(command) {
      const wanted = Number(command)
      const found = busOf(this)?.search(wanted > 0 && wanted < 256 ? wanted : searchRom)
      return found && machine.realm.array(found)
    },
  })
}
