/**
 * Where the pages say a figure. A place is the text around it: `{name}` stands for a figure of one word, `{{name}}` for one
 * of whole lines. The same name is the same figure, in both languages.
 */
export const places: Readonly<Record<string, readonly string[]>> = {
  'README.md': [
    'The script is {script.bytes} bytes, or {plainSwitch.bytes} with a plain switch',
    "takes {jsVars.esp32} JsVars of an ESP32's 16,383 and {jsVars.esp8266} of an ESP8266's 1,600",
    'build dist/firmware.js {script.bytes} B',
    'upload script {script.bytes} B',
    'read back: CRC-32 {script.crc32} and',
    '<!-- boards -->\n\n{{boards.en}}\n\n<!-- end of boards -->',
    '<!-- bench -->\n\n{{bench.en}}\n\n<!-- end of bench -->',
    'Once Wi-Fi is joined it takes {jsVars.joined} JsVars more; TLS takes some {jsVars.tls} more',
    'are {wear.saves} saves and {wear.erases} erases of the more worn page',
    'over {wear.years} years (F48)',
    'power cut at {cuts} writes and erases of flash',
  ],
  'README.zh-CN.md': [
    '脚本 {script.bytes} 字节',
    '则为 {plainSwitch.bytes} 字节',
    'ESP32 16,383 个 JsVar 中的 {jsVars.esp32} 个、ESP8266 1,600 个中的 {jsVars.esp8266} 个',
    'build dist/firmware.js {script.bytes} B',
    'upload script {script.bytes} B',
    'read back: CRC-32 {script.crc32} and',
    '<!-- boards -->\n\n{{boards.zh}}\n\n<!-- end of boards -->',
    '<!-- bench -->\n\n{{bench.zh}}\n\n<!-- end of bench -->',
    '连上 Wi-Fi 后多用 {jsVars.joined} 个 JsVar;TLS 连接期间在 ESP32 的堆上多用约 {jsVars.tls} 个',
    '是 {wear.saves} 次保存,磨损较多的那页擦除 {wear.erases} 次',
    '超过 {wear.years} 年(F48)',
    '逐一在 {cuts} 个写入或擦除闪存的时刻断电',
  ],
  'docs/power-cuts.md': ['<!-- cuts -->\n\n{{cuts.table}}\n\n<!-- end of cuts -->'],
  'docs/bench.svg': ['{{bench.chart}}'],
}
