import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import ts from 'typescript'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { typesCommand } from '../../../tools/types/types-command.ts'

/** Runs the verb on a model in a folder of its own; returns the declarations, their file, and what was printed. */
function make(t: TestContext, model: unknown, args: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'types-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'lamp.json')
  writeFileSync(file, typeof model === 'string' ? model : JSON.stringify(model))
  let said = ''
  typesCommand([file, ...args], (text) => (said += text))
  const out = join(folder, 'lamp.d.ts')
  return { text: readFileSync(out, 'utf8'), out, said, file }
}

const property = (identifier: string, type: string, specs?: unknown, more = {}) => ({
  identifier,
  dataType: { type, specs },
  ...more,
})

const lamp = {
  properties: [
    property('Brightness', 'int', { min: '0', max: '100', step: '1', unit: '%', unitName: '百分比' }, { name: '亮度' }),
    property('PowerSwitch_1', 'bool', { 1: '开启', 0: '关闭' }, { name: '电源开关', accessMode: 'rw' }),
    property('Temperature', 'double', { min: '-40', max: '125' }, { accessMode: 'r' }),
    property('Mode', 'enum', { 10: 'full', '-1': 'off', 2: 'eco' }, { accessMode: 'w' }),
    property('Label', 'text', { length: '8' }),
    property('Since', 'date', {}, { accessMode: 'r' }),
    property('Color', 'struct', [{ identifier: 'red', name: '红', dataType: { type: 'int' } }]),
    property('Plan', 'array', { size: '2', item: { type: 'enum', specs: { 0: 'a', 1: 'b' } } }),
    property('2nd', 'float'),
  ],
  functionBlocks: [{ functionBlockId: 'fan', properties: [property('Speed', 'int')] }],
}

const expected = `// Made by npm run types from lamp.json. Change the model, not this file, and make it anew.
export {}

declare global {
  /** The properties of the thing model. */
  interface ThingModel {
    /** 亮度: int, from 0 to 100, step 1, unit % (百分比). The cloud may set it. */
    Brightness: number
    /** 电源开关: bool: 0 关闭, 1 开启. The cloud may set it. */
    PowerSwitch_1: 0 | 1
    /** double, from -40 to 125. The cloud cannot set it. */
    Temperature: number
    /** enum: -1 off, 2 eco, 10 full. The cloud may set it. */
    Mode: -1 | 2 | 10
    /** text, at most 8 bytes. The cloud may set it. */
    Label: string
    /** date: milliseconds since 1970 in UTC, as text. The cloud cannot set it. */
    Since: string
    /** struct. The cloud may set it. */
    Color: {
      /** 红: int. */
      red: number
    }
    /** array of at most 2 (enum: 0 a, 1 b). The cloud may set it. */
    Plan: readonly (0 | 1)[]
    /** float. The cloud may set it. */
    '2nd': number
    /** int. The cloud may set it. */
    'fan:Speed': number
  }

  /** Those of them that the cloud may set. */
  interface ThingModelSet extends Pick<ThingModel, 'Brightness' | 'PowerSwitch_1' | 'Mode' | 'Label' | 'Color' | 'Plan' | '2nd' | 'fan:Speed'> {}
}
`

test('each data type becomes its type, with range, unit and meanings in the comment; the same model gives the same file', (t) => {
  const { text, said, out } = make(t, lamp)
  assert.equal(text, expected)
  assert.equal(said, `types      ${out}: 10 properties, of which the cloud may set 8\n`)
  assert.equal(make(t, lamp).text, text)
})

test('a model of which the cloud may set nothing has an empty ThingModelSet', (t) => {
  const { text } = make(t, { properties: [property('T', 'int', {}, { accessMode: 'r' })] })
  assert.match(text, /interface ThingModelSet \{\}/)
})

/** The compiler's errors of `code` beside the declarations, each as its code. */
function errorsOf(declarations: string, code: string): number[] {
  const sources: Readonly<Record<string, string>> = { 'lamp.d.ts': declarations, 'app.ts': `${code}\nexport {}` }
  const options: ts.CompilerOptions = { strict: true, noEmit: true, lib: ['lib.es5.d.ts'], types: [] }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (name, version) => {
    const content = sources[name]
    return content === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, content, version)
  }
  const program = ts.createProgram(Object.keys(sources), options, host)
  return ts.getPreEmitDiagnostics(program).map((one) => one.code)
}

const post = 'declare function postProps(params: Partial<ThingModel>): void\n'
const onProps = 'declare function onProps(handler: (params: Partial<ThingModelSet>) => void): void\n'

test('the compiler takes right values', (t) => {
  const { text } = make(t, lamp)
  const right = [
    'postProps({ Brightness: 50, PowerSwitch_1: 1, Mode: -1, Label: "a", Since: "1700000000000" })',
    'postProps({ Color: { red: 1 }, Plan: [0, 1], "2nd": 1.5, "fan:Speed": 3 })',
    'onProps((params) => { if (params.Brightness !== undefined) postProps({ Brightness: params.Brightness / 2 }) })',
  ]
  assert.deepEqual(errorsOf(text, post + onProps + right.join('\n')), [])
})

