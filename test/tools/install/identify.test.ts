import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identify } from '../../../tools/install/identify.ts'
import type { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import { NoAnswer } from '../../../tools/serial/espruino-thread.ts'
import type { BoardName } from '../../../tools/board-kinds/board-kind.ts'
import { errorOf } from '../flash/desk.ts'

const answer = { board: 'ESP32', version: '2v29.277', serial: 'abc', modules: 'net,Storage,tls' }

/** A link to a board that says this of itself; `silent`: how many questions it leaves without an answer, before a reset or for ever. */
function linkTo(said: object, silent = 0, ancient?: string) {
  const done: string[] = []
  let left = silent
  const link = {
    ...{ port: { name: 'COM3' }, heard: '' },
    ask: () => (done.push('ask'), left-- > 0 ? Promise.reject(new NoAnswer('silence')) : Promise.resolve(said)),
    askUnguarded: () => (done.push('plain'), ancient === undefined ? Promise.reject(new NoAnswer('silence')) : Promise.resolve(ancient)), // prettier-ignore
    settle: () => Promise.resolve(),
    reset: () => Promise.resolve(void done.push('reset')),
  } as unknown as EspruinoLink
  return { link, done }
}

const refused = async (said: object, wanted?: BoardName) => {
  const error = await errorOf(identify(linkTo({ ...answer, ...said }).link, wanted))
  return [error?.slug, error?.message, error?.hint] as const
}

test('a board is what it says: kind, build, version, serial number and libraries', async () => {
  const { kind, build, modules, ...rest } = await identify(linkTo(answer).link, 'esp32')
  assert.deepEqual([kind.name, build.board, modules], ['esp32', 'ESP32', ['net', 'Storage', 'tls']])
  assert.deepEqual(rest, { board: 'ESP32', version: '2v29.277', serial: 'abc' })
})

test('old-firmware is what is older than 2v25, or says no version', async () => {
  for (const version of ['2v25', '2v25.1', '2v100', '3v0'])
    assert.equal((await refused({ version }))[0], undefined, version)
  for (const version of ['2v24.999', '2v9', '1v99', 'x']) {
    const [slug, message, hint] = await refused({ version })
    assert.deepEqual([slug, message], ['old-firmware', `the interpreter on the board is ${version}`])
    assert.match(hint ?? '', /^wanted: 2v25 or newer/)
  }
  assert.equal((await refused({ version: 7 }))[1], 'the interpreter on the board is of no version')
})

test('wrong-board is another kind, an unknown build, or one without network library or Storage', async () => {
  assert.equal((await refused({}, 'esp8266'))[1], 'this is a board "esp32" (ESP32), wanted "esp8266"')
  assert.match((await refused({ board: 'BANGLEJS2' }))[1] ?? '', /a build for "BANGLEJS2", which is no board we know$/)
  const [slug, message, hint] = await refused({ modules: 'net,tls' })
  assert.deepEqual([slug, message], ['wrong-board', 'the interpreter on this ESP32 (ESP32) has no Storage'])
  assert.match(hint ?? '', /^install the build ESP32:/)
  assert.match((await refused({ modules: 'Storage' }))[1] ?? '', /has no network library$/)
  const [stranger, why, todo] = await refused({ board: 'ESPR_RP2040_PICO', modules: 'Storage' })
  assert.deepEqual([stranger, why], ['wrong-board', 'the interpreter on this Raspberry Pi Pico W is Espruino (ESPR_RP2040_PICO), which has no network library there']) // prettier-ignore
  assert.match(todo ?? '', /^install Kaluma 1\.2\.1, .*npm run flash -- --board pico-w$/)
})

test('a board that does not answer twice is made to start without its script, and asked again; an ancient one is told', async () => {
  const silent = linkTo(answer, 2)
  assert.equal((await identify(silent.link, undefined)).serial, 'abc')
  assert.deepEqual(silent.done, ['ask', 'ask', 'plain', 'reset', 'ask'])
  const once = linkTo(answer, 1)
  await identify(once.link, undefined)
  assert.deepEqual(once.done, ['ask', 'ask'])
  const ancient = linkTo(answer, 9, '1v99')
  assert.equal((await errorOf(identify(ancient.link, undefined)))?.slug, 'old-firmware')
  const mute = linkTo(answer, 99)
  assert.equal((await errorOf(identify(mute.link, undefined)))?.slug, 'no-prompt')
  assert.equal(mute.done.filter((what) => what === 'ask').length, 2 + 4)
})
