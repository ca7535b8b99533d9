import assert from 'node:assert/strict'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { test, type TestContext } from 'node:test'
import { collectGiven, type GivenFlags } from '../../../tools/config/draft/given.ts'
import { Draft } from '../../../tools/config/draft/draft.ts'
import { mqtt } from './samples.ts'

/** What flags give when this is what standard input holds. */
function givenBy(t: TestContext, flags: GivenFlags, input: string) {
  const read = t.mock.method(fs, 'readFileSync', () => Buffer.from(input))
  syncBuiltinESMExports()
  try {
    return collectGiven(flags, {}, new Draft()).map(({ path, from }) => `${path.join('.')} ${from}`)
  } finally {
    read.mock.restore()
    syncBuiltinESMExports()
  }
}

test("standard input holds the console's JSON or the secrets, not both; one level is given, and not two", (t) => {
  assert.equal(givenBy(t, { 'console-json': '-' }, JSON.stringify(mqtt)).length, 5)
  const password = ['wifi.password SWITCH_WIFI_PASSWORD']
  assert.deepEqual(givenBy(t, { 'secrets-from': '-' }, 'SWITCH_WIFI_PASSWORD=x\n'), password)
  assert.throws(() => givenBy(t, { 'console-json': '-', 'secrets-from': '-' }, ''), {
    ...{ slug: 'bad-flag', message: '--console-json and --secrets-from cannot both read standard input' },
  })
  const level = ['switches.PowerSwitch_1.activeHigh --active-high']
  assert.deepEqual(givenBy(t, { 'active-high': true }, ''), level)
  assert.throws(() => givenBy(t, { 'active-high': true, 'active-low': true }, ''), { slug: 'bad-flag' })
})
