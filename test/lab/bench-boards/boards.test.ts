import assert from 'node:assert/strict'
import test from 'node:test'
import { boardsCommand } from './boards-command.ts'
import { powerUp, tickADay } from './boards.ts'

test('boards in one process, each with an identity and a context of its own, are all ready', async () => {
  const counts: number[] = []
  const { ms, cpuMs, residentMb } = await powerUp(5, (ready) => counts.push(ready))
  assert.deepEqual([...new Set(counts)], [1, 2, 3, 4, 5])
  assert.ok(ms > 0 && cpuMs > 0 && residentMb > 0)
})

test('a day of ticks costs some processor time', () => assert.ok(tickADay() > 0))

for (const wrong of ['0', '-5', '1.5', 'abc', '']) {
  test(`--boards ${wrong} is refused`, async () => {
    await assert.rejects(
      boardsCommand([`--boards=${wrong}`], () => undefined),
      { slug: 'bad-flag' },
    )
  })
}

test('a word that is no flag is refused', async () => {
  await assert.rejects(
    boardsCommand(['20'], () => undefined),
    { slug: 'unknown-flag' },
  )
})
