import type { Language } from '../../../tools/command-line/language.ts'
import type { Report as EngineReport } from '../engine/report.ts'
import { exampleNames, type ExampleName, type Report } from '../examples/report.ts'
import type { Figures } from './fill.ts'
import { readWiring, wiredApps, type Wiring } from './wiring.ts'

const words = {
  en: {
    head: '| example | script, bytes | JsVars, ESP32 heap | JsVars, ESP8266 heap | Pico W |',
    runs: 'yes',
    thermometer: 'no: Kaluma has no OneWire, and does not read the temperature of the chip',
    wires: '| wire to | ESP32 | ESP8266 | Pico W |',
  },
  zh: {
    head: '| 示例 | 脚本字节数 | JsVar 数，ESP32 的堆 | JsVar 数，ESP8266 的堆 | Pico W |',
    runs: '可以',
    thermometer: '不行：Kaluma 没有 OneWire，也不读芯片温度',
    wires: '| 接到 | ESP32 | ESP8266 | Pico W |',
  },
} as const

/** What is printed at the supplies of common boards. */
const supplies: Readonly<Record<string, readonly [esp32: string, esp8266: string, picoW: string]>> = {
  '3V3': ['3V3', '3V3', '3V3(OUT)'],
  '5V': ['5V, VIN', '5V, VIN', 'VBUS'],
  GND: ['GND', 'GND', 'GND'],
}

/** Sizes and memory of the examples, and whether they run on a Pico W; the switch's JsVars are those of the engine's report. */
export function toExamplesTable(report: Partial<Report>, engine: EngineReport | undefined, language: Language): string {
  const { head, runs, thermometer } = words[language]
  const row = (name: ExampleName): string => {
    const { bytes = NaN, jsVars } = report[name] ?? {}
    const { 'jsVars.esp32': esp32 = NaN, 'jsVars.esp8266': esp8266 = NaN } = engine?.figures ?? {}
    const held = jsVars ?? { esp32, esp8266 }
    const pico = name === 'thermometer' ? thermometer : runs
    return `| \`apps/${name}\` | ${bytes.toLocaleString('en')} | ${held.esp32} | ${held.esp8266} | ${pico} |`
  }
  return [head, '|---|---:|---:|---:|---|', ...exampleNames.map(row)].join('\n')
}

/** Each wire of a wiring: from a pin of each board, or from one part to another. */
export function toWiringTable({ board, parts, wires }: Wiring, language: Language): string {
  const nameOf = (end: string): string => {
    const [id = '', terminal = ''] = end.split('.')
    const part = parts.find((one) => one.id === id)
    // Without what the picture says of it: a relay module, a supply.
    const name = (part?.[language] ?? id).split(/,|\uff0c|\uff08/)[0] ?? id
    return part === undefined || /^\d$/.test(terminal) ? name : `${name} \`${terminal}\``
  }
  const hasPicoW = Object.values(board).every((pin) => pin.use === undefined || pin['pico-w'] !== undefined)
  const rows = wires.map((ends) => {
    const pin = ends.find((end) => end.startsWith('board.'))?.slice('board.'.length)
    const to = ends.filter((end) => !end.startsWith('board.')).map(nameOf)
    if (pin === undefined) return `| ${to.join(' – ')} | | | |`
    const { esp32 = '', esp8266 = '', 'pico-w': picoW = '' } = board[pin] ?? {}
    const names = supplies[pin] ?? [esp32, esp8266, picoW]
    const shown = names.map((name, at) => (at === 2 && !hasPicoW ? '' : name))
    return `| ${to.join(language === 'zh' ? '，' : ', ')} | ${shown.join(' | ')} |`
  })
  return [words[language].wires, '|---|---|---|---|', ...rows].join('\n')
}

/** All that docs/examples.md quotes, in both languages. */
export function exampleFigures(report: Partial<Report>, engine: EngineReport | undefined): Figures {
  const isThere = Object.keys(report).length > 0
  const each = (['en', 'zh'] as const).flatMap((language) => [
    [`examples.${language}`, isThere ? toExamplesTable(report, engine, language) : undefined] as const,
    ...exampleNames.map((name) => [`start.${plain(name)}.${language}`, blockOf(report, name, language)] as const),
    ...wiredApps.map((app) => [`wiring.${plain(app)}.${language}`, toWiringTable(readWiring(app), language)] as const),
  ])
  return Object.fromEntries(each)
}

/** A name of a figure has no hyphen. */
export const plain = (name: string): string => name.replaceAll('-', '_')

function blockOf(report: Partial<Report>, name: ExampleName, language: Language): string | undefined {
  const text = report[name]?.transcript[language]
  return text === undefined ? undefined : `\`\`\`\n${text}\n\`\`\``
}

/** Where docs/examples.md, and its Chinese one, have them. */
export const examplePlaces = (language: Language): string[] => [
  `<!-- examples -->\n\n{{examples.${language}}}\n\n<!-- end of examples -->`,
  ...wiredApps.map(
    (app) => `<!-- wiring of ${app} -->\n\n{{wiring.${plain(app)}.${language}}}\n\n<!-- end of wiring -->`,
  ),
  ...exampleNames.map(
    (name) => `<!-- start of ${name} -->\n\n{{start.${plain(name)}.${language}}}\n\n<!-- end of start -->`,
  ),
]
