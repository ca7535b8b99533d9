import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import type { Plugin, RollupOptions } from 'rollup'

// Required, not imported: where tsx runs, it parses everything that is imported.
const { rollup } = createRequire(import.meta.url)('rollup') as typeof import('rollup')

const folder = resolve(import.meta.dirname, '../../../../firmware/platform')

const transpile: Plugin = {
  name: 'transpile',
  transform: (code) =>
    ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES5, module: ts.ModuleKind.ESNext } })
      .outputText,
}

/** A script that leaves the platform of a runtime in the global `platform`: what its files export, and `board`. */
export async function platformScript(runtime: 'espruino' | 'kaluma'): Promise<string> {
  const files = ['', '/journal', '/queue-journal'].map((part) => `${folder}/${runtime}${part}.ts`)
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'platform' ? id : null),
    load: (id) => (id === 'platform' ? files.map((file) => `export * from ${JSON.stringify(file)}\n`).join('') : null),
  }
  const options: RollupOptions = { input: 'platform', plugins: [entry, transpile], treeshake: false }
  const bundle = await rollup(options)
  const { output } = await bundle.generate({
    format: 'iife',
    name: 'platform',
    esModule: false,
    freeze: false,
    strict: false,
  })
  await bundle.close()
  return runtime === 'espruino' ? `${boardOfNames()}\n${output[0].code}\nplatform.board=board\n` : output[0].code
}

/** Espruino's `board`, which in the script is only names. */
function boardOfNames(): string {
  const names = JSON.parse(readFileSync(`${folder}/espruino.names.json`, 'utf8')) as Record<string, string>
  const known = Object.entries({ ...names, tls: 'undefined', pinOf: 'Pin' })
  return `var board={${known.map(([name, expression]) => `${name}:${expression}`).join()}}`
}
