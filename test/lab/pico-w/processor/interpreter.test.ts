import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RP2040 } from 'rp2040js'
import { createRandom } from '../../../../tools/chaos/random.ts'
import { Interpreter } from './interpreter.ts'
import { Memory } from './memory.ts'

const pc = 0x10000200
const random = createRandom('instructions')
const word = (): number => {
  const value = (random.next() * 2 ** 32) >>> 0
  const edges = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 31, 32, 33]
  return random.next() < 0.3 ? (edges[value % edges.length] ?? 0) : value
}

/** A chip without a word on its console, and the interpreter for it. */
function setUp(fault: (address: number) => void = (address) => assert.fail(`fault at ${address.toString(16)}`)) {
  const chip = new RP2040()
  const silent = (): void => undefined
  chip.logger = { debug: silent, info: silent, warn: silent, error: silent }
  return { chip, interpreter: new Interpreter(chip, new Memory(chip, fault)) }
}

const { chip, interpreter } = setUp()

/** The part of RAM that instructions of the test reach. */
const ramAt = 0x1000
const ramBefore = Uint8Array.from({ length: 0xe00 }, (_, i) => i * 7)
const ramOf = (of: RP2040): Uint8Array => of.sram.subarray(ramAt, ramAt + ramBefore.length)

/** Everything that an instruction may change but RAM. */
function outcome(of: RP2040, cycles: number): string {
  const { N, Z, C, V, registers } = of.core
  return JSON.stringify([[...registers], N, Z, C, V, cycles])
}

/** Registers that may be addresses point into RAM; the flags are random, but never a negative zero. */
function prepare(of: RP2040, opcode: number, seed: readonly number[]): void {
  const isMemory = (opcode >= 0x5000 && opcode < 0xa000) || opcode >> 12 === 0b1100
  const { core } = of
  core.registers.set(seed.slice(0, 16).map((value) => (isMemory ? 0x20001000 + (value & 0x3fc) : value)))
  if (opcode >> 12 === 0b0101) core.registers[(opcode >> 6) & 7] = (seed[0] ?? 0) & 0x1c
  core.registers[13] = 0x20001800
  core.registers[15] = pc
  const [flags = 0] = seed.slice(16)
  Object.assign(core, { N: (flags & 3) === 1, Z: (flags & 3) === 2, C: !!(flags & 4), V: !!(flags & 8) })
  of.sram.set(ramBefore, ramAt)
  of.flashView.setUint16(0x200, opcode, true)
  of.flashView.setUint16(0x202, 0xf800, true)
}

/**
 * Where rp2040js differs from the architecture manual: the carry of shifts and rotations by a register of 0, or beyond 31; the
 * overflow of sums with a carry; STM of its own base register, which moves on all the same.
 */
function isItsMistake(opcode: number): boolean {
  const isStore = opcode >> 11 === 0b11000 && (opcode & (1 << ((opcode >> 8) & 7))) !== 0
  return isStore || [0b010, 0b011, 0b100, 0b101, 0b110, 0b111].includes((opcode >> 6) - 0b0100000000)
}

/** Its operands overlap, so that it would leave RAM; or the processor would wait, or ask somebody outside. */
function isLeftOut(opcode: number): boolean {
  const isOverlap = opcode >> 12 === 0b0101 && ((opcode >> 3) & 7) === ((opcode >> 6) & 7)
  return isOverlap || opcode >> 12 === 0b1011 || opcode >> 9 === 0b1101111
}

test('each instruction does what it does in the processor of rp2040js', () => {
  const [own, other] = [{ chip, interpreter }, setUp().chip]
  let compared = 0
  const compare = (opcode: number): void => {
    const seed = Array.from({ length: 17 }, word)
    for (const one of [own.chip, other]) prepare(one, opcode, seed)
    const cycles = own.interpreter.step(1)
    const text = opcode.toString(2).padStart(16, '0')
    assert.equal(outcome(own.chip, cycles), outcome(other, other.core.executeInstruction()), text)
    assert.equal(Buffer.compare(ramOf(own.chip), ramOf(other)), 0, text)
    compared++
  }
  for (let i = 0; i < 9000; i++) {
    const opcode = i % 3 === 0 ? word() >>> 16 : 0x4000 | ((word() >>> 16) & 0x7fff)
    if (!isItsMistake(opcode) && !isLeftOut(opcode)) compare(opcode)
  }
  for (let opcode = 0xb000; opcode < 0xc000; opcode++) {
    const isSystem = opcode >> 8 === 0xbe || opcode >> 8 === 0xbf || (opcode & 0xffe0) === 0xb660
    if (!isSystem) compare(opcode)
  }
  assert.ok(compared > 6000)
})

/** Runs one instruction with two registers and the carry; returns the first register and the flags. */
function run(opcode: number, a: number, b: number, carry: boolean): string {
  prepare(chip, opcode, [])
  chip.core.registers.set([a, b])
  chip.core.C = carry
  interpreter.step(1)
  const { N, Z, C, V, registers } = chip.core
  const flags = [N && 'N', Z && 'Z', C && 'C', V && 'V'].filter(Boolean).join('')
  return `${(registers[0] ?? 0) | 0} ${flags}`
}

test('shifts by a register set the carry as the architecture manual says', () => {
  const [left, right, signed, rotate] = [0x4088, 0x40c8, 0x4108, 0x41c8]
  assert.equal(run(left, 5, 0, true), '5 C')
  assert.equal(run(left, 5, 32, true), '0 ZC')
  assert.equal(run(left, 5, 33, true), '0 Z')
  assert.equal(run(right, -1, 32, false), '0 ZC')
  assert.equal(run(right, -1, 33, true), '0 Z')
  assert.equal(run(signed, -8, 40, false), '-1 NC')
  assert.equal(run(rotate, 1, 1, false), `${-(2 ** 31)} NC`)
  assert.equal(run(rotate, 3, 32, true), '3 ')
})

test('sums with a carry and differences with a borrow set all flags by their result', () => {
  const [adc, sbc] = [0x4148, 0x4188]
  assert.equal(run(adc, 0x7fffffff, 0x7fffffff, true), '-1 NV')
  assert.equal(run(adc, -1, 0, true), '0 ZC')
  assert.equal(run(adc, -1, -1, true), '-1 NC')
  assert.equal(run(sbc, 5, 5, true), '0 ZC')
  assert.equal(run(sbc, 5, 5, false), '-1 N')
  assert.equal(run(sbc, 0, -1, false), '0 Z')
  assert.equal(run(sbc, -(2 ** 31), 0, false), '2147483647 CV')
})

test('an access where there is nothing, and one that is not aligned, is a fault; ROM and flash stay as they are', () => {
  const faults: string[] = []
  const memory = new Memory(chip, (address) => faults.push(address.toString(16)))
  memory.read32(0x30000000)
  memory.read32(0x20000002)
  memory.write16(0x20000001, 1)
  memory.read32(0x100)
  memory.write32(0, 1)
  memory.write32(0x10000000, 1)
  assert.deepEqual(faults, ['30000000', '20000002', '20000001'])
  assert.equal(memory.read32(0x10000000), -1)
})
