import assert from 'node:assert/strict'
import { dirname, resolve } from 'node:path'
import { test } from 'node:test'
import type { Plugin } from 'rollup'
import ts from 'typescript'
import { guardBorder } from '../../../tools/build/passes/guard-border.mjs'
import { rollup } from '../../../tools/build/rollup.mjs'

const words = { inside: ['ready', 'open'], faults: ['bug'], files: ['link.ts', 'session.ts'] }
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2015,
  lib: ['lib.es5.d.ts'],
  strict: true,
  noEmit: true,
}

type Files = Readonly<Record<string, string>>

/** What the compiler knows of the .ts files, which are on no disk. */
function programOf(sources: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => sources.has(resolve(name)) || fileExists(name)
  host.getSourceFile = (name, target, ...rest) => {
    const source = sources.get(resolve(name))
    return source === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, source, target, true)
  }
  const roots = [...sources.keys()].filter((name) => name.endsWith('.ts'))
  return ts.createProgram(roots, { ...options, allowImportingTsExtensions: true }, host)
}

/** Lets the border be guarded in a build of files, by their paths, that begins with the first. Rejects with what is refused. */
async function guard(files: Files): Promise<void> {
  const sources = new Map(Object.entries(files).map(([name, source]) => [resolve(name), source]))
  const { findProgram, plugin } = guardBorder(words, /^restore$/)
  findProgram.factory(programOf(sources))
  const virtual: Plugin = {
    name: 'virtual',
    resolveId: (source, importer) => resolve(importer === undefined ? '.' : dirname(importer), source),
    load(id) {
      const source = sources.get(id) ?? assert.fail(id)
      const module = { ...options, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true }
      return id.endsWith('.ts') ? ts.transpile(source, module) : source
    },
  }
  const made = await rollup({ input: Object.keys(files)[0] ?? '', plugins: [virtual, plugin], onwarn: () => undefined })
  try {
    await made.generate({ format: 'es' })
  } finally {
    await made.close()
  }
}

const link = `
type At = 'ready' | 'open'
type Fault = 'bug' | ''
export function step(at: At): number { return at === 'ready' ? 1 : 2 }
export function onFault(handler: (fault: Fault) => void) { handler('bug') }
export function start(port: number, names: readonly string[]) { return [port, names] }
export const record = { deep: [{ at: step as (at: At) => number }] }
export let at: At = 'open'
`
const onSwitch = `
interface Switch { pin: number, restore?: 1 }
export const all: { [name: string]: Switch } = {}
export function find(pin: number): Switch | undefined { return undefined }
export function set(params: unknown) { return '' + params }
export const restore = 5
`

for (const [what, app, says] of [
  [
    'a function that wants a word',
    "import { step } from '../firmware/link.ts'",
    "apps/app.js:1:1 step carries 'ready'",
  ],
  [
    'one whose handler gets a word',
    "\nimport { onFault as on } from '../firmware/link.ts'",
    "app.js:2:1 onFault carries 'bug'",
  ],
  [
    'an object that has a word deep inside',
    "import { start, record } from '../firmware/link.ts'",
    "record carries 'ready'",
  ],
  ['a variable that is a word', "import { at } from '../firmware/link.ts'", "at carries 'ready'"],
  ['all of a module', "import * as link from '../firmware/link.ts'", "step carries 'ready'"],
  ['all of a module, handed on', "export * from '../firmware/link.ts'", "step carries 'ready'"],
  ['a part, handed on', "export { at as a } from '../firmware/link.ts'", "at carries 'ready'"],
  ['a record with a property', "import { all } from '../firmware/switch.ts'", 'all carries the property restore'],
  ['a function that returns one', "import { find } from '../firmware/switch.ts'", 'find carries the property restore'],
] as const)
  test(`code that is not ours may not import ${what}`, async () => {
    const files = { 'apps/app.js': app, 'firmware/link.ts': link, 'firmware/switch.ts': onSwitch }
    await assert.rejects(guard(files), ({ message }: Error) => message.includes(says))
  })

test('it may import what carries nothing out', async () => {
  const app = `import { start } from '../firmware/link.ts'
import { set, restore } from '../firmware/switch.ts'
import '../firmware/switch.ts'
start(set({ restore }))`
  await guard({ 'apps/app.js': app, 'firmware/link.ts': link, 'firmware/switch.ts': onSwitch })
})

test('of our own files only those may import a word that know it; each may import a property', async () => {
  const files = { 'firmware/link.ts': link, 'firmware/switch.ts': onSwitch }
  const other = "import { step } from './link.ts'\nimport { all } from './switch.ts'\nstep(all)"
  await guard({ 'firmware/session.ts': other, ...files })
  await assert.rejects(guard({ 'firmware/other.ts': other, ...files }), /firmware\/other\.ts:1:1 step carries 'ready'/)
  const types = "import { type Other, start } from './link.ts'\nimport type { step } from './link.ts'\nstart()"
  await guard({ 'firmware/other.ts': types, ...files })
})

for (const [what, line] of [
  ['handed over as a string', "log('ready')"],
  ['handed over as anything', 'any(at)'],
  ['joined to a text', "log('at ' + at)"],
  ['appended', "text += 'bug'"],
  ['part of a template', 'log(`${at}`)'],
  ['kept as a string', 'const kept: string = at'],
  ['kept where any string may be', "let kept = 'ready'"],
  ['assigned to a string', 'text = at'],
  ['a field of strings', 'const fields: { a: string } = { a: at }'],
  ['returned as a string', 'function f(): string { return at }'],
  ['compared with a string', 'at === text'],
  ['ordered', 'at < text'],
  ['looked up by', 'table[at]'],
  ['looked at', 'at.length'],
  ['a computed key', 'const made = { [at]: 1 }'],
] as const)
  test(`where words have other names, none may be ${what}`, async () => {
    const head = `type At = 'ready' | 'open'
declare function log(text: string): void
declare function any(value: unknown): void
declare const table: { [name: string]: number }
declare let text: string
declare const at: At
`
    await assert.rejects(
      guard({ 'firmware/link.ts': head + line }),
      /link\.ts:7:\d+ '(ready|bug)' .* becomes any string/,
    )
    // Anywhere else it is what it was written as.
    await guard({ 'firmware/other.ts': head + line })
  })

test('what words are for is taken: states, comparisons, a choice, a result, and the word of a fault', async () => {
  const script = `type At = 'ready' | 'open' | ''
let at: At = 'open'
const session: { at: At } = { at: 'ready' }
function next(now: At, often: number): At { return now === 'ready' ? 'open' : often > 1 ? at : '' }
function wordOf(fault: At): string { return fault }
switch (at) { case 'open': at = next(session.at, 1) }
at = session.at = next('ready', 2) || 'open'
const text: string = wordOf(at) + typeof at
`
  await guard({ 'firmware/link.ts': script })
})

test('the firmware may import nothing that is not of firmware/', async () => {
  const files = {
    'firmware/link.ts': "import { a } from '../apps/app.js'\na()",
    'apps/app.js': 'export function a() {}',
  }
  await assert.rejects(
    guard(files),
    /firmware\/link\.ts:1:1 the firmware imports .*app\.js, which is not of firmware\//,
  )
})

test('import() is refused: there is nothing to load at run time', async () => {
  const files = { 'apps/app.js': "import('./other.js')", 'apps/other.js': 'export var a = 1' }
  await assert.rejects(guard(files), /apps\/app\.js:1:1 import\(\) is not understood/)
})
