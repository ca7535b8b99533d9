import type { GivenEngine } from '../engine/engines.ts'
import type { LinuxBuild } from '../kaluma/given.ts'
import type { CostApp } from './apps.ts'
import { buildApps, type BuiltApp } from './build-apps.ts'
import { allFeatures, allWithSwitch, features, featuresBase, hooks } from './features.ts'
import { picoConfig, picoHeap } from './pico-heap.ts'
import { emptyVars, readyVars } from './ready-vars.ts'
import { freePercentOf, type FeatureCost, type FeaturesReport, type HeapName } from './report.ts'

/** So many applications are measured at a time. */
const lanes = 3

interface Judges {
  readonly heaps: Readonly<Record<HeapName, GivenEngine>>
  readonly kaluma: LinuxBuild
  readonly progress: (text: string) => void
}

/** Measures what each feature of the platform adds to an application that only posts, and all of them together. */
export async function measureFeatures({ heaps, kaluma, progress }: Judges): Promise<FeaturesReport> {
  const apps: readonly CostApp[] = [featuresBase, ...features, allFeatures, allWithSwitch, ...hooks]
  const built = await buildApps(apps, progress)
  const forPico = await buildApps(apps, progress, picoConfig())
  const empty = { esp32: await emptyVars(heaps.esp32), esp8266: await emptyVars(heaps.esp8266) }
  const costs: FeatureCost[] = []
  const queue = [...built.keys()]
  const runLane = async (): Promise<void> => {
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      progress(`features, ${queue.length} left: ${built[at]!.app.name}`)
      costs[at] = await costOf(built[at]!, forPico[at]!.script)
    }
  }
  const costOf = async (one: BuiltApp, script: string): Promise<FeatureCost> => {
    const [esp32, esp8266, heapBytes] = await Promise.all([
      orNone(readyVars(one, heaps.esp32)),
      orNone(readyVars(one, heaps.esp8266)),
      orNone(picoHeap(script, kaluma)),
    ])
    const { name } = one.app
    const jsVars = { esp32: esp32 - empty.esp32, esp8266: esp8266 - empty.esp8266 }
    return { name, bytes: one.script.length, jsVars, picoW: { bytes: script.length, heapBytes } }
  }
  await Promise.all(Array.from({ length: lanes }, runLane))
  const take = (wanted: readonly CostApp[]): FeatureCost[] => costs.filter((_none, at) => wanted.includes(apps[at]!))
  const [all] = take([allFeatures])
  const free = (name: HeapName): number => freePercentOf(heaps[name], (all?.jsVars[name] ?? NaN) + empty[name])
  return {
    base: take([featuresBase])[0]!,
    each: take(features),
    all: all!,
    hooks: take(hooks),
    freePercent: { esp32: free('esp32'), esp8266: free('esp8266') },
  }
}

/** NaN where it does not fit, or does not come to rest: said on stderr. */
async function orNone(measured: Promise<number>): Promise<number> {
  try {
    return await measured
  } catch (error) {
    process.stderr.write(`not measured: ${error instanceof Error ? error.message : String(error)}\n`)
    return NaN
  }
}
