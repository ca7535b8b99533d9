import { floorTo64, floorWithin, from64, fromDouble, fromFloat, toDouble, toFloat } from './float-bits.ts'

/**
 * A function of the boot ROM: it reads its arguments from the registers and puts its result there. Returns about how many
 * cycles the chip's own takes.
 */
export type RomFunction = (registers: Uint32Array, flags: Flags) => number

export interface Flags {
  N: boolean
  Z: boolean
  C: boolean
  V: boolean
}

/** How the two tables differ: the registers that a number takes, and the cycles (RP2040 datasheet 2.8.3.2). */
interface Width {
  /** Returns the number that begins in register `at`. */
  take(r: Uint32Array, at: number): number
  give(r: Uint32Array, at: number, value: number): void
  /** The register after a first number. */
  second: number
  cycles: { basic: number; root: number; curve: number; convert: number }
}

const float: Width = {
  take: (r, at) => toFloat(reg(r, at)),
  give: (r, at, value) => void (r[at] = fromFloat(value)),
  second: 1,
  cycles: { basic: 72, root: 63, curve: 600, convert: 40 },
}

const double: Width = {
  take: (r, at) => toDouble(reg(r, at), reg(r, at + 1)),
  give: (r, at, value) => r.set(fromDouble(value), at),
  second: 2,
  cycles: { basic: 140, root: 170, curve: 1500, convert: 70 },
}

function reg(r: Uint32Array, at: number): number {
  return r[at] ?? 0
}

const int = { least: -(2 ** 31), most: 2 ** 31 - 1 }
const uint = { least: 0, most: 2 ** 32 - 1 }

/**
 * The table of soft floats (SF) or soft doubles (SD) in the order of the second ROM version, computed with JavaScript's own
 * numbers: subnormal numbers are kept, which the ROM makes 0.
 */
export function floatTable(width: 'float' | 'double'): RomFunction[] {
  const w = width === 'float' ? float : double
  const conversions = toIntegers(w)
  return [
    ...binary(w, [(a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a / b]),
    compare(w),
    compareFlags(w),
    unary(w, w.cycles.root, Math.sqrt),
    ...conversions.to32,
    ...fromIntegers(w),
    cosine(w),
    sine(w),
    unary(w, w.cycles.curve, Math.tan),
    sine(w),
    unary(w, w.cycles.curve, Math.exp),
    unary(w, w.cycles.curve, Math.log),
    compare(w),
    ...binary(w, [Math.atan2]),
    ...from64Bits(w),
    ...conversions.to64,
    otherWidth(width),
  ]
}

function binary(w: Width, operations: readonly ((a: number, b: number) => number)[]): RomFunction[] {
  return operations.map((operation) => (r) => {
    w.give(r, 0, operation(w.take(r, 0), w.take(r, w.second)))
    return operation === Math.atan2 ? w.cycles.curve : w.cycles.basic
  })
}

function unary(w: Width, cycles: number, operation: (a: number) => number): RomFunction {
  return (r) => {
    w.give(r, 0, operation(w.take(r, 0)))
    return cycles
  }
}

/** Sine and cosine come together: the one asked for first, the other in the registers after it. */
function sine(w: Width): RomFunction {
  return (r) => {
    const angle = w.take(r, 0)
    w.give(r, 0, Math.sin(angle))
    w.give(r, w.second, Math.cos(angle))
    return w.cycles.curve
  }
}

function cosine(w: Width): RomFunction {
  return (r) => {
    w.give(r, 0, Math.cos(w.take(r, 0)))
    return w.cycles.curve
  }
}

function order(w: Width, r: Uint32Array): number {
  const [a, b] = [w.take(r, 0), w.take(r, w.second)]
  return a < b ? -1 : a > b ? 1 : 0
}

function compare(w: Width): RomFunction {
  return (r) => {
    r[0] = order(w, r)
    return w.cycles.convert
  }
}

/** As the processor's own CMP leaves them. */
function compareFlags(w: Width): RomFunction {
  return (r, flags) => {
    const sign = order(w, r)
    flags.N = sign < 0
    flags.Z = sign === 0
    flags.C = sign >= 0
    flags.V = false
    return w.cycles.convert
  }
}

function toIntegers(w: Width): { to32: RomFunction[]; to64: RomFunction[] } {
  const to32 = (range: typeof int, isFixed: boolean): RomFunction => {
    return (r) => {
      const scale = isFixed ? 2 ** reg(r, w.second) : 1
      r[0] = floorWithin(w.take(r, 0) * scale, range.least, range.most)
      return w.cycles.convert
    }
  }
  const to64 = (isSigned: boolean, isFixed: boolean): RomFunction => {
    return (r) => {
      const scale = isFixed ? 2 ** reg(r, w.second) : 1
      r.set(floorTo64(w.take(r, 0) * scale, isSigned))
      return w.cycles.convert
    }
  }
  return {
    to32: [to32(int, false), to32(int, true), to32(uint, false), to32(uint, true)],
    to64: [to64(true, false), to64(true, true), to64(false, false), to64(false, true)],
  }
}

function fromIntegers(w: Width): RomFunction[] {
  return [true, false].flatMap((isSigned) =>
    [false, true].map((isFixed): RomFunction => (r) => {
      const whole = isSigned ? reg(r, 0) | 0 : reg(r, 0)
      w.give(r, 0, isFixed ? whole / 2 ** reg(r, 1) : whole)
      return w.cycles.convert
    }),
  )
}

function from64Bits(w: Width): RomFunction[] {
  return [true, false].flatMap((isSigned) =>
    [false, true].map((isFixed): RomFunction => (r) => {
      const whole = from64(reg(r, 0), reg(r, 1), isSigned)
      w.give(r, 0, isFixed ? whole / 2 ** reg(r, 2) : whole)
      return w.cycles.convert
    }),
  )
}

function otherWidth(width: 'float' | 'double'): RomFunction {
  return (r) => {
    if (width === 'float') double.give(r, 0, float.take(r, 0))
    else float.give(r, 0, double.take(r, 0))
    return float.cycles.convert
  }
}
