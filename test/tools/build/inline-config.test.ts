import assert from 'node:assert/strict'
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

test('what a program of its own calls so, as a property or a file, is left alone', async () => {
  assert.match(await put('f($configuration, x.$configuration, {$configuration: 1})'), /, x\.\$configuration, \{/)
  const [markPlace] = inlineConfig(Buffer.from(JSON.stringify(config)), true)
  for (const file of ['apps/boot/inline.ts', 'apps/firmware/boot/inline.ts', 'firmware/boot/boot.ts'])
    assert.equal(oneLine(await runPassesOn(file, 'f(1)', markPlace)), 'f(1);')
  assert.match(await runPassesOn('firmware/boot/inline.ts', 'f(1)', markPlace), /return \$configuration/)
})
