import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { checkTypes } from '../../../../tools/build/foreign/check-types.mjs'

const folder = mkdtempSync(join(tmpdir(), 'types-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** `file:line:column text` of each problem; the first file is the application. */
function problemsOf(files: Readonly<Record<string, string>>): string[] {
  const paths = Object.keys(files).map((name) => join(folder, name))
  Object.values(files).forEach((text, at) => writeFileSync(paths[at] ?? '', text))
  const modules = paths.filter((path) => !path.endsWith('.d.ts'))
  const problems = checkTypes(modules[0] ?? '', modules, read)
  for (const path of paths) rmSync(path)
  return problems.map(({ file, line, column, text, values }) => {
    const filled = text.replace(/\{(\d)\}/g, (_, at) => values[Number(at)] ?? '')
    return `${file.replace(/^.*\//, '')}:${line}:${column} ${filled}`
  })
}

test('a wrong type is a problem, with its place, of TypeScript only; what the firmware hands out has types', () => {
  const text = `import { log } from '${join(process.cwd(), 'firmware/log.ts').replaceAll('\\', '/')}'\n  log(5)\n`
  assert.deepEqual(problemsOf({ 'app.ts': text, 'b.js': 'var text = "a"\ntext = 5\n' }), [
    "app.ts:2:7 Argument of type 'number' is not assignable to parameter of type 'string'.",
  ])
})

test('declarations beside the application count: types of its thing model, of the engine, of what has none', () => {
  const declarations = 'interface ThingModel { Brightness: number }\ndeclare function dim(value: string): void'
  const problems = problemsOf({
    'app.ts': 'const model: ThingModel = { Brightness: "5" }\ndim(model.Brightness)',
    'model.d.ts': declarations,
  })
  assert.match(problems.join('\n'), /^app\.ts:1:29 Type 'string'[^]*\napp\.ts:2:5 Argument of type 'number'/)
})

test('a library without types is no problem, nor a module that sets exports', () => {
  const files = {
    'app.ts': "import plain from './plain.js'\nexport const a: number = plain.one",
    'plain.js': 'exports.one = 1',
  }
  assert.deepEqual(problemsOf(files), [])
})

const lacking: Readonly<Record<string, readonly [code: string, says: RegExp]>> = {
  'Array.from': ['Array.from([1])', /no Array\.from\. Instead: \[\]\.slice/],
  'flat()': ['[[1]].flat()', /no flat\(\)\. Instead: map\(\)/],
  Map: ['new Map()', /no Map\. Instead: an object/],
  Set: ['new Set([1])', /no Set\. Instead/],
  Symbol: ['Symbol("a")', /no Symbol/],
  Proxy: ['new Proxy({}, {})', /no Proxy/],
  'Object.freeze': ['Object.freeze({})', /no Object\.freeze\. Instead: nothing/],
  'Math.trunc': ['Math.trunc(1)', /no Math\.trunc\. Instead: x < 0/],
  'Math.log2': ['Math.log2(1)', /Math\.log\(x\) \/ Math\.LN2/],
  'Promise.race': ['Promise.race([])', /no Promise\.race/],
  'Promise.allSettled': ['Promise.allSettled([])', /no Promise\.allSettled/],
  'finally()': ['Promise.resolve(1).finally(() => 1)', /no finally\(\)\. Instead: the same function/],
  'Number.isInteger': ['Number.isInteger(1)', /no Number\.isInteger\. Instead: Math\.floor/],
  'toPrecision()': ['(1.5).toPrecision(2)', /no toPrecision\(\)\. Instead: toFixed/],
  'Date.UTC': ['Date.UTC(2020, 1)', /no Date\.UTC/],
  'trimStart()': ['" a".trimStart()', /no trimStart/],
  'at()': ['[1].at(-1)', /no at\(\)/],
  'a member that a pattern takes': ['1\nvar { trunc } = Math', /no Math\.trunc/],
  'error.name': ['new Error("a").name', /no error\.name\. Instead: message/],
  'Uint8Array.from': ['Uint8Array.from([1])', /no Uint8Array\.from/],
}

for (const [what, [code, says]] of Object.entries(lacking))
  for (const file of ['app.ts', 'app.js'])
    test(`the build refuses ${what} in ${file}`, () => {
      const [problem = 'none', ...more] = problemsOf({ [file]: `var a\na = ${code}` })
      assert.match(problem, says)
      assert.match(problem, new RegExp(`^${file}:[23]:\\d+ the engine has no `))
      assert.deepEqual(more, [])
    })

test('what only has such a name, or is asked for first, is taken', () => {
  const code = `
class Map { at(x: number) { return x } }
class Room { flat() { return 1 } }
const own = { from: () => 1, trunc: 2, finally: 3, name: 'a' }
export const all = [new Map().at(1), new Room().flat(), own.from(), own.trunc, own.finally, own.name]
if (typeof Promise.race === 'function' && typeof Proxy !== 'undefined') all.push(1)
export const known: globalThis.Map<string, Set<number>> | undefined = undefined
export const same = [1].includes(1) || 'a'.padStart(2) || Object.entries({}) || Math.sign(1) || isNaN(1)
export const bytes = new Uint8Array(2).subarray(1), when = new Date().toISOString(), part = /a/g.exec('a')`
  assert.deepEqual(problemsOf({ 'app.ts': code }), [])
})
