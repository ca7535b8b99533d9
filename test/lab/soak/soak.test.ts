import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { soakCommand } from './soak-command.ts'
import { Storm } from './storm.ts'
import { troubles } from './troubles.ts'
import type { SoakReport } from './soak-report.ts'

async function soak(...args: string[]): Promise<string> {
  let said = ''
  await soakCommand(args, (text) => (said += text))
  return said
}

test('npm run soak -- --hours 0.1 keeps the invariants, and its seed makes the same run again', async () => {
  const first = JSON.parse(await soak('--hours', '0.1', '--seed', '2', '--json')) as SoakReport
  assert.ok(first.messages > 20 && first.reconnects > 1, `${first.messages} messages, ${first.reconnects} reconnects`)
  assert.ok(first.pins.edges > 10)
  assert.equal(first.pins.edges, first.pins.asked)
  assert.equal(first.roundTrips, 1)
  const again = new Storm('2', 'esp32')
  again.hour(360_000)
  assert.deepEqual(
    [again.messages, again.reconnects, again.figures.edges, Object.fromEntries(again.troubles)],
    [first.messages, first.reconnects, first.pins.edges, first.troubles],
  )
})

test('npm run soak names seed, simulated time and the trouble in progress when a trouble does not end', async (t) => {
  // The board never comes back from this one.
  for (const name of Object.keys(troubles)) {
    t.mock.method(troubles, name, ({ bench }: Parameters<(typeof troubles)[string]>[0]) =>
      bench.board.powerOff('silent'),
    )
  }
  await assert.rejects(soak('--hours', '0.2', '--seed', '2'), (error) => {
    assert.ok(error instanceof UserError)
    assert.equal(error.exitCode, 1)
    assert.match(
      error.message,
      /^seed 2, 00:\d\d:\d\d\.\d{3} of simulated time, trouble in progress: [a-zA-Z ]+\nnot within/,
    )
    assert.match(error.hint, /npm run soak -- --seed 2 --hours 0.2/)
    return true
  })
})

test('npm run soak refuses hours that are none', async () => {
  for (const hours of ['0', '-1', 'day', '0.05']) {
    await assert.rejects(soak(`--hours=${hours}`), { slug: 'bad-flag' })
  }
})
