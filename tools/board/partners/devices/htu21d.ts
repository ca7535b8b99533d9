import type { I2cDevice } from '../../modules/i2c-class.ts'

/** A simulated HTU21D: what it measures can be changed at any time. */
export interface Htu21d extends I2cDevice {
  /** Degrees Celsius. */
  temperature: number
  /** Relative humidity, %. */
  humidity: number
}

const measureTemperature = [0xe3, 0xf3]
const measureHumidity = [0xe5, 0xf5]
const writeUser = 0xe6
const readUser = 0xe7
const softReset = 0xfe
/** The user register at first: highest resolution, heater off; bit 1 of what its heater is not. */
const userAtPowerOn = 0x02
const fullScale = 65536
/** The two lowest bits say what was measured: 0 temperature, 2 humidity. */
const humidityStatus = 2

/**
 * Returns a simulated HTU21D thermometer and hygrometer, from its data sheet: measurements with a checksum, the user register,
 * the reset. A measurement takes no time, and always has the highest resolution.
 */
export function createHtu21d({ temperature = 21, humidity = 45 } = {}): Htu21d {
  let user = userAtPowerOn
  let answer = new Uint8Array(0)
  const device: Htu21d = {
    temperature,
    humidity,
    write([command = 0, value = 0]) {
      answer = new Uint8Array(0)
      if (measureTemperature.includes(command))
        answer = withChecksum(((device.temperature + 46.85) / 175.72) * fullScale, 0)
      if (measureHumidity.includes(command))
        answer = withChecksum(((device.humidity + 6) / 125) * fullScale, humidityStatus)
      if (command === readUser) answer = Uint8Array.of(user)
      if (command === writeUser) user = value
      if (command === softReset) user = userAtPowerOn
    },
    read: (count) => answer.subarray(0, count),
  }
  return device
}

function withChecksum(reading: number, status: number): Uint8Array<ArrayBuffer> {
  // The sensor tells at most what 16 bits hold; the lowest two are not a part of the reading.
  const raw = (Math.min(Math.max(Math.round(reading), 0), fullScale - 1) & 0xfffc) | status
  return Uint8Array.of(raw >> 8, raw & 255, checksum(raw))
}

/** CRC-8 with the polynomial x^8 + x^5 + x^4 + 1, highest bit first, of two bytes. */
function checksum(raw: number): number {
  let crc = 0
  for (const byte of [raw >> 8, raw & 255]) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc >> 7) * 0x131)) & 255
  }
  return crc
}
