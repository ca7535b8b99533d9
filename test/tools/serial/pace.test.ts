import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

/** A link to a board that gets packets whole at some pace only; `paces` are those at which packets were sent: fast, slow. */
function linkThrough(passes: (isSlow: boolean) => boolean) {
  const paces: string[] = []
  let settled = 0
  const engine = { CRC32: (text: string) => crc32(Buffer.from(text, 'latin1')) }
  const link = Object.create(EspruinoLink.prototype) as EspruinoLink
  Object.assign(link as object, {
    ...{ isSlow: false, questions: 0, atOtherPace: 0 },
    settle: () => Promise.resolve(void settled++),
    request(_name: string, { expression, isSlow }: { expression: string; isSlow: boolean }): Promise<unknown> {
      paces.push(isSlow ? 's' : 'f')
      if (!passes(isSlow)) return Promise.reject(new Error('NAK'))
      return Promise.resolve(new Function('E', `return ${expression}`)(engine))
    },
  })
  return { link, paces, settled: () => settled }
}

test('every third try is at the other pace, which becomes the pace when two packets in a row needed it', async () => {
  const { link, paces, settled } = linkThrough((isSlow) => isSlow)
  for (let at = 0; at < 3; at++) assert.equal(await link.evaluate('6*7', 1000), 42)
  assert.deepEqual([paces.join(''), link.isSlow, settled()], ['ffsffss', true, 4])
})

test('a packet that arrives at the pace itself makes the count begin anew', async () => {
  let fastFails = true
  const { link, paces } = linkThrough((isSlow) => isSlow || !fastFails)
  for (const fails of [true, false, true]) {
    fastFails = fails
    await link.evaluate('1', 1000)
  }
  assert.deepEqual([paces.join(''), link.isSlow], ['ffsfffs', false])
})

test('board-error after six tries, and at once for what the board itself throws', async () => {
  const { link, paces, settled } = linkThrough(() => false)
  await assert.rejects(link.evaluate('x', 1000), {
    ...{ slug: 'board-error', exitCode: 2, message: 'the board does not carry out x: NAK, 6 times' },
  })
  assert.deepEqual([paces.join(''), settled()], ['ffsffs', 5])
  const other = linkThrough(() => true)
  await assert.rejects(other.link.evaluate('nothing.x', 1000), UserError)
  assert.equal(other.paces.length, 1)
})

test('no packet has a length whose low byte is Ctrl-D, which would end the Linux build', async () => {
  const lengths: number[] = []
  const { link } = linkThrough(() => true)
  const request = Reflect.get(link, 'request') as (name: string, parameters: { expression: string }) => unknown
  Reflect.set(link, 'request', (name: string, parameters: { expression: string }) => {
    lengths.push(parameters.expression.length & 0xff)
    return request(name, parameters)
  })
  for (let length = 1; length <= 256; length++) await link.evaluate(`'${'x'.repeat(length)}'`, 1000)
  assert.ok(!lengths.includes(4))
  assert.ok(lengths.includes(3) && lengths.includes(5))
})
