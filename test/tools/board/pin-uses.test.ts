import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import { afterReport } from '../../../tools/board/demo-board.ts'
import { createKalumaBoard } from '../../../tools/board/kaluma/kaluma-board.ts'
import { drawLamp } from '../../../tools/board/lamp.ts'
import { createLamps } from '../../../tools/board/lamps.ts'
import { createPinReports } from '../../../tools/board/pins/pin-reports.ts'
import { movePin, type PinUses } from '../../../tools/board/pins/pin-use.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A board that reports its pins, as the demo's does. */
function start(script: string) {
  const clock = createVirtualClock()
  const reports: PinUses[] = []
  const lines: string[] = []
  const reporter = createPinReports(
    clock,
    () => board.outside.pins(),
    (pins) => reports.push(pins),
  )
  const board = createBoard({
    ...{ script, clock, transport: createMemoryNetwork(clock), onUse: reporter.changed },
    onPrint: (line) => lines.push(line),
  })
  board.boot()
  return { board, clock, reports, reporter, lines, pins: () => board.outside.pins() }
}

const free = { pull: undefined, isDriven: false }

test('the wires of a bus are neither lamps nor buttons, until the script uses them as pins', () => {
  const { reports, pins, board } = start(`
    var i2c = new I2C(); i2c.setup({ scl: D22, sda: D21 });
    var spi = new SPI(); spi.setup({ sck: D18, miso: D19, mosi: D23 }); spi.send(1, D5);
    Serial2.setup(9600, { rx: D16, tx: D17 }); shiftOut(D26, { clk: D27 }, 5); new OneWire(D4).reset();
    digitalWrite(D2, 1)`)
  assert.deepEqual(Object.keys(pins()), ['D2'])
  assert.ok(!reports.some((one) => Object.values(one).some(({ use, value }) => use !== 'output' || value !== 1)))
  board.evaluate("pinMode(D22, 'output'); digitalWrite(D22, 1)")
  assert.deepEqual(Object.keys(pins()), ['D2', 'D22'])
})

test('each pin is told with the use that the script made of it last, and with what is there', () => {
  const { board, pins } = start(`
    digitalWrite(D2, 1); D12.write(0);
    analogWrite(D5, 0.25, { freq: 1000 }); analogWrite(D18, 2);
    pinMode(D4, 'input_pullup'); pinMode(D13, 'input_pulldown'); digitalRead(D14); setWatch(print, D15);
    analogRead(D34); pinMode(D35, 'analog');
    pinMode(D25, 'output'); pinMode(D26, 'opendrain_pullup'); pinMode(D27, 'input'); digitalWrite(D27, 1);
    digitalWrite(D33, 1); digitalRead(D33); getPinMode(D32)`)
  assert.deepEqual(pins(), {
    D2: { use: 'output', value: 1 },
    D4: { use: 'input', value: 1, pull: 'up', isDriven: false },
    D5: { use: 'pwm', value: 0.25, freqHz: 1000 },
    D12: { use: 'output', value: 0 },
    D13: { use: 'input', value: 0, pull: 'down', isDriven: false },
    D14: { use: 'input', value: 0, ...free },
    D15: { use: 'input', value: 0, ...free },
    D18: { use: 'pwm', value: 1, freqHz: undefined },
    D25: { use: 'output', value: 0 },
    D26: { use: 'output', value: 1 },
    D27: { use: 'input', value: 1, ...free },
    // The engine makes an input of it, which keeps what it had.
    D33: { use: 'input', value: 1, ...free },
    D34: { use: 'analog', value: 0 },
    D35: { use: 'analog', value: 0 },
  })
  board.evaluate('digitalWrite(D5, 1); digitalRead(D26); D26.reset()')
  assert.deepEqual(
    [pins()['D5'], pins()['D26']],
    [
      { use: 'output', value: 1 },
      { use: 'output', value: 0 },
    ],
  )
})

