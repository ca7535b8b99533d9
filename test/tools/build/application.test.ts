import assert from 'node:assert/strict'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { after, test } from 'node:test'
import { kindOf, readApplication, type Application } from '../../../tools/build/application.ts'
import { buildCommand } from '../../../tools/build/build-command.ts'
import { buildFirmware, ensureBuilt, foldersOf } from '../../../tools/build/firmware.ts'
import { scriptFor } from '../../../tools/build/script-for.ts'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { readStackMapper } from '../../../tools/logs/stack-map.ts'

const folder = mkdtempSync(join(tmpdir(), 'application-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let count = 0

/** Writes an application of these files, of which the first is the entry, into a folder of its own. */
function write(files: Readonly<Record<string, string>>): Application {
  const place = join(folder, `app${count++}`)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true })
    writeFileSync(join(place, name), text)
  }
  return readApplication(join(place, Object.keys(files)[0] ?? ''))
}

const build = (files: Readonly<Record<string, string>>, minify = true) =>
  buildFirmware({ app: write(files), folder: join(folder, 'dist'), minify })

/** What a script prints, line by line; nothing else of the engine is there. */
function outputOf(script: string, engine: Readonly<Record<string, unknown>> = {}): string[] {
  const lines: string[] = []
  const print = (...values: unknown[]): void => void lines.push(values.map(String).join(' '))
  new Function('print', ...Object.keys(engine), script)(print, ...Object.values(engine))
  return lines
}

