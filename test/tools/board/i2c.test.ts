import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import type { I2cDevice } from '../../../tools/board/modules/i2c-class.ts'
import type { ProfileName } from '../../../tools/board/profile.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A device with registers: the first byte written chooses one, the others go there. */
function createRegisters(bytes: readonly number[]): I2cDevice {
  const registers = [...bytes]
  let at = 0
  return {
    write([register = 0, ...values]) {
      at = register
      values.forEach((value, index) => (registers[register + index] = value))
    },
    read: (count) => Uint8Array.from(registers.slice(at, at + count)),
  }
}

function valueOn(profile: ProfileName, source: string): string {
  const clock = createVirtualClock()
  const i2c = { 0x40: createRegisters([10, 11, 12]) }
  const board = createBoard({ script: '', profile, clock, transport: createMemoryNetwork(clock), i2c })
  board.boot()
  try {
    return String(board.evaluate(`var i=new I2C();i.setup({scl:D5,sda:D4});JSON.stringify(${source})`))
  } catch (error) {
    return String(error)
  }
}

test('a device is written and read at its address, by a port of the chip or in software', () => {
  for (const [source, wanted] of [
    ['I2C1.readReg(0x40,1,2)', '[11,12]'],
    ['(I2C1.setup({scl:D22,sda:D21}),I2C1.writeTo(0x40,0,[7,8]),I2C1.writeTo(0x40,0),I2C1.readFrom(0x40,3))', '[7,8,12]'],
    ['(I2C2.writeTo({address:0x40,stop:false},2),I2C2.readFrom(0x40,2))', '[12,255]'],
    ['(i.writeTo(0x40,1),i.readFrom(0x40,1))', '[11]'],
    ['I2C1.readFrom(0x40,1) instanceof Uint8Array', 'true'],
  ] as const)
    assert.equal(valueOn('esp32', source), wanted, source)
}) // prettier-ignore

test('where no device answers, a port of the chip throws and I2C in software reads 0xFF', () => {
  for (const [profile, source, wanted] of [
    ['esp32', 'I2C1.writeTo(0x41,1)', "Error: jshI2CWrite: slave doesn't ACK the transfer"],
    ['esp32', 'I2C1.readFrom(0x41,1)', "Error: jshI2CRead: slave doesn't ACK the transfer"],
    ['esp8266', 'I2C1.writeTo(0x41,1)', 'InternalError: I2CWrite: No ACK 0'],
    ['esp8266', 'typeof I2C2', '"undefined"'],
    ['esp32', '(i.writeTo(0x41,1),i.readFrom(0x41,2))', '[255,255]'],
  ] as const)
    assert.equal(valueOn(profile, source), wanted, source)
})
