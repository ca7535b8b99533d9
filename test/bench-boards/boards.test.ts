import assert from 'node:assert/strict'
import test from 'node:test'
import { powerUp } from './boards.ts'

test('boards in one process, each with an identity and a context of its own, are all ready', async () => {
  const counts: number[] = []
  const { ms, cpuMs, residentMb } = await powerUp(5, (ready) => counts.push(ready))
  assert.deepEqual([...new Set(counts)], [1, 2, 3, 4, 5])
  assert.ok(ms > 0 && cpuMs > 0 && residentMb > 0)
})
