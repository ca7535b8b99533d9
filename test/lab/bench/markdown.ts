import { plainSwitchWhat } from './bytes-rows.ts'
import { ratioOf, type Row } from './row.ts'
import type { Spread } from './stats.ts'
import { show } from './table.ts'

const cpu = 'messages/s of CPU time'
const head = '| | this firmware | the same on MQTT.js | ratio, above 1 is better |'

/** What docs/benchmarks.md quotes: measure, what, engine, unit, and how people say it. */
const quoted = [
  ['a', 'PUBLISH to callback, whole', 'linux', cpu, 'messages a second, one a chunk or more'],
  ['a', 'PUBLISH to callback, re-chunked over TCP', 'linux', cpu, 'the same, sent in pieces of 1 to 50 bytes'],
  ['a', 'PUBLISH to callback, re-chunked, a data event a piece', 'linux', cpu, 'the same, each piece a data event'],
  ['b', 'set to pin, reply and post, whole', 'linux', cpu, 'property sets a second: pin, reply, post'],
  ['d', 'sets of 200 bytes to pin, reply and post', 'linux', cpu, 'the same, 200 bytes each'],
  ['d', 'sets of 1,900 bytes to pin, reply and post', 'linux', cpu, 'the same, 1,900 bytes each'],
  [
    ...['d', '20 messages of 20,000 bytes, skipped or handled', 'esp8266', cpu],
    'messages of 20,000 bytes a second, skipped, ESP8266 heap',
  ],
  ['c', 'once ready', 'esp32', 'JsVars', 'JsVars once ready, ESP32 heap'],
  ['c', 'once ready', 'esp8266', 'JsVars', 'JsVars once ready, ESP8266 heap'],
  ['c', 'peak in a burst of 100 sets', 'esp8266', 'JsVars', 'JsVars at the peak of 100 sets at once, ESP8266 heap'],
  ['f', 'boot to ready', 'esp8266', 'ms of CPU time', 'ms from boot to ready, ESP8266 heap'],
  ['g', 'the script, minified', 'none', 'bytes', 'bytes, minified'],
  ['g', `the script, ${plainSwitchWhat}`, 'none', 'bytes', "the same with a plain switch's configuration inside"],
] as const

/** The table of docs/benchmarks.md. */
export function toMarkdown(rows: readonly Row[]): string {
  const lines = quoted.flatMap(([measure, what, engine, unit, said]) => {
    const row = rows.find(
      (one) => one.measure === measure && one.what === what && one.engine === engine && one.unit === unit,
    )
    if (row === undefined) return []
    const ratio = ratioOf(row, 'mqttjs')
    const times = ratio === undefined ? '' : `${ratio.toFixed(2)} x`
    return [`| ${said} | ${cell(row.values['ours'])} | ${cell(row.values['mqttjs'])} | ${times} |\n`]
  })
  return `${head}\n|---|---:|---:|---:|\n${lines.join('')}`
}

function cell(value: Spread | string | undefined): string {
  if (value === undefined) return '-'
  // The only text that can replace a figure means that the program died.
  if (typeof value === 'string') return 'dead'
  const { median, min, max } = value
  return min === max ? show(median) : `${show(median)} (${show(min)}-${show(max)})`
}
