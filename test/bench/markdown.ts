import { ratioOf, type Row } from './row.ts'
import type { Spread } from './stats.ts'
import { show } from './table.ts'

const cpu = 'messages/s of CPU time'

/** What the README quotes: measure, what, engine, unit, and how people say it. */
const quoted = [
  ['a', 'PUBLISH to callback, whole', 'linux', cpu, 'messages a second, whole chunks'],
  ['a', 'PUBLISH to callback, re-chunked, a data event a piece', 'linux', cpu, 'the same in pieces of 1 to 50 bytes'],
  ['b', 'set to pin, reply and post, whole', 'linux', cpu, 'sets a second: pin, reply, post'],
  ['d', 'sets of 1,900 bytes to pin, reply and post', 'linux', cpu, 'the same, 1,900 bytes each'],
  [
    'd',
    '20 messages of 20,000 bytes, skipped or handled',
    'esp8266',
    cpu,
    '20,000 bytes, ESP8266 heap: messages a second',
  ],
  ['c', 'once ready', 'esp32', 'JsVars', 'JsVars once ready, ESP32 heap'],
  ['c', 'once ready', 'esp8266', 'JsVars', 'JsVars once ready, ESP8266 heap'],
  ['c', 'peak in a burst of 100 sets', 'esp8266', 'JsVars', 'JsVars at the peak of 100 sets at once, ESP8266 heap'],
  ['g', 'the script, minified', 'none', 'bytes', 'bytes, minified'],
] as const

/** The README's table. */
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
  return `| | this firmware | the same application on MQTT.js | better |\n|---|---:|---:|---:|\n${lines.join('')}`
}

function cell(value: Spread | string | undefined): string {
  if (value === undefined) return '-'
  if (typeof value === 'string') return value.split(':', 1)[0] ?? ''
  const { median, min, max } = value
  return min === max ? show(median) : `${show(median)} (${show(min)}-${show(max)})`
}
