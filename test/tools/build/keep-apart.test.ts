import assert from 'node:assert/strict'
import { dirname, resolve } from 'node:path'
import { test } from 'node:test'
import type { Plugin } from 'rollup'
import { keepApart } from '../../../tools/build/passes/keep-apart.mjs'
import { rollup } from '../../../tools/build/rollup.mjs'
import { oneLine } from './run-passes.ts'

/** A pass that writes down what it is given, and puts a line before it. */
function pass(name: string): Plugin & { readonly seen: string[] } {
  const seen: string[] = []
  const renderChunk = (code: string) => {
    seen.push(oneLine(code))
    return { code: `begin('${name}');\n${code}`, map: null }
  }
  return { name, renderChunk, seen }
}

/** What becomes of files, by their paths, of which the first is the entry. */
async function join(files: Readonly<Record<string, string>>) {
  const sources = new Map(Object.entries(files).map(([name, source]) => [resolve(name), source]))
  const virtual: Plugin = {
    name: 'virtual',
    resolveId: (source, importer) => resolve(importer === undefined ? '.' : dirname(importer), source),
    load: (id) => sources.get(id) ?? null,
  }
  const [ours, foreign] = [pass('ours'), pass('foreign')]
  const plugins = [keepApart({ plugins: [virtual], ours: [ours], foreign: [foreign] })]
  const made = await rollup({ input: Object.keys(files)[0] ?? '', plugins, treeshake: false })
  const { output } = await made.generate({ format: 'es', freeze: false })
  await made.close()
  return { script: oneLine(output[0].code), ours: ours.seen, foreign: foreign.seen }
}

test('each part goes through its own passes, and then they are one script, ours first', async () => {
  const { script, ours, foreign } = await join({
    'apps/app.js': "import { log } from '../firmware/log.ts'\nimport { own } from './own.js'\nlog(own)",
    'apps/own.js': 'export var own = 1',
    'firmware/log.ts': 'export function log(text) { print(text) }\nexport function unused() {}',
  })
  assert.deepEqual(ours, ['function log(text) { print(text); } export { log };'])
  assert.deepEqual(foreign, ["import { log } from './firmware.js'; var own = 1; log(own);"])
  assert.equal(
    script,
    "begin('ours'); function log(text) { print(text); } begin('foreign'); var own = 1; /*@__INLINE__*/log(own);",
  )
})

test('names that clash, with each other or with the engine, stay apart', async () => {
  const { script } = await join({
    'apps/app.js':
      "import * as firmware from '../firmware/log.ts'\nvar a = 1, print = 2\nfirmware.log(a, print, firmware.count)",
    'firmware/log.ts': 'export let count = 0\nvar a = 5\nexport function log(x, y, z) { print(a, x, y, z, ++count) }',
  })
  const printed: unknown[] = []
  new Function('print', 'begin', script)(
    (...values: unknown[]) => printed.push(values),
    () => undefined,
  )
  assert.deepEqual(printed, [[5, 1, 2, 0, 1]])
})

test('a script may be all of somebody else, and what an entry exports is dropped', async () => {
  const { script, ours } = await join({ 'apps/app.js': 'export var a = 1\nprint(a)' })
  assert.deepEqual(ours, [])
  assert.equal(script, "begin('foreign'); var a = 1; print(a);")
})
