import type { GivenEngine } from '../engine/engines.ts'
import { beforeModelCases } from './before-model.ts'
import type { CutCase } from './case.ts'
import { flashConsoleEngineCases, flashConsoleModelCases } from './flash-console.ts'
import { flashModelCases } from './flash-model.ts'
import { queueModelCases } from './queue-model.ts'
import { savesEngineCases } from './saves-engine.ts'
import { savesModelCases } from './saves-model.ts'
import { storageEngineCases } from './storage-engine.ts'
import { togglesCase, type Wear } from './toggles.ts'

const toggles = { toggles: 100_000, every: 100, seed: '1' }

/** Returns all cases. `onWear` is called with the wear that toggling caused in each simulated board's flash. */
export function allCases(
  script: string,
  engines: readonly GivenEngine[],
  onWear: (shape: string, wear: Wear) => void,
): CutCase[] {
  return [
    ...beforeModelCases(),
    ...savesModelCases(script),
    ...(['esp32', 'esp8266'] as const).map((shape) =>
      togglesCase(script, shape, toggles, (wear) => onWear(shape, wear)),
    ),
    ...queueModelCases(),
    ...flashModelCases(),
    ...flashConsoleModelCases(),
    ...storageEngineCases(engines),
    ...savesEngineCases(script, engines),
    ...flashConsoleEngineCases(engines),
  ]
}
