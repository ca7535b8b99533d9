import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kalumaProbes } from './probes.ts'

test('there are at least 40 probes of Kaluma, each with an answer and a name of its own', () => {
  assert.ok(kalumaProbes.length >= 40, `${kalumaProbes.length} probes`)
  assert.equal(new Set(kalumaProbes.map(({ name }) => name)).size, kalumaProbes.length)
  for (const { name, lines } of kalumaProbes) assert.ok(lines.length > 0, name)
})
