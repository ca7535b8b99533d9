import type { GivenEngine } from '../engine/engines.ts'
import type { LinuxBuild } from '../kaluma/given.ts'
import type { CostApp } from './apps.ts'
import { buildApps, type BuiltApp } from './build-apps.ts'
import { allFeatures, features, featuresBase, hooks } from './features.ts'
import { picoConfig, picoHeap } from './pico-heap.ts'
import { emptyVars, readyVars } from './ready-vars.ts'
import { freePercentOf, type FeatureCost, type FeaturesReport, type HeapName } from './report.ts'

interface Judges {
  readonly heaps: Readonly<Record<HeapName, GivenEngine>>
  readonly kaluma: LinuxBuild
  readonly progress: (text: string) => void
}

/** Measures what each feature of the platform adds to an application that only posts, and all of them together. */
export async function measureFeatures({ heaps, kaluma, progress }: Judges): Promise<FeaturesReport> {
  const apps: readonly CostApp[] = [featuresBase, ...features, allFeatures, ...hooks]
  const built = await buildApps(apps, progress)
  const forPico = await buildApps(apps, progress, picoConfig())
  const empty = { esp32: await emptyVars(heaps.esp32), esp8266: await emptyVars(heaps.esp8266) }
  const costs: FeatureCost[] = []
  for (const [index, one] of built.entries()) {
    progress(`features ${index + 1} of ${built.length}: ${one.app.name}`)
    const script = forPico[index]?.script ?? ''
    const [esp32, esp8266, heap] = await Promise.all([
      varsOrNone(one, heaps.esp32),
      varsOrNone(one, heaps.esp8266),
      picoHeap(script, kaluma),
    ])
    costs.push({
      name: one.app.name,
      bytes: one.script.length,
      jsVars: { esp32: esp32 - empty.esp32, esp8266: esp8266 - empty.esp8266 },
      picoW: { bytes: script.length, heapBytes: heap },
    })
  }
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

/** NaN where memory runs out. */
async function varsOrNone(built: BuiltApp, engine: GivenEngine): Promise<number> {
  try {
    return await readyVars(built, engine)
  } catch (error) {
    if (/MEMORY/.test(String(error))) return NaN
    throw error
  }
}
