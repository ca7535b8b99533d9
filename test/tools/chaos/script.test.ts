import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom } from '../../../tools/chaos/random.ts'
import { randomSteps } from '../../../tools/chaos/random-steps.ts'
import { parseScript, readScript } from '../../../tools/chaos/script.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { createChaosBench } from './bench.ts'

const parse = (...steps: object[]): ReturnType<typeof parseScript> => parseScript(JSON.stringify({ steps }), 'f.json')

test('a script befalls a connection by its time and by its bytes, in the middle of a chunk too', () => {
  const steps = parse(
    { afterMs: 1000, direction: 'up', mode: 'delay', ms: 500 },
    { afterBytes: 3, direction: 'down', mode: 'corrupt', xor: 0x20 },
    { afterBytes: 6, direction: 'down', mode: 'cut' },
  )
  const bench = createChaosBench(steps)
  bench.device.write(Buffer.from('early'))
  bench.clock.advance(1100)
  bench.device.write(Buffer.from('late'))
  bench.clock.advance(1000)
  assert.deepEqual(bench.atCloud, ['2 early', '1602 late'])
  bench.cloud.write(Buffer.from('abcdefgh'))
  bench.clock.advance(1)
  bench.clock.advance(100)
  assert.deepEqual(bench.events, [
    '#1 opened',
    '#1 up delay ms=500 extraMs=0 extraPercent=0',
    '#1 down corrupt xor=32 byte=1',
    '#1 down byte 4 corrupted from 0x64 to 0x44',
    '#1 down cut bytes=0 how=rst',
    '#1 closed by rst, up 9 B, down 6 B',
  ])
})

test('steps by bytes come in the order of their bytes, however the file lists them', () => {
  const bench = createChaosBench(
    parse(
      { afterBytes: 6, direction: 'down', mode: 'cut' },
      { afterBytes: 2, direction: 'down', mode: 'corrupt', xor: 0x20 },
      { afterBytes: 4, direction: 'down', mode: 'pass' },
    ),
  )
  bench.cloud.write(Buffer.from('abcdefgh'))
  bench.clock.advance(100)
  assert.deepEqual(
    bench.events.filter((event) => /^#1 down \w+ ?(?:\w+=|$)/.test(event)),
    ['#1 down corrupt xor=32 byte=1', '#1 down pass', '#1 down cut bytes=0 how=rst'],
  )
})

test('a mode that is set counts for connections to come, too, until it is set anew', () => {
  const bench = createChaosBench()
  const connect = (): void => {
    bench.network.connect('relay', 1883, false, () => undefined)
    bench.clock.advance(10)
  }
  bench.set('down', { mode: 'stall' })
  connect()
  bench.set('down', { mode: 'pass' })
  connect()
  assert.deepEqual(
    bench.events.filter((event) => /^#[23]/.test(event)),
    ['#2 opened', '#2 down stall', '#2 down pass', '#3 opened', '#3 down pass'],
  )
})

test('a step with a connection number is for that connection only', () => {
  const steps = parse({ connection: 2, mode: 'stall' }, { mode: 'pass' })
  assert.deepEqual(
    [1, 2].map((connection) => steps(connection).map(({ mode }) => mode.mode)),
    [['pass'], ['stall', 'pass']],
  )
})

test('a bad script is refused with every problem, its place and what is wanted', () => {
  const error = refusal(() =>
    parse(
      { mode: 'delay', ms: 'fast' },
      { mode: 'explode' },
      { mode: 'stall', direction: 'left', colour: 'red' },
      { mode: 'corrupt', xor: 256 },
    ),
  )
  assert.equal(error.slug, 'script-invalid')
  assert.deepEqual(error.message.split('\n  '), [
    'f.json is not a chaos script',
    'steps.0.ms: must be integer',
    'steps.1.mode: wanted one of pass, delay, stall, blackhole, cut, corrupt, split',
    'steps.2: unknown key "colour"',
    'steps.2.direction: wanted one of up, down, both',
    'steps.3.xor: must be <= 255',
  ])
  assert.match(error.hint, /^wanted: \{ "steps"/)
})

test('fields that exclude each other are named', () => {
  const error = refusal(() =>
    parse({ mode: 'split', sizes: [1], upTo: 2 }, { mode: 'split' }, { afterMs: 1, afterBytes: 1, mode: 'pass' }),
  )
  assert.deepEqual(error.message.split('\n  ').slice(1), [
    'steps.0: wanted either sizes or upTo',
    'steps.1: wanted either sizes or upTo',
    'steps.2: wanted afterMs or afterBytes, not both',
  ])
})

test('a script that is no JSON is refused with line and column, a missing one with its name', () => {
  const noJson = refusal(() => parseScript('{ "steps": [\n  { "mode": "pass", }\n] }', 'f.json'))
  assert.equal(noJson.slug, 'script-not-json')
  assert.match(noJson.message, /^f\.json:2:21 is not JSON at "}"/)
  assert.equal(refusal(() => readScript('no-such-file.json')).slug, 'script-missing')
})

test('steps at random repeat with their seed, stay within their time, and each fault is followed by pass', () => {
  const draw = (seed: number): string => JSON.stringify(randomSteps(createRandom(seed), 600_000))
  assert.equal(draw(3), draw(3))
  assert.notEqual(draw(3), draw(4))
  const steps = randomSteps(createRandom(5), 3_600_000)
  assert.ok(steps.length > 100)
  steps.forEach(({ mode }, i) => assert.equal(mode.mode === 'pass', i % 2 === 1))
})

test('what cannot be connected on is reset, and the reason is told', () => {
  const bench = createChaosBench()
  bench.network.script('cloud', 1883, 'refused')
  let heard = ''
  bench.network.connect('relay', 1883, false, (answer) => {
    if (typeof answer !== 'string') answer.onReset = () => (heard = 'reset')
  })
  bench.clock.advance(10)
  assert.equal(heard, 'reset')
  assert.equal(bench.events.at(-1), '#2 no way to cloud:1883: refused')
})

test('a device that resets before the relay has reached the cloud leaves no stream behind', () => {
  const bench = createChaosBench()
  bench.network.script('cloud', 1883, 'open', { latencyMs: 100 })
  bench.network.connect('relay', 1883, false, (answer) => typeof answer !== 'string' && answer.reset())
  bench.clock.advance(1000)
  assert.equal(bench.relay.open, 1)
  assert.equal(bench.network.open, 2)
})

test('once closed, a link says so once and takes no step any more', () => {
  const bench = createChaosBench(parse({ afterMs: 1000, mode: 'stall' }))
  bench.relay.closeAll()
  bench.relay.closeAll()
  bench.cloud.reset()
  bench.clock.advance(2000)
  assert.deepEqual(bench.events, ['#1 opened', '#1 closed by rst, up 0 B, down 0 B'])
})

test('what a device writes before the relay has reached the cloud waits for it', () => {
  const bench = createChaosBench()
  bench.network.script('cloud', 1883, 'open', { latencyMs: 100 })
  let heard = ''
  bench.network.listen('cloud', 1883, (pipe) => (pipe.onData = (bytes) => (heard += Buffer.from(bytes).toString())))
  bench.network.connect('relay', 1883, false, (answer) => {
    if (typeof answer !== 'string') answer.write(Buffer.from('hello'))
  })
  bench.clock.advance(1000)
  assert.equal(heard, 'hello')
})

function refusal(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof UserError)
    return error
  }
  return assert.fail('it was not refused')
}