test('a moved input is read by the script, a released one by its pull; an output stays what the script makes it', () => {
  const { board, clock, lines, pins } = start(`
    pinMode(D4, 'input_pullup'); setWatch((e) => print(e.state), D4, { repeat: true, edge: 'both' });
    analogRead(D34); digitalWrite(D2, 0); analogWrite(D5, 0.5)`)
  for (const value of [0, undefined, 1]) {
    movePin(board.outside, 'D4', value)
    clock.advance(5)
  }
  assert.deepEqual(lines, ['false', 'true'])
  assert.deepEqual(pins()['D4'], { use: 'input', value: 1, pull: 'up', isDriven: true })
  for (const pin of ['D34', 'D2', 'D5', 'D99']) movePin(board.outside, pin, 0.7)
  movePin(board.outside, 'D34', undefined)
  assert.equal(Math.round(Number(board.evaluate('analogRead(D34)')) * 1000), 700)
  assert.deepEqual(
    [pins()['D2'], pins()['D34']],
    [
      { use: 'output', value: 0 },
      { use: 'analog', value: 0.7 },
    ],
  )
})

test('a power cut and a reset of the chip forget all pins, reset() those that are only read; what is outside stays', () => {
  const { board, clock, pins } = start('')
  const use = (): void => void board.evaluate('digitalWrite(D2, 1); pinMode(D4, "input"); analogRead(D34)')
  const end: Readonly<Record<string, [() => unknown, string[]]>> = {
    powerOff: [() => (board.powerOff(), pins()), []],
    reboot: [() => board.reboot(), []],
    reset: [() => board.evaluate('reset()'), ['D2']],
  }
  for (const [name, [act, left]] of Object.entries(end)) {
    use()
    board.outside.drive('D4', 1)
    act()
    clock.advance(5)
    assert.deepEqual(Object.keys(pins()), left, name)
    board.boot()
    clock.advance(5)
    use()
    assert.deepEqual(pins()['D4'], { use: 'input', value: 1, pull: undefined, isDriven: true })
  }
})

test('twenty changes in a row are reported one by one, at once, each as the call left it', () => {
  const { board, reports, clock } = start('')
  for (let at = 0; at < 30; at++) board.evaluate(`digitalWrite(D2, ${(at + 1) % 2})`)
  assert.deepEqual(
    reports.map(({ D2 }) => D2?.value),
    Array.from({ length: 20 }, (_, at) => (at + 1) % 2),
  )
  clock.advance(50)
  assert.deepEqual([reports.length, reports.at(-1)?.['D2']?.value], [21, 0])
  clock.advance(1000)
  reports.length = 0
  board.evaluate("pinMode(D4, 'input_pullup'); analogWrite(D5, 0.5); analogRead(D34); setWatch(print, D14)")
  assert.equal(reports.length, 4)
})

test('a fade of 100 steps a second and pulses make 20 reports a second, and the last one is right', () => {
  const { board, clock, reports, reporter } = start(`
    var n = 0; setInterval(() => analogWrite(D5, n++ / 1000), 10); setInterval(() => digitalPulse(D14, 1, 5), 10)`)
  clock.advance(1000)
  reports.length = 0
  clock.advance(10_000)
  assert.ok(reports.length >= 198 && reports.length <= 201, String(reports.length))
  board.evaluate('clearInterval(); analogWrite(D5, 1)')
  clock.advance(100)
  assert.equal(reports.at(-1)?.['D5']?.value, 1)
  const before = reports.length
  clock.advance(10_000)
  assert.equal(reports.length, before, 'nothing changes, nothing is said')
  board.powerOff()
  assert.deepEqual(reports.at(-1), {})
  for (let at = 0; at < 30; at++) board.outside.drive('D4', (at % 2) as 0 | 1)
  const last = reports.length
  reporter.flush()
  reporter.flush()
  assert.equal(reports.length, last + 1)
  board.outside.drive('D4', 0)
  reporter.stop()
  clock.advance(10_000)
  board.outside.drive('D4', 1)
  assert.equal(reports.length, last + 1)
})

test('a script that only reads what it read before costs no report', () => {
  const { clock, reports } = start('setInterval(() => { digitalRead(D4); analogRead(D34); digitalWrite(D2, 0) }, 10)')
  clock.advance(1000)
  assert.equal(reports.length, 3)
})

