import type { FeatureCost, FeaturesReport } from '../costs/report.ts'

type Language = 'en' | 'zh'

const words = {
  en: {
    head: '| feature, as it is used | bytes | JsVars, ESP32 heap | JsVars, ESP8266 heap | Pico W: bytes | Pico W: bytes of heap |',
    base: 'none of them: `postProps` alone',
    ...{ all: 'all of them', hook: '| of the core | bytes | JsVars, ESP32 heap | JsVars, ESP8266 heap |' },
  },
  zh: {
    head: '| 功能及其用法 | 字节 | JsVar 数，ESP32 的堆 | JsVar 数，ESP8266 的堆 | Pico W：字节 | Pico W：堆字节 |',
    base: '都不用：只有 `postProps`',
    ...{ all: '以上全部', hook: '| 核心中的部分 | 字节 | JsVar 数，ESP32 的堆 | JsVar 数，ESP8266 的堆 |' },
  },
} as const

/** What stands before the colon in the names of the core's parts. */
const partsInChinese: Readonly<Record<string, string>> = {
  'an open request': '一个等待应答的请求',
  'a message of any kind': '任意一条消息',
  'a request with its reply': '带应答的请求',
  'what arrives': '到达的消息',
  'a topic filter': '一个 Topic 过滤器',
  'parsing what arrived': '解析到达的内容',
  'the time': '时间',
}

function hookName(name: string, language: Language): string {
  const [part = '', code = ''] = name.split(': ')
  return language === 'en' ? name : `${partsInChinese[part] ?? part}：${code}`
}

const count = (value: number): string => value.toLocaleString('en')
/** NaN where memory ran out. */
const more = (value: number): string =>
  Number.isNaN(value) ? '-' : value < 0 ? `-${count(-value)}` : `+${count(value)}`

/** JSON has null where memory ran out. */
const figuresOf = ({ bytes, jsVars, picoW }: FeatureCost): number[] =>
  [bytes, jsVars.esp32, jsVars.esp8266, picoW.bytes, picoW.heapBytes].map((value: number | null) => value ?? NaN)

/** Figures of an application over those of another. */
const over = (cost: FeatureCost, base: FeatureCost): string[] => {
  const from = figuresOf(base)
  return figuresOf(cost).map((value, at) => more(value - (from[at] ?? 0)))
}

const row = (what: string, cells: readonly string[]): string => `| ${what} | ${cells.join(' | ')} |`

/** What each feature adds to an application that only posts. Of the base's heap on a Pico W a part is the test's own: not shown. */
export function toFeaturesTable({ base, each, all }: FeaturesReport, language: Language): string {
  const { head, ...named } = words[language]
  return [
    head,
    '|---|---:|---:|---:|---:|---:|',
    row(named.base, [...figuresOf(base).slice(0, 4).map(count), '']),
    ...each.map((one) => row(`\`${one.name}\``, over(one, base))),
    row(named.all, over(all, base)),
  ].join('\n')
}

/** What the core has for them, each part used by an application that only posts otherwise. */
export function toHooksTable({ base, hooks }: FeaturesReport, language: Language): string {
  return [
    words[language].hook,
    '|---|---:|---:|---:|',
    ...hooks.map((one) => row(hookName(one.name, language), over(one, base).slice(0, 3))),
  ].join('\n')
}
