import assert from 'node:assert/strict'
import { engineDifferences } from '../../conformance/compare.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'

/** The facts on which the simulated board is built: the engine still gives the recorded answer to every probe. */
export function conformanceCases(engines: readonly GivenEngine[]): EngineCase[] {
  return engines.map(({ name, executable }) => ({
    name: `conformance: every probe of the engine's habits is answered as written down [${name}]`,
    load: 'works',
    aboutS: 10,
    run: async () => assert.deepEqual(await engineDifferences(name === 'linux' ? 'linux' : 'board', executable), []),
  }))
}
