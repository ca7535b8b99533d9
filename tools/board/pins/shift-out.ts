import { iterated, readOptions } from '../language/arguments.ts'
import type { Machine } from '../language/machine.ts'
import type { SpiWires } from '../modules/spi-wires.ts'
import type { Pins } from './pins.ts'

const mostPins = 8

/**
 * Offers shiftOut. The levels in between do not show at the pins, but what goes out of a single pin with a clock reaches the
 * devices of SPI that are selected, such as a shift register.
 */
export function offerShiftOut(machine: Machine, pins: Pins, wires: SpiWires): void {
  machine.realm.builtins['shiftOut'] = machine.native((where: unknown, options: unknown, data: unknown) => {
    const { clk, repeat } = readOptions(machine, options, ['clk', 'clkPol', 'repeat'])
    const targets = (Array.isArray(where) ? where : [where]).map((pin: unknown) => pins.numberOf(pin))
    if (targets.length > mostPins) machine.fail('Error', `Too many pins! ${mostPins} Maximum`)
    const clock = pins.numberOf(clk)
    for (const pin of [...targets, clock]) if (pin !== undefined) pins.setBus(pin, 'output')
    const times = Math.max(Math.trunc(Number(repeat)) || 1, 1)
    const shifted = iterated(machine, data)
    if (targets.length === 1 && clock !== undefined) for (const byte of bytesOf(shifted, times)) wires.transfer(byte)
  })
}

/** Returns what a shift register gets: of each value so many bits, the lowest first; what comes first ends up highest. */
function bytesOf(values: Uint8Array, bits: number): number[] {
  const sent = Array.from(values, (value) => Array.from({ length: bits }, (_, bit) => (value >> bit) & 1).join(''))
  return (sent.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2))
}
