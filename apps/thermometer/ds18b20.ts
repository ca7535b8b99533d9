/** A DS18B20 alone on its wire (Dallas OneWire): its commands, and how long a conversion takes at 12 bits. */
const convert = 0x44
const readScratchpad = 0xbe
const conversionMs = 750

/** Returns whether a sensor answers on the wire; then it has got the command. */
function command(wire: OneWire, byte: number): boolean {
  if (!wire.reset()) return false
  wire.skip()
  // The wire stays high afterwards: a sensor without a supply of its own lives on that.
  wire.write(byte, true)
  return true
}

/** The remainder of OneWire's CRC-8 over bytes and checksum: 0 where they fit. */
function remainder(bytes: Uint8Array): number {
  let crc = 0
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    if (bit % 8 === 0) crc ^= bytes[bit / 8]!
    crc = (crc >> 1) ^ ((crc & 1) * 0x8c)
  }
  return crc
}

/** Calls `take` with the temperature, degrees Celsius, within a second; with NaN where the sensor does not answer rightly. */
export function readDs18b20(wire: OneWire, take: (temperature: number) => void): void {
  if (!command(wire, convert)) return take(NaN)
  setTimeout(() => {
    const bytes = command(wire, readScratchpad) ? wire.read(9) : new Uint8Array(9)
    // A wire that is shorted to ground reads 0 all over, which has a right checksum.
    const isRight = bytes[4] && remainder(bytes) === 0
    // Sixteenths of a degree in two bytes, the sign in the second.
    take(isRight ? (((bytes[0]! | (bytes[1]! << 8)) << 16) >> 16) / 16 : NaN)
  }, conversionMs)
}
