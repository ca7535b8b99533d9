import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { checkKaluma } from '../../../tools/doctor/check-kaluma.ts'
import { formatFinding } from '../../../tools/doctor/report.ts'
import { examineAt, type KalumaExamined } from '../../../tools/kaluma/examine.ts'
import { asRead } from '../../../tools/kaluma/flash-kaluma.ts'
import { createBench, failure, ours } from '../kaluma/bench.ts'
import { configFor, diagnose } from './clinic.ts'
import { makeDesk } from '../config/desk.ts'

const config = { ...configFor(1883), board: 'pico-w', switches: { PowerSwitch_1: { pin: 'LED' } } }
const found: KalumaExamined = {
  ...{ version: '1.2.1', board: 'pico-w', serial: 'e66141', isSafeMode: false },
  ...{ programBytes: 16_225, isBuilt: true, lastLine: '00001.000 I mqtt ready' },
}

/** What the doctor says of a board of which this was found. */
async function say(t: TestContext, examined: Partial<KalumaExamined> | Error, content: object = config) {
  const desk = makeDesk(t)
  const file = desk.write('device.json', content)
  const built = join(desk.folder, 'built.js')
  writeFileSync(built, ours)
  const asked: (Uint8Array | undefined)[] = []
  const examineKaluma = async (_port: string, wanted: Uint8Array | undefined) => {
    asked.push(wanted)
    if (examined instanceof Error) throw examined
    return { ...found, ...examined }
  }
  const outcome = await checkKaluma('COM4', { examineKaluma }, file, built)
  return { outcome, asked, text: formatFinding({ check: 'board', ...outcome }) }
}

test('a Pico W: what is on it, that its program is the one built here, and the end of its log', async (t) => {
  const { text, asked } = await say(t, {})
  assert.match(text, /^ok {4}board {5}Raspberry Pi Pico W with Kaluma 1\.2\.1, serial e66141, a program of 16,225 B\n/)
  assert.match(text, /note: the program is .*built\.js, byte for byte\n/)
  assert.match(text, /note: its log: 00001\.000 I mqtt ready\n.*note: experimental: not tried on hardware$/)
  assert.equal(Buffer.from(asked[0] ?? []).toString(), ours)
})

test('no program, another program, nothing in the log', async (t) => {
  assert.match(
    (await say(t, { programBytes: 0, isBuilt: undefined })).text,
    /no program\n.*npm run flash -- --board pico-w puts/,
  )
  assert.match((await say(t, { isBuilt: false })).text, /the program is not .*built\.js: npm run flash/)
  assert.match((await say(t, { isBuilt: undefined })).text, /is not compared: there is no .*built\.js here/)
  assert.match((await say(t, { lastLine: undefined })).text, /its log said nothing meanwhile/)
})

test('safe-mode, a configuration that does not suit, and what the board refuses are failures', async (t) => {
  const safe = (await say(t, { isSafeMode: true })).outcome.failure
  assert.deepEqual([safe?.slug, safe?.exitCode], ['safe-mode', 2])
  const wrong = (await say(t, {}, { ...config, switches: { PowerSwitch_1: { pin: 'GP25' } } })).outcome.failure
  assert.deepEqual([wrong?.slug, wrong?.exitCode], ['config-invalid', 1])
  const refused = (await say(t, new UserError('wrong-board', 'MicroPython is on it', 'install Kaluma', 2))).outcome
    .failure
  assert.deepEqual([refused?.slug, refused?.hint, refused?.exitCode], ['wrong-board', 'install Kaluma', 2])
})

test('device.json or --board says that the board has Kaluma; its port is one of Raspberry Pi', async (t) => {
  const at: string[] = []
  const boards = {
    listPorts: async () => [
      { path: 'COM3', what: 'CP210x' },
      { path: 'COM4', what: 'Raspberry Pi' },
    ],
    askBoard: () => assert.fail('asked as Espruino'),
    examineKaluma: async (port: string) => (at.push(port), found),
  }
  const named = await diagnose(t, config, ['--offline'], { boards })
  assert.match(named.said, /^ok {4}port {6}COM4 \(Raspberry Pi\)\nok {4}board {5}Raspberry Pi Pico W/m)
  const flag = await diagnose(t, { ...config, board: undefined }, ['--offline', '--board', 'pico-w'], { boards })
  assert.equal(flag.exitCode, 0, flag.said)
  assert.deepEqual(at, ['COM4', 'COM4'])
})

test('the look itself, at a board: what runs goes on, and the program that is read is nowhere shown', async () => {
  const bench = createBench(ours)
  const { clock } = bench.board
  const look = (wanted: string) => bench.run(examineAt(bench.port, Buffer.from(wanted), clock))
  const first = await look(ours)
  assert.deepEqual(
    [first.version, first.programBytes, first.isBuilt, first.lastLine, first.isSafeMode],
    ['1.2.1', ours.length, true, undefined, false],
  )
  clock.set(() => bench.board.onOutput(Buffer.from('00001.000 W mqtt pingresp-timeout\r\n00002')), 2_000)
  const second = await look('another')
  assert.deepEqual([second.isBuilt, second.lastLine], [false, '00001.000 W mqtt pingresp-timeout'])
  assert.equal(bench.board.starts.length, 1)
  bench.fromBoard = (bytes) => (asRead(bytes).includes('program that was there') ? bytes.slice(0, 40) : bytes)
  bench.board.clock.set(() => bench.unplug(), 1_000)
  const error = await failure(look(ours))
  assert.doesNotMatch(`${error.message}${error.hint}`, /program that was there/)
})
