import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostConnections } from '../../../tools/tcp/descriptors.ts'

for (const [report, most] of [
  [{ userLimits: { open_files: { soft: 1024, hard: 4096 } } }, 984],
  [{ userLimits: { open_files: { soft: 41, hard: 41 } } }, 1],
  [{ userLimits: { open_files: { soft: 20, hard: 20 } } }, 1],
  [{ userLimits: { open_files: { soft: 'unlimited' } } }, Infinity],
  [{}, Infinity],
] as const) {
  test(`under the limits ${JSON.stringify(report)} a listener holds ${most} connections`, (t) => {
    t.mock.method(process.report, 'getReport', () => report)
    assert.equal(mostConnections(), most)
  })
}
