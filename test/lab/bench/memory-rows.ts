import type { GivenEngine } from '../engine/engines.ts'
import { present, type Context } from './context.ts'
import { measureMemory, measureReady, measureReadyOnWifi, readyVars, type Memory } from './memory.ts'
import type { Row } from './row.ts'
import { spreadOf, type Spread } from './stats.ts'

/** The row that says what the whole firmware takes. */
const wifiWhat = 'once ready, Wi-Fi joined'

const lines = [
  ['once ready', 'ready'],
  ['peak in a burst of 100 sets', 'peak'],
  ['peak in a burst of 100 sets, pacing lifted', 'peakLifted'],
] as const

/** (c): JsVars above the empty interpreter. They are counted, not timed, and hardly differ, so three rounds are enough. */
export async function memoryRows(context: Context): Promise<Row[]> {
  const rows: Row[] = []
  for (const engine of context.engines) {
    const measured: Record<string, Memory[]> = {}
    for (let round = 0; round < Math.min(context.rounds, 3); round++) {
      for (const one of present(context, ['ours', 'mqttjs'])) {
        context.progress(`c ${engine.name}: ${one.name}, round ${round + 1}`)
        ;(measured[one.name] ??= []).push(await measureMemory(one, engine))
      }
    }
    const alone: Row['values'][string][] = []
    for (const one of present(context, ['mqttjs-alone', 'tinymqtt'])) {
      context.progress(`c ${engine.name}: ${one.name}`)
      alone.push(spreadOf([await measureReady(one, engine)]))
    }
    rows.push(await wifiRow(context, engine, alone[0]), ...(await freeRow(context, engine)))
    for (const [what, field] of lines) {
      const values = Object.entries(measured).map(([name, list]) => [name, spreadOf(list.map((one) => one[field]))])
      const others = field === 'ready' ? { 'mqttjs-alone': alone[0], tinymqtt: alone[1] } : {}
      const all = { ...Object.fromEntries(values), ...others } as Record<string, Row['values'][string] | undefined>
      const given = Object.entries(all).filter(
        (entry): entry is [string, Row['values'][string]] => entry[1] !== undefined,
      )
      rows.push({
        measure: 'c',
        what,
        engine: engine.name,
        unit: 'JsVars',
        better: 'less',
        values: Object.fromEntries(given),
      })
    }
  }
  return rows
}

/** The row of free JsVars, only where the heap is limited. */
async function freeRow(context: Context, { heapVars, ...engine }: GivenEngine): Promise<Row[]> {
  if (heapVars === 'grows') return []
  const values: Record<string, Spread> = {}
  for (const one of present(context, ['ours', 'mqttjs'])) {
    const used = await readyVars(one, { heapVars, ...engine })
    values[one.name] = spreadOf([(100 * (heapVars - used)) / heapVars])
  }
  return [{ measure: 'c', what: 'heap free once ready', engine: engine.name, unit: '%', better: 'more', values }]
}

/** The whole firmware; what a peer would need for Wi-Fi is not counted against it. */
async function wifiRow(context: Context, engine: GivenEngine, alone: Spread | string | undefined): Promise<Row> {
  const values: Record<string, Spread | string> = {}
  for (const one of present(context, ['ours'])) values[one.name] = spreadOf([await measureReadyOnWifi(one, engine)])
  if (alone !== undefined) values['mqttjs-alone'] = alone
  return { measure: 'c', what: wifiWhat, engine: engine.name, unit: 'JsVars', better: 'less', values }
}
