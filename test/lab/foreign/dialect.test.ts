import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import ts from 'typescript'
import { bundleFirmware } from '../../../tools/build/bundle.ts'
import { startEngine } from '../../../tools/engine/engine.ts'
import { application } from './dialect.ts'

/*
 * What the build lets through must run: an application in the language of today does in the real engine what it does in Node.
 * Without ESPRUINO (ESPRUINO_ESP32 ... for builds with a board's heap) its script runs in Node, too.
 */

const folder = mkdtempSync(join(tmpdir(), 'dialect-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const entry = join(folder, 'app.ts')
writeFileSync(entry, application)

type Print = (text: string) => void

/** What a script prints in Node; what it does later is done by the next turn. */
async function inNode(script: string): Promise<string[]> {
  const lines: string[] = []
  new Function('print', script)(((text) => lines.push(text)) satisfies Print)
  await new Promise((resolve) => setTimeout(resolve, 1))
  return lines
}

async function inEngine(executable: string, script: string): Promise<string[]> {
  const engine = startEngine({ executable, files: { '.bootcde': script } })
  try {
    await engine.line(/^"end"$/, { withinMs: 10_000 })
    return engine.lines.filter((line) => /^["[]/.test(line))
  } finally {
    await engine.stop()
  }
}

const expected = await inNode(ts.transpile(application, { target: ts.ScriptTarget.ES2022 }))

const engines = ['ESPRUINO', 'ESPRUINO_ESP32', 'ESPRUINO_ESP8266'].map(
  (name) => [name, process.env[name] ?? ''] as const,
)

for (const readable of [false, true]) {
  const bundle = bundleFirmware({ entry, readable })
  const how = readable ? 'readable' : 'minified'
  test(`what the language of today is compiled to does the same, ${how}`, async () => {
    assert.ok(expected.length > 30)
    assert.deepEqual(await inNode((await bundle).script), expected)
  })
  for (const [name, executable] of engines)
    test(`and in the engine of ${name}, ${how}`, { skip: executable === '' && `${name} is not set` }, async () => {
      assert.deepEqual(await inEngine(executable, (await bundle).script), expected)
    })
}
