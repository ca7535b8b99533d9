import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { boardRuns, habitOf } from './board-run.ts'
import { fuzzCommand } from './fuzz-command.ts'
import { Fuzzer } from './fuzzer.ts'

async function fuzz(...args: string[]): Promise<string> {
  let said = ''
  await fuzzCommand(args, (text) => (said += text))
  return said
}

test('npm run fuzz -- --only runs an input alone, then after those before it on its board', async () => {
  assert.match(
    await fuzz('--seed', '7', '--only', '2003'),
    /^fuzz {7}--seed 7\nbundle .*\nalone {6}input 2003 on a new esp8266: [a-z-]+\nin order {3}inputs 2000 to 2003 .* all 4 passed\n$/,
  )
})

test('npm run fuzz names seed and index of an input that fails, and how to run it again', async (t) => {
  const { run } = Fuzzer.prototype
  t.mock.method(Fuzzer.prototype, 'run', function (this: Fuzzer, index: number) {
    if (index === 3) throw new Error(`input ${index}: the firmware threw`)
    run.call(this, index)
  })
  await assert.rejects(fuzz('--seed', '7', '--only', '5'), (error) => {
    assert.ok(error instanceof UserError)
    assert.equal(error.exitCode, 1)
    assert.match(error.message, /input 3: the firmware threw/)
    assert.equal(error.hint, 'again: npm run fuzz -- --seed 7 --only 3')
    return true
  })
})

test('a million inputs are cut into boards of 2,000, esp32 and esp8266 by turns', () => {
  const runs = boardRuns('7', 1_000_000)
  assert.equal(runs.length, 500)
  assert.deepEqual(runs.at(-1), { seed: '7', from: 998_000, to: 1_000_000, target: 'switch' })
  assert.deepEqual(boardRuns('7', 2_001).at(-1), { seed: '7', from: 2_000, to: 2_001, target: 'switch' })
  assert.deepEqual([0, 1_999, 2_000, 4_000].map(habitOf), ['esp32', 'esp32', 'esp8266', 'esp32'])
})
