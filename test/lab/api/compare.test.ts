import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { declarationFile } from './api-command.ts'
import { differences } from './compare.ts'
import { readDeclarations, type Declared } from './declarations.ts'
import { entriesOf, readReference, type Entry } from './reference.ts'

function declare(t: TestContext, text: string): Declared[] {
  const folder = mkdtempSync(join(tmpdir(), 'api-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'some.d.ts')
  writeFileSync(file, text)
  return readDeclarations([file])
}

const reference: readonly Entry[] = [
  {
    type: 'function',
    name: 'blink',
    params: [
      ['pin', 'pin'],
      ['ms', 'float'],
      ['options', 'JsVar'],
    ],
    return: ['int'],
  },
  { type: 'function', name: 'say', params: [['texts', 'JsVarArray']] },
  { type: 'class', class: 'Lamp' },
  { type: 'constructor', class: 'Lamp', name: 'Lamp', params: [['pin', 'pin']], return: ['JsVar'] },
  { type: 'method', class: 'Lamp', name: 'isOn', return: ['bool'] },
  { type: 'event', class: 'Lamp', name: 'change', params: [['level', 'int']] },
  {
    type: 'method',
    class: 'Object',
    name: 'on',
    params: [
      ['event', 'JsVar'],
      ['listener', 'JsVar'],
    ],
  },
  { type: 'staticmethod', class: 'Net', name: 'ask', params: [['name', 'JsVar']], return: ['JsVar'] },
  { type: 'staticproperty', class: 'E', name: 'level', return: ['float'] },
  { type: 'object', name: 'LAMP1', instanceof: 'Lamp' },
]

const right = `
interface Pin { }
declare function blink(pin: Pin | number, ms: number, options?: object): number
declare function blink(pin: Pin): number
declare function say(...texts: unknown[]): void
interface Lamp { isOn(): boolean; on(event: 'change', listener: (level: number) => void): void }
interface LampConstructor { new (pin: Pin): Lamp }
declare const Lamp: LampConstructor
declare const LAMP1: Lamp
declare const D5: Pin
interface NotedOptions { some: number }
`

test('declarations that are as the reference has them are not told', (t) => {
  const declared = declare(t, right)
  assert.deepEqual(differences(declared, reference), [])
  assert.equal(declared.length, 8)
})

for (const [wrong, told] of [
  ['declare function blnk(pin: Pin): number', 'blnk: the reference has none'],
  ['declare function blink(pin: Pin, ms: number): number', 'blink: takes 3 parameters, declared are 2'],
  ['declare function blink(pin: string, ms: number, o: {}): number', 'blink: parameter pin is pin, declared is string'],
  ['declare function blink(pin: Pin, ms: boolean, o: {}): 1', 'blink: parameter ms is float, declared is boolean'],
  ['declare function blink(pin: Pin, ms: 1, o: {}): string', 'blink: result is int, declared is string'],
  ['declare function blink(pin: Pin, ms: 1, o: {}): void', 'blink: returns int, declared is nothing'],
  ['declare function say(...texts: string[]): number', 'say: returns nothing'],
  ['declare const say: string', 'say: is a function'],
  ['interface Lamp { isOff(): boolean }', 'Lamp#isOff: the reference has none'],
  ['interface Lamp { isOn(): string }', 'Lamp#isOn: result is bool, declared is string'],
  ["interface Lamp { on(event: 'end', listener: () => void): void }", 'Lamp#on: there is no event end'],
  [
    "interface Lamp { on(event: 'change', listener: (a: 1, b: 2) => void): void }",
    'Lamp#on: a listener for change gets 1 arguments',
  ],
  ['/** @deprecated */ declare function say(...texts: string[]): void', 'say: the reference has it after all'],
  ['interface Lampe { isOn(): boolean }', 'Lampe#isOn: the reference has none'],
  ['interface LampConstructor { new (): object }', 'Lamp.new: takes 1 parameters, declared are 0'],
  ['declare const LAMP1: I2C; interface I2C {}', 'LAMP1: is of Lamp, declared is I2C'],
  ['declare const E: { level(): number }', 'E.level: is no function'],
  ['interface NetModule { ask(name: string): any }', 'net.ask: the reference has none'],
] as const) {
  test(`a difference is told with its place: ${told}`, (t) => {
    const declared = declare(t, `${wrong}\n${/\bPin\b/.test(wrong) ? 'interface Pin { }' : ''}`)
    const lines = differences(declared, [...reference, { type: 'class', class: 'E' }])
    assert.deepEqual(lines, [`some.d.ts:1  ${told}`])
  })
}

test('the reference is read out of the comments of wrappers, and of nothing else', (t) => {
  const comment = '/*JSON{\n  "type" : "function",\n  "name" : "blink"\n}\nMakes it {blink}.\n*/'
  assert.deepEqual(entriesOf(`${comment}\nvoid blink() { }\n/* JSON */`), [{ type: 'function', name: 'blink' }])
  const folder = mkdtempSync(join(tmpdir(), 'api-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'libs', 'lamp'), { recursive: true })
  writeFileSync(join(folder, 'libs', 'lamp', 'lamp.c'), comment)
  assert.throws(
    () => readReference(folder),
    (error) => error instanceof UserError && error.slug === 'no-source',
  )
  writeFileSync(join(folder, 'libs', 'lamp', 'jswrap_lamp.c'), comment)
  assert.equal(readReference(folder).length, 1)
})

test('all parts of the declarations are read: of each at least one name', () => {
  const names = readDeclarations([declarationFile]).map(({ owner, name }) => `${owner}.${name}`)
  const some = ['.digitalWrite', '.D48', 'Pin.read', 'Pin.new', 'I2C.writeTo', '.setTimeout', 'E.reboot', 'process.env']
  const others = [
    'Storage.write',
    'StorageFile.readLine',
    'Wifi.scan',
    'httpCRs.statusCode',
    'ESP32.setAtten',
    '.require',
  ]
  for (const name of [...some, ...others, 'String.padStart', 'Object.assign', 'neopixel.write'])
    assert.ok(names.includes(name), name)
})
