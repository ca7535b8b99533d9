import type { EngineCase } from './case.ts'
import { configCases } from './config-cases.ts'
import { conformanceCases } from './conformance-cases.ts'
import type { GivenEngine } from './engines.ts'
import { inlineCases } from './inline-cases.ts'
import { memoryCases } from './memory-cases.ts'
import { mosquittoCases } from './mosquitto-cases.ts'
import { nameCases } from './names-cases.ts'
import { platformCases } from './platform-cases.ts'
import { signingCases } from './signing-cases.ts'
import { wifiCases } from './wifi-cases.ts'

type CasesFor = (engines: readonly GivenEngine[]) => EngineCase[]

const families: readonly CasesFor[] = [
  platformCases,
  mosquittoCases,
  inlineCases,
  configCases,
  signingCases,
  nameCases,
  memoryCases,
  conformanceCases,
  wifiCases,
]

/** Every case for the builds that are given, in the order of the report. */
export function allCases(engines: readonly GivenEngine[]): EngineCase[] {
  return families.flatMap((casesFor) => casesFor(engines))
}