test('the terminal gets a line a second of a pin that fades, at the end what it came to, and none of inputs', () => {
  const clock = createVirtualClock()
  const lines: string[] = []
  const show = createLamps(clock, (pin, use) => lines.push(`${clock.now()} ${drawLamp(pin, use, false).trim()}`))
  for (let step = 0; step <= 50; step++) {
    show({ D4: { use: 'input', value: step % 2 }, D5: { use: 'pwm', value: step / 50, freqHz: 1000 } })
    clock.advance(50)
  }
  clock.advance(2000)
  assert.deepEqual(lines, [
    '0 [--------   0 %]  pin D5: PWM at 1000 Hz',
    '1000 [####----  38 %]  pin D5: PWM at 1000 Hz',
    '2000 [#######-  78 %]  pin D5: PWM at 1000 Hz',
    '3000 [######## 100 %]  pin D5: PWM at 1000 Hz',
  ])
  lines.length = 0
  show({})
  show({ D2: { use: 'output', value: 0 }, D5: { use: 'pwm', value: 0.001 } })
  assert.deepEqual(lines, ['4550 [( ) off]  pin D2 is low', '4550 [#-------   1 %]  pin D5: PWM'])
})

test('the terminal gets each of ten changes of an output in a row; if it goes on like that, a line a second', () => {
  const clock = createVirtualClock()
  const lines: string[] = []
  const show = createLamps(clock, (pin, use) => lines.push(`${clock.now()} ${pin} ${use.value}`))
  for (let step = 0; step < 50; step++) {
    show({ D2: { use: 'output', value: step % 2 }, D4: { use: 'output', value: step < 40 ? 0 : 1 } })
    clock.advance(50)
  }
  clock.advance(20_000)
  const ofD2 = lines.filter((line) => line.includes('D2'))
  assert.deepEqual(
    ofD2.slice(0, 11),
    Array.from({ length: 11 }, (_, at) => `${at * 50} D2 ${at % 2}`),
  )
  assert.deepEqual(ofD2.slice(11), ['1000 D2 1', '2000 D2 0', '3000 D2 1'])
  assert.deepEqual(
    lines.filter((line) => line.includes('D4')),
    ['0 D4 0', '2000 D4 1'],
  )
})

test('what the real interpreter prints of its pins is taken as their state, its start as none', () => {
  let pins: PinUses | undefined = {}
  for (const line of ['\u0001D2=1', '\u0001D5~0.25@1000', '\u0001D18~7@', '\u0001D4=true', '> \u0001D12=false'])
    pins = afterReport(pins ?? {}, line)
  assert.deepEqual(pins, {
    D2: { use: 'output', value: 1 },
    D5: { use: 'pwm', value: 0.25, freqHz: 1000 },
    D18: { use: 'pwm', value: 1, freqHz: undefined },
    D4: { use: 'output', value: 1 },
    D12: { use: 'output', value: 0 },
  })
  assert.deepEqual(afterReport(pins, '\u0001boot'), {})
  assert.equal(afterReport(pins, 'D2=1'), undefined)
})

test('a Pico W tells its pins in the same words, and they are moved the same way', () => {
  const clock = createVirtualClock()
  const lines: string[] = []
  let changes = 0
  const board = createKalumaBoard({
    script: `
      pinMode(15, INPUT_PULLUP); setWatch(() => console.log(digitalRead(15)), 15, CHANGE);
      pinMode(16, INPUT_PULLDOWN); digitalRead(14); analogRead(26);
      pinMode(2, OUTPUT); digitalWrite(2, HIGH); analogWrite(3, 0.25, 1000); analogWrite(4);
      new (require('pico_cyw43').PicoCYW43)().putGpio(0, true)`,
    ...{ clock, transport: createMemoryNetwork(clock), onUse: () => changes++ },
    onPrint: (line) => lines.push(line),
  })
  board.boot()
  const pins = (): PinUses => board.outside.pins()
  assert.deepEqual(pins(), {
    LED: { use: 'output', value: 1 },
    GP2: { use: 'output', value: 1 },
    GP3: { use: 'pwm', value: 0.25, freqHz: 1000 },
    GP4: { use: 'pwm', value: 0.5, freqHz: 490 },
    GP14: { use: 'input', value: 0, ...free },
    GP15: { use: 'input', value: 1, pull: 'up', isDriven: false },
    GP16: { use: 'input', value: 0, pull: 'down', isDriven: false },
    GP26: { use: 'analog', value: 0 },
  })
  const before = changes
  for (const value of [0, undefined]) {
    movePin(board.outside, 'GP15', value)
    clock.advance(50)
  }
  movePin(board.outside, 'GP26', 0.5)
  assert.deepEqual(lines, ['0', '1'])
  assert.equal(board.evaluate('analogRead(26)'), 0.5)
  assert.ok(changes > before)
  board.powerOff()
  assert.deepEqual(pins(), {})
})
