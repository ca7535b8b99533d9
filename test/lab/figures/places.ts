import { examplePlaces } from './examples-table.ts'

/**
 * Where the pages say a figure. A place is the text around it: `{name}` stands for a figure of one word, `{{name}}` for one
 * of whole lines. The same name is the same figure, in both languages.
 */
export const places: Readonly<Record<string, readonly string[]>> = {
  'README.md': [
    'The script is {script.bytes} bytes, or {plainSwitch.bytes} with a plain switch',
    "takes {jsVars.esp32} JsVars of an ESP32's 16,383 and {jsVars.esp8266} of an ESP8266's 1,600",
    'build dist/firmware.js {script.bytes} B',
  ],
  'README.zh-CN.md': [
    '脚本 {script.bytes} 字节',
    '则为 {plainSwitch.bytes} 字节',
    'ESP32 16,383 个 JsVar 中的 {jsVars.esp32} 个、ESP8266 1,600 个中的 {jsVars.esp8266} 个',
    'build dist/firmware.js {script.bytes} B',
  ],
  'docs/hardware.md': ['<!-- boards -->\n\n{{boards.en}}\n\n<!-- end of boards -->'],
  'docs/hardware.zh-CN.md': ['<!-- boards -->\n\n{{boards.zh}}\n\n<!-- end of boards -->'],
  'docs/flashing.md': ['upload script {script.bytes} B', 'read back: CRC-32 {script.crc32} and'],
  'docs/flashing.zh-CN.md': ['upload script {script.bytes} B', 'read back: CRC-32 {script.crc32} and'],
  'docs/firmware-size.md': [
    'The script is {script.bytes} bytes',
    "takes {jsVars.esp32} JsVars of an ESP32's heap and {jsVars.esp8266} of an ESP8266's",
    'A plain switch is {plainSwitch.bytes} bytes',
  ],
  'docs/benchmarks.md': [
    '<!-- bench -->\n\n{{bench.table}}\n\n<!-- end of bench -->',
    'Once Wi-Fi is joined it takes {jsVars.joined} JsVars more; TLS takes some {jsVars.tls} more',
  ],
  'docs/costs.md': [
    '<!-- calls -->\n\n{{costs.calls.en}}\n\n<!-- end of calls -->',
    '<!-- growth -->\n\n{{costs.growth.en}}\n\n<!-- end of growth -->',
    'and the usual script, {costs.properties.bytes} bytes, with 1, 8',
    '<!-- properties -->\n\n{{costs.properties.en}}\n\n<!-- end of properties -->',
    'Its script is {costs.thermometer.bytes} bytes; once ready it takes {costs.thermometer.jsVars} JsVars, and {costs.thermometer.free} % of',
    '<!-- compared -->\n\n{{costs.compared.en}}\n\n<!-- end of compared -->',
  ],
  'docs/costs.zh-CN.md': [
    '<!-- calls -->\n\n{{costs.calls.zh}}\n\n<!-- end of calls -->',
    '<!-- growth -->\n\n{{costs.growth.zh}}\n\n<!-- end of growth -->',
    '个属性时的普通脚本（{costs.properties.bytes} 字节）',
    '<!-- properties -->\n\n{{costs.properties.zh}}\n\n<!-- end of properties -->',
    '脚本 {costs.thermometer.bytes} 字节',
    '就绪后占 {costs.thermometer.jsVars} 个 JsVar',
    '空闲 {costs.thermometer.free} %',
    '<!-- compared -->\n\n{{costs.compared.zh}}\n\n<!-- end of compared -->',
  ],
  'docs/module.md': [
    "an ESP8266's heap | {module.esp8266} JsVars of 1,600; the same script as `.bootcde` {bootcde.esp8266} |",
    "an ESP32's heap | {module.esp32} JsVars of up to 16,383; the same script as `.bootcde` {bootcde.esp32} |",
  ],
  'docs/module.zh-CN.md': [
    '1,600 个 JsVar 中的 {module.esp8266} 个；同一脚本作为 `.bootcde` 时 {bootcde.esp8266} 个 |',
    '最多 16,383 个 JsVar 中的 {module.esp32} 个；同一脚本作为 `.bootcde` 时 {bootcde.esp32} 个 |',
  ],
  'docs/platform-features.md': [
    '<!-- features -->\n\n{{costs.features.en}}\n\n<!-- end of features -->',
    '<!-- hooks -->\n\n{{costs.hooks.en}}\n\n<!-- end of hooks -->',
  ],
  'docs/platform-features.zh-CN.md': [
    '<!-- features -->\n\n{{costs.features.zh}}\n\n<!-- end of features -->',
    '<!-- hooks -->\n\n{{costs.hooks.zh}}\n\n<!-- end of hooks -->',
  ],
  'docs/examples.md': examplePlaces('en'),
  'docs/examples.zh-CN.md': examplePlaces('zh'),
  'docs/faults.md': [
    'are {wear.saves} saves and {wear.erases} erases of the more worn page',
    'over {wear.years} years (F48)',
    'power cut at {cuts} writes and erases of flash',
  ],
  'docs/pico-w.md': ['<!-- kaluma -->\n\n{{kaluma.en}}\n\n<!-- end of kaluma -->'],
  'docs/pico-w.zh-CN.md': ['<!-- kaluma -->\n\n{{kaluma.zh}}\n\n<!-- end of kaluma -->'],
  'docs/power-cuts.md': ['<!-- cuts -->\n\n{{cuts.table}}\n\n<!-- end of cuts -->'],
  'docs/pictures/bench.svg': ['{{bench.chart}}'],
}
