import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showBuilding } from '../../../tools/start/building-line.ts'

test('that a build goes on is shown at once and taken away once, on a terminal only', () => {
  for (const [isTTY, shown] of [
    [true, ['build      ...', '\r\u001b[K']],
    [false, []],
  ] as const) {
    const written: string[] = []
    const hide = showBuilding({ isTTY, write: (text) => written.push(text) })
    assert.deepEqual(written, shown.slice(0, 1))
    hide()
    hide()
    assert.deepEqual(written, shown)
  }
})
