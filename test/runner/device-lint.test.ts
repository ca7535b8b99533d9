import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ESLint } from 'eslint'

const eslint = new ESLint()

/** What the lint of the device says about a module; `file` is one that exists, whose place in the house counts. */
async function lint(code: string, file = 'firmware/mqtt/backoff.ts'): Promise<string> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: file })
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`).join('\n')
}

const refused: Record<string, [code: string, says: RegExp]> = {
  'array spread': ['export const f = (a: number[]) => [1, ...a]', /array spread/],
  'mixed call spread': ['export const f = (g: (...n: number[]) => void, a: number[]) => g(1, ...a)', /spread beside/],
  'async and await': ['export const f = async (g: () => Promise<void>) => await g()', /async[^]*await/],
  generators: ['export function* f() { yield 1 }', /generators/],
  labels: ['loop: for (;;) break loop', /labels/],
  classes: ['export class A {}', /classes/],
  enums: ['export enum A { b }', /enums/],
  namespaces: ['export namespace A { export const b = 1 }', /namespaces/],
  'default exports': ['export default 1', /default exports/],
  'a case after default': [
    'export function f(a: 1 | 2) { switch (a) { default: return 1\n case 2: return 2 } }',
    /case after/,
  ],
  getters: ['export const a = { get b() { return 1 } }', /getters/],
  setters: ['export const a = { set b(c: number) { JSON.stringify(c) } }', /setters/],
  'closures made in a loop': [
    'export function f(g: (h: () => number) => void) { for (let i = 0; i < 3; i++) g(() => i) }',
    /closure/,
  ],
  'non-capturing groups': ['export const a = /(?:b)/', /silently/],
  lookahead: ['export const a = /b(?=c)/', /silently/],
  'counted repeats': ['export const a = /b{2}/', /silently/],
  'lazy repeats': ['export const a = /b+?/', /silently/],
  'word borders': ['export const a = /\\bb/', /silently/],
  backreferences: ['export const a = /(b)\\1/', /silently/],
  'a slash in a class': ['export const a = /[/]/', /syntax error/],
  'other regex flags': ['export const a = /b/m', /flag/],
  'tagged templates': ['export const f = (tag: (t: TemplateStringsArray) => string) => tag`a`', /tagged/],
  powers: ['export const a = 2 ** 3 + Math.pow(2, 3)', /2\^31[^]*2\^31/],
  'Object.freeze': ['export const a = Object.freeze({})', /Object\.keys/],
  'prototypes of built-ins': ['export const a = String.prototype', /prototypes/],
  'characters above 0xFF': ['export const a = "\\u4e2d"', /UTF-8/],
  'bytes beyond ASCII outside comments': ['export const a = "\u4e2d"', /UTF-8/],
  'setting a length': ['export const f = (a: number[]) => { a.length = 0 }', /length/],
  'the limit of split()': ['export const f = (a: string) => a.split("b", 1)', /split/],
  'globals of the engine': ['export const a = () => setTimeout(() => {}, 1)', /engine's setTimeout/],
  'globals that the engine lacks': ['export const a = () => new Map()', /engine's Map/],
  casts: ['export const f = (a: unknown) => a as string', /cast/],
  any: ['export const f = (a: any) => JSON.stringify(a)', /no-explicit-any/],
}

for (const [what, [code, says]] of Object.entries(refused)) {
  test(`on the device the lint refuses ${what}`, async () => assert.match(await lint(code), says))
}

test('the lint takes what ES5 output runs: arrows, templates, for-of, a lone spread, as const, bytes as \\x', async () => {
  const code = `// \u00a73.1
export const a = { b: 1 } as const
export const pattern = /^[A-Za-z0-9_.:@-]*$/g
export function f(g: (...n: number[]) => void, list: number[]) {
  for (const each of list) JSON.stringify(\`\${each} \\x80 \\\\u\`)
  g(...list)
}`
  assert.equal(await lint(code), '')
})

test('where JSON comes in a cast is allowed, the other rules stay', async () => {
  const code = 'export const f = (a: string) => JSON.parse(a) as unknown'
  assert.equal(await lint(code, 'firmware/thing/sets.ts'), '')
  assert.match(await lint('export class A {}', 'firmware/thing/sets.ts'), /classes/)
})

test("in an application the lint refuses what the engine lacks; its globals are the application's", async () => {
  const file = 'apps/switch/switch.ts'
  assert.equal(await lint('export const f = (a: unknown) => digitalWrite(a as Pin, 1)', file), '')
  assert.match(await lint('export class A {}', file), /classes/)
})
