import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { declarationFile } from './api-command.ts'

const project = resolve(dirname(declarationFile), 'tsconfig.json')

/** An editor with one file of this name in apps/, and the settings of apps/tsconfig.json. */
function openEditor(name: string, code: string) {
  const { config } = ts.parseConfigFileTextToJson(project, readFileSync(project, 'utf8'))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(project))
  const file = resolve(dirname(project), name)
  const textOf = (path: string) => (path === file ? code : ts.sys.readFile(path))
  const editor = ts.createLanguageService({
    getCompilationSettings: () => ({ ...options, composite: false }),
    getScriptFileNames: () => [file, resolve(declarationFile)],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = textOf(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => dirname(project),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => textOf(path) !== undefined,
    readFile: textOf,
  })
  return { editor, file }
}

/** The errors that an editor shows in such a file. */
function diagnose(name: string, code: string): readonly ts.Diagnostic[] {
  const { editor, file } = openEditor(name, code)
  return [...editor.getSyntacticDiagnostics(file), ...editor.getSemanticDiagnostics(file)]
}

const errorsOf = (name: string, code: string) =>
  diagnose(name, code).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))

const application = `
const led = new Pin('D5')
let level: 0 | 1 = 0
export function start(): void {
  pinMode(D0, 'input_pullup')
  setWatch(({ state, pin }) => print(state, pin), D0, { repeat: true, edge: 'falling', debounce: 20 })
  setInterval(() => {
    level = digitalRead(led)
    analogWrite(D4, Math.clip(analogRead(A0), 0, 1), { freq: 1000, soft: true })
    console.log(\`\${E.getTemperature().toFixed(1)} C\`, getTime(), String(level).padStart(3, '0'))
  }, 10_000)
  I2C1.setup({ scl: D22, sda: D21, bitrate: 400_000 })
  I2C1.writeTo(0x40, [0xf3])
  const bytes = I2C1.readFrom(0x40, 2)
  SPI1.setup({ sck: D18, mosi: D23, baud: 1_000_000 })
  SPI1.write([1, 2, 3], D5)
  Serial2.setup(9600, { rx: D16, tx: D17 })
  Serial2.on('data', (data) => Serial2.write(data.toUpperCase()))
  const wire = new OneWire(D2)
  if (wire.reset()) for (const rom of wire.search()) wire.select(rom)
  const count = require('Storage').readJSON('count.json', true) || 0
  require('Storage').writeJSON('count.json', count + bytes[0]! + bytes[1]!)
  const sensor = require('DS18B20').connect(wire)
  sensor.getTemp((celsius: number) => print(celsius))
  require('http').get('http://192.168.1.2/', (response) => response.on('data', (data) => print(data.length)))
  Promise.all([1, 2]).then((all) => print([3, ...all].includes(2), Object.assign({ a: 1 }, { b: 2 }).b))
  const timer = setTimeout((text) => print(text), 100, 'later')
  clearTimeout(timer)
  if (process.memory().free < 200) E.reboot()
}
`

test('an application that uses all kinds of pins, buses, files and modules is right', () => {
  assert.deepEqual(errorsOf('some-application.ts', application), [])
})

test('the same in JavaScript is taken, and so is one with mistakes: only the build judges it', () => {
  const plain = application.replace(/: (0 \| 1|void|number)\b/g, '').replaceAll('!', '')
  assert.deepEqual(errorsOf('some-application.js', `${plain}\ndigitalWrite('x', 7)`), [])
})

const wrong = [
  ['digitalWrite(D5, 2)', 2769],
  ['digitalWrite("D5", 1)', 2769],
  ['digtalWrite(D5, 1)', 2552],
  ['analogWrite(D5, 0.5, { frequency: 50 })', 2353],
  ['pinMode(D0, "pullup")', 2345],
  ['const level: boolean = digitalRead(D0)', 2322],
  ['clearTimeout()', 2554],
  ['clearInterval()', 2554],
  ['clearWatch()', 2554],
  ['E.getTemprature()', 2551],
  ['require("Storage").readJson("a")', 2551],
  ['require("Storage").open("a", "x")', 2345],
  ['I2C1.setup({ SCL: D1 })', 2561],
  ['new OneWire()', 2554],
  ['document.title', 2584],
  ['Array.from([1])', 2550],
  ['process.exit(1)', 2339],
  ['E.on("error", () => undefined)', 2769],
] as const

test('an editor refuses wrong names, values and counts of arguments, each where it stands', () => {
  const found = diagnose('wrong.ts', `${wrong.map(([code]) => code).join('\n')}\nexport {}`)
  const told = found.map(({ code, file, start = 0 }) => ({
    code,
    line: file?.getLineAndCharacterOfPosition(start).line,
  }))
  assert.deepEqual(
    wrong.map(([code], at) => [code, ...told.filter(({ line }) => line === at).map((one) => one.code)]),
    wrong.map(([code, error]) => [code, error]),
  )
})

test('an editor strikes through what ES5 has and the engine lacks, and nothing that the engine has', () => {
  const lacks = [
    'Object.freeze({})',
    '"a".localeCompare("b")',
    '[1].lastIndexOf(1)',
    'encodeURI("a")',
    '"a".search(/a/)',
  ]
  const has = ['Object.keys({})', '"a".indexOf("b")', '[1].indexOf(1)', 'encodeURIComponent("a")', '(1).toFixed(1)']
  const { editor, file } = openEditor('old.ts', `${[...lacks, ...has].join(';\n')}\nexport {}`)
  const struck = editor.getSuggestionDiagnostics(file).filter((one) => one.reportsDeprecated)
  const lines = struck.map(({ file, start }) => file.getLineAndCharacterOfPosition(start).line)
  assert.deepEqual(lines, [0, 1, 2, 3, 4])
})
