import { appCases } from './app-cases.ts'
import { byteFaults } from './byte-faults.ts'
import type { EngineCase } from './case.ts'
import { configCases } from './config-cases.ts'
import { conformanceCases } from './conformance-cases.ts'
import type { GivenEngine } from './engines.ts'
import { exampleCases } from './example-cases.ts'
import { faultCases } from './fault-case.ts'
import { callsCases } from './feature-calls-cases.ts'
import { logCases } from './feature-log-cases.ts'
import { toldCases } from './feature-told-cases.ts'
import { flashCases, refusalCases } from './flash-cases.ts'
import { queueCases } from './feature-queue-cases.ts'
import { fleetFaults } from './fleet-faults.ts'
import { inlineCases } from './inline-cases.ts'
import { liveFaults } from './live-faults.ts'
import { meaningFaults } from './meaning-faults.ts'
import { memoryCases } from './memory-cases.ts'
import { moduleCases } from './module-cases.ts'
import { mosquittoCases } from './mosquitto-cases.ts'
import { nameCases } from './names-cases.ts'
import { openingFaults } from './opening-faults.ts'
import { plainSwitchCases } from './plain-switch-cases.ts'
import { platformCases } from './platform-cases.ts'
import { propertiesCases } from './properties-cases.ts'
import { randomFaults } from './random-faults.ts'
import { reconnectFaults } from './reconnects.ts'
import { signingCases } from './signing-cases.ts'
import { tlsCases } from './tls-cases.ts'
import { wifiDropFaults } from './wifi-drops.ts'
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
  plainSwitchCases,
  appCases,
  moduleCases,
  exampleCases,
  toldCases,
  logCases,
  propertiesCases,
  callsCases,
  queueCases,
  conformanceCases,
  wifiCases,
  tlsCases,
  flashCases,
  (engines) => faultCases(engines, faults),
]

const faults = [
  ...openingFaults,
  ...liveFaults,
  ...byteFaults,
  ...meaningFaults,
  ...wifiDropFaults,
  ...fleetFaults,
  ...randomFaults,
  ...reconnectFaults,
]

/** Every case for the builds that are given, in the order of the report. */
export function allCases(engines: readonly GivenEngine[]): EngineCase[] {
  const online = engines.filter(({ modules }) => modules.includes('net'))
  const offline = engines.filter((engine) => !online.includes(engine))
  return [...families.flatMap((casesFor) => casesFor(online)), ...refusalCases(offline)]
}