async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const error: unknown = await build(files).catch((thrown: unknown) => thrown)
  assert.ok(error instanceof UserError && error.slug === 'build-failed', String(error))
  return error.message.split('\n').map((line) => line.replace(/^\S*\/app\d+\//, ''))
}

for (const [what, make, says] of [
  ['is not there', () => 'none.ts', /none\.ts: there is no such file/],
  ['is a folder', () => '.', /--app \S+ is not a file/],
  ['is something else', () => (writeFileSync(join(folder, 'a.py'), ''), 'a.py'), /neither TypeScript nor JavaScript/],
  ['declares types only', () => (writeFileSync(join(folder, 'a.d.ts'), ''), 'a.d.ts'), /declares types only/],
  ['is of the firmware', () => resolve('firmware/log.ts'), /log\.ts is a part of the firmware/],
] as const)
  test(`--app with what ${what} is refused, by every verb alike`, async () => {
    const file = resolve(folder, make())
    const refusal = { slug: 'no-application', message: says, hint: /^wanted: / }
    assert.throws(() => readApplication(file), refusal)
    await assert.rejects(
      buildCommand(['--app', file], () => undefined),
      refusal,
    )
    await assert.rejects(scriptFor({ app: file }), refusal)
  })

test('an empty --app is refused, and one beside --script', async () => {
  await assert.rejects(
    buildCommand(['--app='], () => undefined),
    { slug: 'bad-flag', message: '--app is empty' },
  )
  await assert.rejects(scriptFor({ app: 'a.ts', script: 'b.js' }), { slug: 'bad-flag', message: /exclude each other/ })
})

test('an application in TypeScript, with what it imports, becomes one script that the engine runs', async () => {
  const files = {
    'app.ts': `import five, { shout } from 'library'
import { twice } from 'older'
import data from './data.json'
import { Own } from './own'
const list: number[] = [1, ...[2, 3]]
print(shout('a'), five, twice('b'), data.name.length, new Own(list).sum(), early(false))
function early(found: boolean) { if (found) { var one = 1 } return one! }`,
    'own.ts':
      'export class Own { constructor(private list: number[]) {}\n sum() { return this.list.reduce((a, b) => a + b) } }',
    'data.json': '{ "name": "\u6e29\u5ea6" }',
    'node_modules/library/package.json': '{ "name": "library", "type": "module", "main": "index.js" }',
    'node_modules/library/index.js': 'export const shout = (text) => `${text}!`\nexport default 5',
    'node_modules/older/package.json': '{ "name": "older", "main": "index.js" }',
    'node_modules/older/index.js': 'module.exports = { twice: (text) => require("./part").of(text) }',
    'node_modules/older/part.js': 'exports.of = (text) => text + text',
  }
  for (const minify of [true, false]) {
    const { script, file } = await build(files, minify)
    assert.equal(file, join(folder, 'dist', minify ? 'app.firmware.js' : 'app.firmware.readable.js'))
    assert.deepEqual(outputOf(script), ['a! 5 bb 6 6 undefined'])
    // Of what is newer than ES5 the engine takes only arrow functions as they are.
    assert.doesNotMatch(script, /`|\bclass\b|\bconst\b|[^\n\x20-\x7e]/)
  }
})

test('all problems are told at once: types, syntax, library, names, imports, each with its place', async () => {
  const files = {
    'app.ts': `import { none } from './none'
import net from 'net'
import { half } from './half.js'
const text: string = 5
outer: for (;;) break outer
print(none, net, Math.trunc(half))
const \u6e29 = 1`,
    'half.js': 'export const half = "a,b".split(",", 1)\n',
  }
  const problems = await problemsOf(files)
  for (const says of [
    /^app\.ts:1:22 cannot find the module \.\/none$/,
    /^app\.ts:2:17 net is a module of the engine\. .*require\('net'\)$/,
    /^app\.ts:4:7 Type 'number' is not assignable to type 'string'/,
    /^app\.ts:5:1 .*labels\. Instead: a function and return$/,
    /^app\.ts:6:23 the engine has no Math\.trunc\. Instead: /,
    /^app\.ts:7:7 a name with letters that are not ASCII/,
    /^half\.js:1:21 .*the limit of split\(\)/,
  ])
    assert.ok(
      problems.some((each) => says.test(each)),
      `${says} in\n${problems.join('\n')}`,
    )
})

test('a name that a module lacks is told by its place, and circles of imports are taken', async () => {
  const circle = { 'part.ts': "import './app'\nexport const one: number = 1" }
  const [problem] = await problemsOf({ 'app.ts': "import { two } from './part'\nprint(two)", ...circle })
  assert.match(problem ?? '', /^app\.ts:1:10 Module '"\.\/part"' has no exported member 'two'/)
  const { script } = await build({ 'app.ts': "import { one } from './part'\nprint(one, this)", ...circle })
  assert.deepEqual(outputOf(script), ['1 undefined'])
})

test('what cannot be read at all is the only thing that is told', async () => {
  assert.deepEqual(await problemsOf({ 'app.ts': 'label: for (;;) break label\nconst a = ' }), [
    'app.ts:2:10 Expression expected.',
  ])
})

const module = 'var made = 0; exports.connect = function (pin) { made++; return { pin: pin, made: made } };'

test("a module of Espruino's is found in modules/, above the file, too, and runs once, when it is asked for first", async () => {
  const files = {
    'app.js': `print('start')
var sensor = require('DS18B20').connect(3)
var again = require('DS18B20').connect(4)
print(sensor.pin, again.made, require('Other'), require('Storage').read('a'), typeof exports)`,
    'modules/DS18B20.js': `var part = require('Part');${module}`,
    'modules/Part.js': 'exports.beside = (a, ...b) => b',
    'modules/Other.min.js': "print('other runs');exports='all'",
  }
  const require = (name: string): unknown => ({ read: (file: string) => `${name} ${file}` })
  for (const minify of [true, false]) {
    const { script } = await build(files, minify)
    assert.deepEqual(outputOf(script, { require }), ['start', 'other runs', '3 2 all Storage a undefined'])
  }
})

test("a module of Espruino's that is nowhere is a problem that says where it belongs, and from where it is had", async () => {
  const [problem = ''] = await problemsOf({ 'app.js': "\n  require('DS18B20')" })
  assert.match(
    problem,
    /^app\.js:2:3 no module DS18B20 in \S*modules\. .*https:\/\/www\.espruino\.com\/modules\/DS18B20\.js there$/,
  )
})

test('a place in the script is one in the source of the user', async () => {
  const { file, script } = await build({
    'app.ts': "import { fail } from './part'\nfail('\u4e2d')",
    'part.ts': "type A = 1\nexport function fail(text: string): A {\n  throw new Error('here ' + text)\n}",
  })
  const column = script.indexOf('Error(') + 1
  const map = readStackMapper(`${file}.map`, () => undefined)
  assert.match(map(`    at .bootcde:1:${column + 1}`) ?? '', /part\.ts:3:\d+/)
  const sources = (JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sources: string[] }).sources
  for (const source of sources) assert.ok(existsSync(join(dirname(file), source)), source)
})

test('an application is built again when any of its files has changed, and no other is taken for it', async () => {
  const place = join(folder, 'kept')
  const files = { 'app.ts': "import { text } from './part'\nprint(text)", 'part.ts': "export const text = 'one'" }
  const [one, other] = [write(files), write({ ...files, 'part.ts': "export const text = 'other'" })]
  const built = await ensureBuilt(place, one)
  const { mtimeMs } = statSync(built.file)
  assert.deepEqual(await ensureBuilt(place, one), built)
  assert.equal(statSync(built.file).mtimeMs, mtimeMs)
  assert.deepEqual(readdirSync(place), ['app.firmware.build.json', 'app.firmware.js', 'app.firmware.js.map'])
  assert.deepEqual(foldersOf(one, place), [dirname(resolve(one.file))])

  const part = join(dirname(one.file), 'part.ts')
  appendFileSync(part, "+ 'more'")
  assert.match((await ensureBuilt(place, one)).script, /onemore/)
  writeFileSync(join(dirname(one.file), 'model.d.ts'), 'declare const text: number')
  writeFileSync(built.file, 'changed by hand')
  assert.match((await ensureBuilt(place, one)).script, /onemore/)
  // Of the same name, elsewhere.
  assert.match((await ensureBuilt(place, other)).script, /other/)
  assert.match((await ensureBuilt(place, one)).script, /onemore/)
  rmSync(part)
  await assert.rejects(ensureBuilt(place, one), /cannot find the module/)
})

test('of a device.json an application of one\u2019s own needs less, and one that gives its identity itself less still', () => {
  assert.equal(kindOf(undefined), 'by-section')
  const wifi = { ssid: 'home', password: 'password' }
  const source = "import * as iot from './device.ts'\nconst device = iot.device({ productKey: 'a' })\n"
  for (const [text, kind, problem] of [
    [source, 'own-identity', undefined],
    [source.replace(/\{.*\}/, ''), 'own', 'aliyun is missing'],
    ['on("connect", f)', 'own', 'aliyun is missing'],
  ] as const) {
    const app = write({ 'app.ts': text })
    assert.equal(kindOf(app.file), kind)
    const { config, problems } = checkConfig(JSON.stringify({ wifi }), undefined, kind)
    assert.deepEqual(config, problem === undefined ? { wifi } : undefined)
    assert.deepEqual(problems.map(({ path, got }) => `${path} ${got}`)[0], problem)
  }
})

test('the application of the project itself needs no flag, and may be named', () => {
  const app = readApplication(undefined)
  assert.equal(app.output, 'firmware')
  assert.deepEqual(readApplication(app.file), app)
  assert.deepEqual(readApplication(relative('', resolve(app.file))), app)
})

test('--module builds the module, with a configuration inside where one is wanted; what asks for another script is refused', async () => {
  const place = join(folder, 'module')
  const printed: string[] = []
  const run = (...args: string[]) => buildCommand(['--module', ...args], (text) => printed.push(text), place)
  await run('--json')
  const { file } = JSON.parse(printed.join('')) as { file: string }
  assert.equal(file, join(place, 'aliyun.js'))
  assert.match(readFileSync(file, 'utf8'), /\.postProps=/)
  const config = join(folder, 'module.json')
  writeFileSync(config, readFileSync('device.example.json'))
  await run('--inline', config)
  const inline = readFileSync(join(place, 'aliyun.inline.js'), 'utf8')
  assert.match(inline, /^\/\/ Holds secrets/)
  assert.doesNotMatch(inline, /is not in Storage/)
  for (const [args, says] of [
    [['--app', 'apps/tutorial/tutorial.ts'], /^--module and --app \S+ exclude each other$/],
    [['--sizes'], /^--module and --sizes exclude each other$/],
    [['--board', 'pico-w'], /^--module is not there for the Raspberry Pi Pico W/],
  ] as const)
    await assert.rejects(run(...args), (error: unknown) => error instanceof UserError && says.test(error.message))
})
