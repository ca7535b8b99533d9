import { ratioOf, type Row } from './row.ts'

/** A bar: how many times better ours is. */
export interface Bar {
  readonly label: string
  readonly ratio: number
}

const rowHeight = 34
const labelWidth = 360
const barWidth = 300
const width = labelWidth + barWidth + 80

/** What the chart shows: speed on the Linux build, and memory on the smallest heap. */
const wanted = [
  ['a', 'PUBLISH to callback, whole', 'linux', 'messages/s of CPU time', 'messages, whole chunks'],
  [
    'a',
    'PUBLISH to callback, re-chunked over TCP',
    'linux',
    'messages/s of CPU time',
    'messages in pieces of 1-50 bytes',
  ],
  ['b', 'set to pin, reply and post, whole', 'linux', 'messages/s of CPU time', 'set to pin, reply and post'],
  ['d', 'sets of 200 bytes to pin, reply and post', 'linux', 'messages/s of CPU time', 'the same, 200 bytes'],
  ['d', 'sets of 1,900 bytes to pin, reply and post', 'linux', 'messages/s of CPU time', 'the same, 1,900 bytes'],
  ['c', 'once ready', 'esp32', 'JsVars', 'memory once ready, ESP32 heap'],
  ['c', 'once ready', 'esp8266', 'JsVars', 'memory once ready, ESP8266 heap'],
  ['c', 'peak in a burst of 100 sets', 'esp8266', 'JsVars', 'memory in a burst, ESP8266 heap'],
  ['f', 'boot to ready', 'esp8266', 'ms of CPU time', 'boot to ready, ESP8266 heap'],
  ['g', 'the script, minified', 'none', 'bytes', 'bytes of the script'],
] as const

/** Colours of GitHub's two pages. */
const style = `<style>
text { font: 14px system-ui, sans-serif; fill: #1f2328 }
.label { text-anchor: end }
.title { font-weight: 600 }
.better { fill: #1a7f64 }
.worse { fill: #b35900 }
line { stroke: #59636e; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.better { fill: #3fb894 }
.worse { fill: #e0913a }
line { stroke: #9198a1 }
}
</style>
`

/** The bars that the rows have figures for. */
export function barsOf(rows: readonly Row[]): Bar[] {
  return wanted.flatMap(([measure, what, engine, unit, label]) => {
    const row = rows.find(
      (one) => one.measure === measure && one.what === what && one.engine === engine && one.unit === unit,
    )
    const ratio = row && ratioOf(row, 'mqttjs')
    return ratio === undefined ? [] : [{ label, ratio }]
  })
}

/** An SVG of how many times better ours is than the same application on MQTT.js, a line at 1; for light and dark pages. */
export function toChart(rows: readonly Row[]): string {
  const bars = barsOf(rows)
  const most = Math.max(2, ...bars.map(({ ratio }) => ratio))
  const scale = barWidth / most
  const height = rowHeight * bars.length + 70
  const one = labelWidth + scale
  const lines = bars.map(({ label, ratio }, index) => {
    const y = 50 + rowHeight * index
    return `<text class="label" x="${labelWidth - 12}" y="${y + 17}">${escapeXml(label)}</text>
<rect class="${ratio >= 1 ? 'better' : 'worse'}" x="${labelWidth}" y="${y}" width="${(ratio * scale).toFixed(1)}" height="24" rx="3"/>
<text class="value" x="${(labelWidth + ratio * scale + 8).toFixed(1)}" y="${y + 17}">${ratio.toFixed(2)} x</text>
`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The firmware beside the same application on MQTT.js">
${style}<text class="title" x="12" y="24">Times better than the same application on MQTT.js (1 = as good)</text>
${lines.join('')}<line x1="${one.toFixed(1)}" y1="40" x2="${one.toFixed(1)}" y2="${height - 12}"/>
</svg>
`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