test('the compiler refuses a wrong name, a wrong type, a value that an enum lacks, and what the cloud cannot set', (t) => {
  const { text } = make(t, lamp)
  const [noSuchName, notAssignable, noSuchMember] = [2353, 2322, 2339]
  const wrong: readonly [code: string, error: number][] = [
    ['postProps({ Brigthness: 50 })', 2561],
    ['postProps({ Nothing: 50 })', noSuchName],
    ['postProps({ Brightness: "50" })', notAssignable],
    ['postProps({ PowerSwitch_1: true })', notAssignable],
    ['postProps({ PowerSwitch_1: 2 })', notAssignable],
    ['postProps({ Mode: 1 })', notAssignable],
    ['postProps({ Label: 1 })', notAssignable],
    ['postProps({ Since: 1700000000000 })', notAssignable],
    ['postProps({ Color: { green: 1 } })', noSuchName],
    ['postProps({ Color: {} })', 2741],
    ['postProps({ Plan: [2] })', notAssignable],
    ['onProps((params) => params.Temperature)', noSuchMember],
  ]
  const program = post + onProps + wrong.map(([code]) => code).join('\n')
  assert.deepEqual(
    errorsOf(text, program),
    wrong.map(([, error]) => error),
  )
})

test('no text of the model ends a comment, begins a tag or breaks a line', (t) => {
  const bad = ' */ } evil: never /* \n * @deprecated \u2028\u202e*/\r'
  const { text } = make(t, {
    properties: [
      property('A', 'int', { unit: bad, unitName: bad }, { name: bad }),
      property('B', 'enum', { 0: bad }, { name: 7 }),
      property('C', 'struct', [{ identifier: 'd', name: bad, dataType: { type: 'bool', specs: { 1: bad } } }]),
    ],
  })
  assert.deepEqual(errorsOf(text, `${post}postProps({ A: 1, B: 0, C: { d: 1 } })`), [])
  assert.deepEqual(errorsOf(text, 'const names: "A" | "B" | "C" = {} as keyof ThingModel'), [])
  assert.doesNotMatch(text, /@|[\r\u2028\u202e]/)
  assert.equal(text.match(/evil/g)?.length, 6)
})

for (const [what, model, problem] of [
  ['no JSON', '{"properties": [}', /lamp\.json:1:17 is not JSON/],
  ['no properties', { events: [] }, /1:1 {2}has no properties/],
  ['empty properties', { properties: [] }, /has no properties/],
  ['an unknown data type', { properties: [property('A', 'long')] }, /0\.dataType\.type: "long": wanted one of \["int"/],
  ['a property twice', { properties: [property('A', 'int'), property('A', 'int')] }, /1\.identifier: .* twice/],
  ['an enum key', { properties: [property('A', 'enum', { on: 'x' })] }, /0\.dataType\.specs: the key "on" is no value/],
  ['a bool key', { properties: [property('A', 'bool', { 2: 'x' })] }, /specs: the key "2" is no value/],
  ['an enum without values', { properties: [property('A', 'enum', {})] }, /dataType: an enum without specs/],
  ['an array without item', { properties: [property('A', 'array', {})] }, /dataType: an array without specs/],
  ['no data type', { properties: [{ identifier: 'A' }] }, /0\.dataType: has no dataType/],
  ['a name', { properties: [property("A'", 'int')] }, /0\.identifier: must match pattern/],
  [
    'a member twice',
    { properties: [property('A', 'struct', [property('b', 'int'), property('b', 'int')])] },
    /specs\.1\.identifier: .* twice/,
  ],
  [
    'a property of a module twice',
    { functionBlocks: [{ functionBlockId: 'f', properties: [property('A', 'int'), property('A', 'int')] }] },
    /functionBlocks\.0\.properties\.1\.identifier: .* twice/,
  ],
] as const) {
  test(`a bad model is told with its place: ${what}`, (t) => {
    assert.throws(
      () => make(t, model),
      (error) => {
        assert.ok(error instanceof UserError && /^tsl-(not-json|invalid)$/.test(error.slug))
        assert.match(error.message, problem)
        return error.hint !== ''
      },
    )
  })
}

test('two problems are told in one run', (t) => {
  const model = { properties: [property('A', 'enum'), { identifier: 'B' }] }
  assert.throws(
    () => make(t, model),
    (error) => error instanceof UserError && error.message.split('\n').length === 3,
  )
})

test('a file that it made is made anew, any other is left as it is', (t) => {
  const { out, file } = make(t, lamp)
  writeFileSync(file, JSON.stringify({ properties: [property('A', 'int')] }))
  typesCommand([file], () => undefined)
  assert.match(readFileSync(out, 'utf8'), /\bA: number/)
  for (const content of ['', '// mine\n', 'declare global {}']) {
    writeFileSync(out, content)
    assert.throws(
      () => typesCommand([file], () => undefined),
      (error) => error instanceof UserError && error.slug === 'not-ours',
    )
    assert.equal(readFileSync(out, 'utf8'), content)
  }
  // The model itself, too.
  assert.throws(
    () => typesCommand([file, '--out', file], () => undefined),
    (error) => error instanceof UserError && error.slug === 'not-ours',
  )
})

test('wrong use is told: no model, two models, a model that is not there', (t) => {
  const { file } = make(t, lamp)
  for (const [args, slug] of [
    [[], 'tsl-missing'],
    [[file, file], 'unknown-flag'],
    [[`${file}x`], 'tsl-missing'],
    [[file, '--nope'], 'unknown-flag'],
  ] as const)
    assert.throws(
      () => typesCommand(args, () => undefined),
      (error) => error instanceof UserError && error.slug === slug,
    )
})
