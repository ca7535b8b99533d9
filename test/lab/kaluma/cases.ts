import type { KalumaCase } from './case.ts'
import { applicationCases } from './application-cases.ts'
import { boardCases } from './board-cases.ts'
import { conformanceCases } from './conformance-cases.ts'
import type { GivenRuntimes, Ring } from './given.ts'
import { keepCases } from './keep-cases.ts'
import { liveFaults } from './live-faults.ts'
import { memoryCases } from './memory-cases.ts'
import { openingFaults } from './opening-faults.ts'
import { propertiesCases } from './properties-cases.ts'
import { sessionCases } from './session-cases.ts'
import { socketCases } from './socket-cases.ts'
import { wifiCases } from './wifi-cases.ts'

/** Every case by its ring. */
const cases: readonly KalumaCase[] = [
  ...sessionCases,
  ...memoryCases,
  ...openingFaults,
  ...liveFaults,
  ...socketCases,
  ...keepCases,
  ...wifiCases,
  ...applicationCases,
  ...conformanceCases,
  ...boardCases,
  ...propertiesCases,
]

/** The cases of the rings that are given, in the order of the report. */
export function allCases(given: GivenRuntimes): KalumaCase[] {
  const has: Record<Ring, boolean> = { b: given.b !== undefined, c: given.c !== undefined }
  return cases.filter(({ ring }) => has[ring])
}
