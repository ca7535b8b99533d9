import { plainSwitchWhat } from './bytes-rows.ts'
import { ratioOf, type Row } from './row.ts'
import type { Spread } from './stats.ts'
import { show } from './table.ts'

const cpu = 'messages/s of CPU time'

export type Language = 'en' | 'zh'

const heads: Readonly<Record<Language, string>> = {
  en: '| | this firmware | the same on MQTT.js | ratio, above 1 is better |',
  zh: '| | 本固件 | MQTT.js 上的同一应用 | 比值,大于 1 为优 |',
}

/** What the READMEs quote: measure, what, engine, unit, and its name in English and Chinese. */
const quoted = [
  [
    ...['a', 'PUBLISH to callback, whole', 'linux', cpu],
    ...['messages a second, one a chunk or more', '每秒读取的消息,整块到达'],
  ],
  [
    ...['a', 'PUBLISH to callback, re-chunked over TCP', 'linux', cpu],
    ...['the same, sent in pieces of 1 to 50 bytes', '同上,按 1 至 50 字节的小块发送'],
  ],
  [
    ...['a', 'PUBLISH to callback, re-chunked, a data event a piece', 'linux', cpu],
    ...['the same, each piece a data event', '同上,每个小块各触发一次 data 事件'],
  ],
  [
    ...['b', 'set to pin, reply and post, whole', 'linux', cpu],
    ...['property sets a second: pin, reply, post', '每秒完成的属性设置:引脚、应答、上报'],
  ],
  [
    ...['d', 'sets of 200 bytes to pin, reply and post', 'linux', cpu],
    ...['the same, 200 bytes each', '同上,每条 200 字节'],
  ],
  [
    ...['d', 'sets of 1,900 bytes to pin, reply and post', 'linux', cpu],
    ...['the same, 1,900 bytes each', '同上,每条 1,900 字节'],
  ],
  [
    ...['d', '20 messages of 20,000 bytes, skipped or handled', 'esp8266', cpu],
    ...['messages of 20,000 bytes a second, skipped, ESP8266 heap', '每秒跳过的 20,000 字节消息,ESP8266 的堆'],
  ],
  [...['c', 'once ready', 'esp32', 'JsVars'], ...['JsVars once ready, ESP32 heap', '就绪后的 JsVar,ESP32 的堆']],
  [...['c', 'once ready', 'esp8266', 'JsVars'], ...['JsVars once ready, ESP8266 heap', '就绪后的 JsVar,ESP8266 的堆']],
  [
    ...['c', 'peak in a burst of 100 sets', 'esp8266', 'JsVars'],
    ...['JsVars at the peak of 100 sets at once, ESP8266 heap', '100 条同时到达时的 JsVar 峰值,ESP8266 的堆'],
  ],
  [
    ...['f', 'boot to ready', 'esp8266', 'ms of CPU time'],
    ...['ms from boot to ready, ESP8266 heap', '从启动到就绪的毫秒数,ESP8266 的堆'],
  ],
  [...['g', 'the script, minified', 'none', 'bytes'], ...['bytes, minified', '压缩后的字节']],
  [
    ...['g', `the script, ${plainSwitchWhat}`, 'none', 'bytes'],
    ...["the same with a plain switch's configuration inside", '同上,内含一个普通开关的配置'],
  ],
] as const

/** A README's table. */
export function toMarkdown(rows: readonly Row[], language: Language): string {
  const lines = quoted.flatMap(([measure, what, engine, unit, en, zh]) => {
    const row = rows.find(
      (one) => one.measure === measure && one.what === what && one.engine === engine && one.unit === unit,
    )
    if (row === undefined) return []
    const ratio = ratioOf(row, 'mqttjs')
    const times = ratio === undefined ? '' : `${ratio.toFixed(2)} x`
    return [
      `| ${{ en, zh }[language]} | ${cell(row.values['ours'], language)} | ${cell(row.values['mqttjs'], language)} | ${times} |\n`,
    ]
  })
  return `${heads[language]}\n|---|---:|---:|---:|\n${lines.join('')}`
}

function cell(value: Spread | string | undefined, language: Language): string {
  if (value === undefined) return '-'
  // The only text that can replace a figure means that the program died.
  if (typeof value === 'string') return { en: 'dead', zh: '不再响应' }[language]
  const { median, min, max } = value
  return min === max ? show(median) : `${show(median)} (${show(min)}-${show(max)})`
}
