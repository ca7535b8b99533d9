import { before, type Cost, type Report } from '../costs/report.ts'

type Language = 'en' | 'zh'

const words = {
  en: {
    heaps: 'JsVars, ESP32 heap | JsVars, ESP8266 heap',
    calls: '| what the application does | bytes | ',
    ...{ nothing: 'nothing: `import` of the firmware alone', all: 'all of these' },
    growth: '| properties are handled by | properties | bytes | ',
    time: 'time of a set',
    ifs: '`onProps` once, with an `if` for each property',
    handlers: '`onProps` for each property',
    table: '`onProp` once, and a table of functions',
    checked: 'the same, and `checkProps` before it',
    switch: 'the switch',
    properties: '| property of type | inline script, bytes | its JsVars, ESP32 / ESP8266 heap | ',
    ...{ many: 'JsVars of', heapFree: 'free', mixed: 'all four in turn' },
    compared: '| the switch | before | now | change |',
    ...{ bytes: 'bytes', esp32: 'JsVars, ESP32 heap', esp8266: 'JsVars, ESP8266 heap' },
  },
  zh: {
    heaps: 'JsVar 数，ESP32 的堆 | JsVar 数，ESP8266 的堆',
    calls: '| 应用所做的事 | 字节 | ',
    ...{ nothing: '什么也不做：只 `import` 固件', all: '以上全部' },
    growth: '| 处理属性的方式 | 属性数 | 字节 | ',
    time: '一次设置的时间',
    ifs: '一个 `onProps`，每个属性一个 `if`',
    handlers: '每个属性一个 `onProps`',
    table: '一个 `onProp` 加一张函数表',
    checked: '同上，并先经 `checkProps` 检查',
    switch: '开关',
    properties: '| 属性类型 | 内含配置的脚本，字节 | 其 JsVar 数，ESP32 / ESP8266 的堆 | ',
    ...{ many: 'JsVar 数，属性数', heapFree: '空闲', mixed: '四种轮流' },
    compared: '| 开关 | 之前 | 现在 | 变化 |',
    ...{ bytes: '字节', esp32: 'JsVar 数，ESP32 的堆', esp8266: 'JsVar 数，ESP8266 的堆' },
  },
} as const

const count = (value: number): string => value.toLocaleString('en')
const more = (value: number): string => (value < 0 ? `-${count(-value)}` : `+${count(value)}`)

/** What each call costs over an application that does nothing, as a table of markdown. */
export function toCallsTable({ calls }: Pick<Report, 'calls'>, language: Language): string {
  const { heaps, calls: head, nothing, all } = words[language]
  const [bare, ...others] = calls
  if (bare === undefined) throw new Error('the report has no calls')
  const row = (
    { bytes, jsVars }: Cost,
    what: string,
    show: (value: number) => string,
    from = { bytes: 0, jsVars: { esp32: 0, esp8266: 0 } },
  ) =>
    `| ${what} | ${show(bytes - from.bytes)} | ${show(jsVars.esp32 - from.jsVars.esp32)} | ${show(jsVars.esp8266 - from.jsVars.esp8266)} |`
  return [
    `${head}${heaps} |`,
    '|---|---:|---:|---:|',
    row(bare, nothing, count),
    ...others.map((cost) => row(cost, cost.name === 'all' ? all : `\`${cost.name}\``, more, bare)),
  ].join('\n')
}

/** How applications grow with their properties; times are multiples of the first row's. */
export function toGrowthTable({ growth }: Pick<Report, 'growth'>, language: Language): string {
  const { heaps, growth: head, time, ...ways } = words[language]
  const one = growth[0]?.setMs.median ?? NaN
  return [
    `${head}${heaps} | ${time} |`,
    '|---|---:|---:|---:|---:|---:|',
    ...growth.map(
      ({ way, properties, bytes, jsVars, setMs }) =>
        `| ${ways[way]} | ${properties} | ${count(bytes)} | ${count(jsVars.esp32)} | ${count(jsVars.esp8266)} | ${(setMs.median / one).toFixed(2)} |`,
    ),
  ].join('\n')
}

/** The switch before applications could be written, and now. */
export function toComparedTable({ switch: now }: Pick<Report, 'switch'>, language: Language): string {
  const { compared, bytes, esp32, esp8266 } = words[language]
  const row = (what: string, was: number, is: number): string =>
    `| ${what} | ${count(was)} | ${count(is)} | ${is < was ? '' : '+'}${((100 * (is - was)) / was).toFixed(1)} % |`
  return [
    compared,
    '|---|---:|---:|---:|',
    row(bytes, before.bytes, now.bytes),
    row(esp32, before.jsVars.esp32, now.jsVars.esp32),
    row(esp8266, before.jsVars.esp8266, now.jsVars.esp8266),
  ].join('\n')
}

/** What properties on pins cost, by type: a script with one inside, and the usual script with more and more of them. */
export function toPropertiesTable({ properties = [] }: Pick<Report, 'properties'>, language: Language): string {
  const { properties: head, many, heapFree, mixed } = words[language]
  const counts = properties[0]?.script.growth.map((each) => each.properties) ?? []
  // Where they do not fit, JSON has null.
  const vars = (value: number | null): string => (Number.isFinite(value) ? count(value ?? NaN) : '-')
  const percent = (value: number | null): string => (Number.isFinite(value) ? `${(value ?? NaN).toFixed(1)} %` : '-')
  const colon = language === 'en' ? ', ' : '，'
  return [
    `${head}${counts.map((each) => `${many} ${each}${colon}${heapFree}`).join(' | ')} |`,
    `|---|---:|---:|${'---:|'.repeat(counts.length)}`,
    ...properties.map(({ kind, inline, script: { growth } }) => {
      const cells = growth.map(
        ({ jsVars, freePercent }) =>
          `${vars(jsVars.esp32)} / ${vars(jsVars.esp8266)}${colon}${percent(freePercent.esp32)} / ${percent(freePercent.esp8266)}`,
      )
      const name = kind === 'mixed' ? mixed : `\`${kind}\``
      return `| ${name} | ${count(inline.bytes)} | ${count(inline.jsVars.esp32)} / ${count(inline.jsVars.esp8266)} | ${cells.join(' | ')} |`
    }),
  ].join('\n')
}
