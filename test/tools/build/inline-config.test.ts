import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { inlineConfig } from '../../../tools/build/passes/inline-config.mjs'
import { oneLine, runPasses, runPassesOn } from './run-passes.ts'

const config = {
  aliyun: { deviceName: 'a"b\\c\u5ba2\n', tls: true, port: 1883 },
  switches: { 'Power-1': { pin: 'D2', activeHigh: false } },
}
/** What the last pass of the build makes of a script. */
const put = async (script: string, minified = true) =>
  oneLine(await runPasses(script, inlineConfig(Buffer.from(JSON.stringify(config)), minified)[1]))

test('puts a configuration in its place, in ASCII, a byte a character', async () => {
  const text = '"a\\"b\\\\c\\xe5\\xae\\xa2\\x0a"'
  assert.equal(
    await put('f($configuration)'),
    `f({aliyun:{deviceName:${text},tls:1,port:1883},switches:{"Power-1":{pin:"D2",activeHigh:0}}});`,
  )
  assert.match(await put('f($configuration)', false), /tls:true,.*activeHigh:false/)
})

for (const [count, script] of [
  [0, 'f()'],
  [2, 'f($configuration, $configuration)'],
] as const) {
  test(`a script with ${count} places for a configuration fails the build`, async () => {
    await assert.rejects(put(script), new RegExp(`the configuration has ${count} places in the script`))
  })
}

/** What a script with this configuration inside has. */
function featuresOf(changes: object): string {
  const json = Buffer.from(JSON.stringify({ ...config, ...changes }))
  const load = inlineConfig(json, true)[0].load as (id: string) => string | null
  assert.equal(load(resolve('firmware/link.ts')), null)
  const text = load(resolve('firmware/features.ts')) ?? ''
  return [...text.matchAll(/export var with(\w+) = true\n/g)].map(([, name]) => name).join(' ')
}

test('a script has what its configuration asks for, and nothing else', () => {
  const on = { pin: 'D2' }
  const triple = { aliyun: { deviceName: 'a', tls: false }, switches: { PowerSwitch_1: on } }
  assert.equal(featuresOf(triple), 'Triple')
  assert.equal(featuresOf({ ...triple, aliyun: { tls: true } }), 'Triple Tls')
  assert.equal(featuresOf({ ...triple, aliyun: undefined, mqtt: { port: 1883 } }), 'Login')
  assert.equal(featuresOf({ ...triple, aliyun: undefined, mqtt: { tls: true } }), 'Login Tls')
  assert.equal(featuresOf({ ...triple, switches: { a: on, b: { ...on, button: 'D4' } } }), 'Triple Buttons')
  assert.equal(featuresOf({ ...triple, switches: { a: { ...on, atBoot: 'restore' }, b: on } }), 'Triple Restore')
  assert.equal(featuresOf({ ...triple, switches: { a: { ...on, atBoot: 'on' } } }), 'Triple')
})

test('what a program of its own calls so, as a property or a file, is left alone', async () => {
  assert.match(await put('f($configuration, x.$configuration, {$configuration: 1})'), /, x\.\$configuration, \{/)
  const [leaveOut] = inlineConfig(Buffer.from(JSON.stringify(config)), true)
  for (const file of ['apps/boot/inline.ts', 'apps/firmware/features.ts', 'apps/features.ts'])
    assert.equal(oneLine(await runPassesOn(file, 'f(1)', leaveOut)), 'f(1);')
  assert.match(await runPassesOn('firmware/features.ts', 'f(1)', leaveOut), /var withFile = false/)
})
