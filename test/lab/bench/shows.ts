import type { EngineName } from '../engine/engines.ts'
import { plainSwitchWhat } from './bytes-rows.ts'
import { ratioOf, type Letter, type Row } from './row.ts'
import { show } from './table.ts'

/** A promise of the project about speed or size, and whether this run keeps it; undefined when it was not measured. */
export interface Show {
  readonly what: string
  readonly got: string
  readonly wanted: string
  readonly holds: boolean | undefined
}

const cpu = 'messages/s of CPU time'

/** Every promise of the measures that were taken, on the engines that were given. */
export function showsOf(rows: readonly Row[]): Show[] {
  const engines = [...new Set(rows.map(({ engine }) => engine))].filter((name): name is EngineName => name !== 'none')
  const all = [
    ...engines.flatMap((engine) => showsOn(engine, new Rows(rows, engine))),
    ...bytesShow(new Rows(rows, 'none')),
  ]
  return all.filter(({ what }) => rows.some(({ measure }) => what.startsWith(`(${measure})`)))
}

/** Looks rows up. */
class Rows {
  constructor(
    private readonly rows: readonly Row[],
    private readonly engine: Row['engine'],
  ) {}

  find(measure: Letter, what: string, unit?: string): Row | undefined {
    const isIt = (row: Row): boolean => row.engine === this.engine && row.measure === measure && row.what === what
    return this.rows.find((row) => isIt(row) && (unit === undefined || row.unit === unit))
  }

  /** Returns how many times better ours is than the peer's; undefined when a figure is missing. */
  ratio(measure: Letter, what: string, who: string, unit?: string): number | undefined {
    const row = this.find(measure, what, unit)
    return row === undefined ? undefined : ratioOf(row, who)
  }

  median(measure: Letter, what: string, who = 'ours'): number | undefined {
    const value = this.find(measure, what)?.values[who]
    return value === undefined || typeof value === 'string' ? undefined : value.median
  }
}

function showsOn(engine: EngineName, rows: Rows): Show[] {
  const where = `[${engine}]`
  const speed: [Letter, string, number][] = [
    ['a', 'PUBLISH to callback, whole', 2],
    ['a', 'PUBLISH to callback, re-chunked over TCP', 2],
    ['a', 'PUBLISH to callback, re-chunked, a data event a piece', 2],
    ['b', 'set to pin, reply and post, whole', 2.2],
    ['b', 'set to pin, reply and post, re-chunked over TCP', 1.7],
    ['d', 'sets of 200 bytes to pin, reply and post', 2],
    ['d', 'sets of 1,900 bytes to pin, reply and post', 1.5],
  ]
  return [
    ...speed.map(([measure, what, wanted]) =>
      atLeast(`(${measure}) ${what} ${where}`, rows.ratio(measure, what, 'mqttjs', cpu), wanted, ' x MQTT.js'),
    ),
    ...memoryShows(where, rows),
    ...signingShows(where, rows),
  ]
}

function memoryShows(where: string, rows: Rows): Show[] {
  const whole = rows.median('c', 'once ready, Wi-Fi joined')
  const alone = rows.median('c', 'once ready, Wi-Fi joined', 'mqttjs-alone')
  // Each at its own pace: ours lets 95 replies wait for the platform's limit, the peer paces nothing.
  const what = 'peak in a burst of 100 sets'
  const peak = rows.median('c', what)
  const peers = rows.median('c', what, 'mqttjs')
  const above = peak === undefined || peers === undefined ? undefined : 100 * (peak / peers - 1)
  return [
    atMost(`(c) JsVars once ready, Wi-Fi joined ${where}`, whole, alone, ' (MQTT.js alone)'),
    atMost(`(c) peak in a burst above the same application's on MQTT.js ${where}`, above, 15, ' %'),
    // The budget of 2,048 bytes and a chunk, at 8 bytes a JsVar, as the smallest heap has them.
    atMost(
      `(d) growth at 20,000 bytes ${where}`,
      rows.median('d', '20 messages of 20,000 bytes, growth of the heap'),
      330,
      ' JsVars',
    ),
    ...(where === '[esp8266]'
      ? [atLeast(`(c) heap free once ready ${where}`, rows.median('c', 'heap free once ready'), 60, ' %')]
      : []),
  ]
}

function signingShows(where: string, rows: Rows): Show[] {
  const own = rows.median('e', 'one signature', 'own')
  const native = rows.median('e', 'one signature', 'native')
  const hmac = rows.median('e', 'one signature', 'hmac-module')
  const times = own === undefined || native === undefined ? undefined : own / native
  return [
    atMost(`(e) signature by the native hash, ms ${where}`, native, hmac, ' (hmac module)'),
    atMost(`(e) signature by our own hash ${where}`, times, 40, ' x native'),
    atMost(`(e) our own hash's code ${where}`, rows.median('e', 'our own hash, its code'), 80, ' JsVars'),
    atMost(`(e) our own hash runs in ${where}`, rows.median('e', 'our own hash, more while it runs'), 300, ' JsVars'),
    atMost(`(e) our own hash leaves ${where}`, rows.median('e', 'our own hash, still held after'), 0, ' JsVars'),
  ]
}

function bytesShow(rows: Rows): Show[] {
  const what = `the script, ${plainSwitchWhat}`
  return [atMost(`(g) ${what}`, rows.median('g', what), 12_000, ' bytes')]
}

function atLeast(what: string, got: number | undefined, wanted: number, unit: string): Show {
  return toShow(what, got, `>= ${show(wanted)}${unit}`, got === undefined ? undefined : got >= wanted)
}

function atMost(what: string, got: number | undefined, wanted: number | undefined, unit: string): Show {
  const holds = got === undefined || wanted === undefined ? undefined : got <= wanted
  return toShow(what, got, wanted === undefined ? 'a peer' : `<= ${show(wanted)}${unit}`, holds)
}

function toShow(what: string, got: number | undefined, wanted: string, holds: boolean | undefined): Show {
  return { what, got: got === undefined ? 'not run' : show(got), wanted, holds }
}

/** One line each. */
export function toShowLines(shows: readonly Show[]): string {
  const word = (holds: boolean | undefined): string => (holds === undefined ? '-   ' : holds ? 'ok  ' : 'NO  ')
  return shows.map(({ what, got, wanted, holds }) => `${word(holds)} ${what}: ${got}, wanted ${wanted}\n`).join('')
}
