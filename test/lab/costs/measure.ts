import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { bare, calls, growth, theSwitch, thermometer, type CostApp, type GrowthApp } from './apps.ts'
import { buildApps, type BuiltApp } from './build-apps.ts'
import { measureProperties } from './properties.ts'
import { emptyVars, readyVars } from './ready-vars.ts'
import { freePercentOf, hashOfAll, spreadOfTimes, type Cost, type HeapName, type Report } from './report.ts'
import { timeSets } from './set-time.ts'

/** So many interpreters run at a time while JsVars are counted. */
const lanes = 3

export interface Setup {
  readonly linux: GivenEngine
  readonly heaps: Readonly<Record<HeapName, GivenEngine>>
  /** So often each application's sets are timed. */
  readonly rounds: number
  readonly progress: (text: string) => void
  /** Tells what is done. */
  readonly say: (text: string) => void
}

/** JsVars of the interpreter alone, and by application with it. */
interface Held {
  readonly empty: number
  readonly by: ReadonlyMap<string, number>
}

/** Builds and measures everything. */
export async function measure(setup: Setup): Promise<Report> {
  const { linux, heaps, rounds, progress, say } = setup
  const sources = hashOfAll()
  const { file, bytes, sha256 } = await ensureBuilt()
  const growing = await buildApps(growth, progress)
  const others = await buildApps<CostApp>([bare, ...calls, thermometer, theSwitch], progress)
  say(`${growing.length + others.length} scripts built`)
  const held = {
    esp32: await holdAll([...others, ...growing], heaps.esp32, progress),
    esp8266: await holdAll([...others, ...growing], heaps.esp8266, progress),
  }
  say('JsVars counted')
  const times = await timeAll(growing, linux, rounds, progress)
  const costOf = ({ app: { name }, script }: BuiltApp): Cost => ({
    name,
    bytes: script.length,
    jsVars: { esp32: overEmpty(held.esp32, name), esp8266: overEmpty(held.esp8266, name) },
  })
  const cost = (wanted: CostApp): Cost => costOf(find(others, wanted))
  const freeOf = (name: HeapName): number =>
    freePercentOf(heaps[name], overEmpty(held[name], thermometer.name) + held[name].empty)
  const engines = [linux, heaps.esp32, heaps.esp8266]
  return {
    bundle: { file: file.replaceAll('\\', '/'), bytes, sha256 },
    sources,
    engines: Object.fromEntries(
      engines.map(({ name, version, board, heapVars }) => [name, { version, board, heapVars }]),
    ),
    calls: [bare, ...calls].map(cost),
    growth: growing.map((built) => {
      const { way, properties, name } = built.app
      return { ...costOf(built), way, properties, setMs: spreadOfTimes(times.get(name) ?? []) }
    }),
    thermometer: { ...cost(thermometer), freePercent: { esp32: freeOf('esp32'), esp8266: freeOf('esp8266') } },
    switch: cost(theSwitch),
    properties: await measureProperties(heaps, progress),
  }
}

function find(all: readonly BuiltApp[], wanted: CostApp): BuiltApp {
  const found = all.find(({ app }) => app === wanted)
  if (found === undefined) throw new Error(`${wanted.name} was not built`)
  return found
}

function overEmpty({ empty, by }: Held, name: string): number {
  return (by.get(name) ?? NaN) - empty
}

async function holdAll(all: readonly BuiltApp[], engine: GivenEngine, progress: (text: string) => void): Promise<Held> {
  const by = new Map<string, number>()
  const queue = [...all]
  const runLane = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      by.set(one.app.name, await readyVars(one, engine))
      progress(`JsVars ${engine.name}: ${by.size} of ${all.length}`)
    }
  }
  const empty = await emptyVars(engine)
  await Promise.all(Array.from({ length: lanes }, runLane))
  return { empty, by }
}

/** In rounds, the applications in turn: what slows the computer down for a while slows them all. */
async function timeAll(
  all: readonly BuiltApp<GrowthApp>[],
  engine: GivenEngine,
  rounds: number,
  progress: (text: string) => void,
): Promise<ReadonlyMap<string, number[]>> {
  const times = new Map<string, number[]>()
  for (let round = 1; round <= rounds; round++) {
    for (const one of all) {
      progress(`time of a set ${engine.name}: round ${round} of ${rounds}, ${one.app.name}`)
      times.set(one.app.name, [...(times.get(one.app.name) ?? []), ...(await timeSets(one, engine))])
    }
  }
  return times
}
