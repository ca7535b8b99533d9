import type { SpiDevice } from '../../modules/spi-wires.ts'

/** A simulated MAX6675: what it measures can be changed at any time. */
export interface Max6675 extends SpiDevice {
  /** Degrees Celsius. */
  temperature: number
  /** Whether no thermocouple is connected. */
  isOpen: boolean
}

const stepsPerDegree = 4
const mostSteps = 4095
const openBit = 0x4

/**
 * Returns a simulated MAX6675, which converts a thermocouple's voltage, from its data sheet: 16 bits that begin anew each time
 * it is selected, the temperature in quarters of a degree above bit 3, the open probe in bit 2.
 */
export function createMax6675({ temperature = 25, isOpen = false } = {}): Max6675 {
  let bytes: number[] = []
  const device: Max6675 = {
    temperature,
    isOpen,
    select() {
      const steps = Math.min(Math.max(Math.round(device.temperature * stepsPerDegree), 0), mostSteps)
      const reading = (steps << 3) | (device.isOpen ? openBit : 0)
      bytes = [reading >> 8, reading & 255]
    },
    transfer: () => bytes.shift() ?? 0,
  }
  return device
}
