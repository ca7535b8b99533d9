import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import type { Plugin } from 'rollup'
import { asksFor } from '../../../tools/build/passes/asks-for.mjs'
import { rollup } from '../../../tools/build/rollup.mjs'
import { oneLine } from './run-passes.ts'

const head = "import { asksFor, isFromFile } from '../firmware/device.ts';"
const config = {
  aliyun: { deviceName: 'a', tls: false },
  mqtt: null,
  switches: { a: { pin: 'D2' }, b: { pin: 'D3', atBoot: 'restore' } },
}

/** What the pass makes of an application; `from`: where its import leads. */
async function answer(script: string, given?: unknown, from = 'firmware/device.ts'): Promise<string> {
  const entry: Plugin = {
    name: 'entry',
    resolveId: (_source, importer) =>
      importer === undefined ? resolve('apps/app.js') : { id: resolve(from), external: true },
    load: () => script,
  }
  const made = await rollup({ input: 'entry', treeshake: false, plugins: [asksFor(given), entry] })
  const { output } = await made.generate({ format: 'es' })
  await made.close()
  return oneLine(output[0].code.replace(/^import.*\n/gm, ''))
}

for (const [asked, inside] of [
  ["'aliyun'", true],
  ["'aliyun.tls'", true],
  ["'aliyun.tls', true", false],
  ["'*.tls', false", true],
  ["'link'", false],
  ["'link.rebootAfterMin'", false],
  ["'mqtt.tls'", false],
  ["'aliyun.deviceName.length'", false],
  ["'switches.*.button'", false],
  ["'switches.*.atBoot'", true],
  ["'switches.*.atBoot', 'restore'", true],
  ["'switches.*.atBoot', 'on'", false],
  ["'switches.toString'", false],
] as const)
  test(`asksFor(${asked}) is ${inside} of what is inside the script, and true without`, async () => {
    const script = `${head} f(asksFor(${asked}));`
    assert.equal(await answer(script, config), `f(${inside});`)
    assert.equal(await answer(script), 'f(true);')
  })

test('the configuration is from a file where none is inside the script', async () => {
  assert.equal(await answer(`${head} f(isFromFile());`), 'f(true);')
  assert.equal(await answer(`${head} f(isFromFile());`, config), 'f(false);')
})

test('the module that has them counts as the one that hands them on', async () => {
  assert.equal(await answer(`${head} f(isFromFile());`, config, 'firmware/boot/asks-for.ts'), 'f(false);')
})

for (const [what, script, from] of [
  ['a function of its own', 'function asksFor() {} f(asksFor("link"));', undefined],
  ['one of another module', `${head} f(asksFor("link"));`, 'apps/firmware/device.ts'],
  ['one of another module of ours', `${head} f(asksFor("link"));`, 'firmware/log.ts'],
  ['a method', `${head} f(x.asksFor("link"));`, undefined],
  ['another name', "import { asksFor as asks } from '../firmware/device.ts'; f(asks('link'));", undefined],
  ['a parameter of that name', `${head} function g(asksFor) { f(asksFor('link')); }`, undefined],
  ['the same of an arrow', `${head} f(asksFor => asksFor("link"));`, undefined],
  ['a path that is computed', `${head} f(asksFor("link" + x));`, undefined],
  ['a value that is computed', `${head} f(asksFor("aliyun.tls", x));`, undefined],
  ['the function itself', `${head} f(asksFor);`, undefined],
] as const)
  test(`left alone: ${what}`, async () => {
    // The bundler gives an import its own name back.
    const expected = script
      .replace(/^import[^;]*;/, '')
      .replace('asks(', 'asksFor(')
      .replaceAll("'", '"')
      .trim()
    assert.equal((await answer(script, config, from)).replaceAll("'", '"'), expected)
  })
