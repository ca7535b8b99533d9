/** One buffer, seen as what the registers hold and as what the number is. */
const bits = new DataView(new ArrayBuffer(8))

export function toFloat(word: number): number {
  bits.setUint32(0, word)
  return bits.getFloat32(0)
}

export function fromFloat(value: number): number {
  bits.setFloat32(0, value)
  return bits.getUint32(0)
}

export function toDouble(low: number, high: number): number {
  bits.setUint32(0, high)
  bits.setUint32(4, low)
  return bits.getFloat64(0)
}

/** Returns the two words, low first. */
export function fromDouble(value: number): [low: number, high: number] {
  bits.setFloat64(0, value)
  return [bits.getUint32(4), bits.getUint32(0)]
}

/** Rounds down and stays within the integers from `least` to `most`; what is no number is 0. */
export function floorWithin(value: number, least: number, most: number): number {
  return Number.isNaN(value) ? 0 : Math.min(most, Math.max(least, Math.floor(value)))
}

/** The same for 64 bits. Returns the two words, low first. */
export function floorTo64(value: number, isSigned: boolean): [low: number, high: number] {
  const least = isSigned ? -(2n ** 63n) : 0n
  const most = isSigned ? 2n ** 63n - 1n : 2n ** 64n - 1n
  let whole = 0n
  if (value === Infinity) whole = most
  else if (value === -Infinity) whole = least
  else if (!Number.isNaN(value)) whole = BigInt(Math.floor(value))
  if (whole < least) whole = least
  if (whole > most) whole = most
  const word = BigInt.asUintN(64, whole)
  return [Number(word & 0xffffffffn), Number(word >> 32n)]
}

export function from64(low: number, high: number, isSigned: boolean): number {
  const word = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
  return Number(isSigned ? BigInt.asIntN(64, word) : word)
}
