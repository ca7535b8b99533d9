import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { examineKaluma } from '../../../tools/kaluma/examine.ts'
import { picoDesk } from './pico-desk.ts'

test('flashes a Pico W that device.json names: every byte there, started, and no secret on the way', async (t) => {
  const { pico, lines, script, printed, run } = await picoDesk(t)
  assert.equal(await run('--script', script, '--wait', '0'), undefined)
  assert.deepEqual(Buffer.from(pico.board.flash.program ?? []), readFileSync(script))
  const steps = printed.map((text) => text.split(' ')[0])
  assert.deepEqual(steps, ['port', 'board', 'upload', 'note', 'verify', 'boot'])
  assert.match(printed.join(''), /first packet erases the program that was there/)
  assert.doesNotMatch(printed.join(''), /flashTestsOnly/)
  while (!lines.includes('00000.001 I boot here')) await new Promise(setImmediate)

  const { isBuilt, programBytes, isSafeMode } = await examineKaluma(pico.port, readFileSync(script))
  assert.deepEqual([isBuilt, programBytes, isSafeMode], [true, statSync(script).size, false])
})

for (const [what, args, part, slug, says] of [
  ['a fleet', ['--fleet', 'x.csv'], {}, 'bad-flag', /--fleet is not there for the Raspberry Pi Pico W: its script has one identity inside/], // prettier-ignore
  ['--keep', ['--keep', '.boot0'], {}, 'bad-flag', /--keep \.boot0: a Raspberry Pi Pico W has one program/],
  ['an application and a script', ['--app', 'a.js', '--script', 'b.js'], {}, 'bad-flag', /exclude each other/],
  ['TLS', [], { tls: true }, 'config-invalid', /aliyun\.tls +true, but Kaluma has no TLS on Raspberry Pi Pico W/],
  ['a demo identity', [], { productKey: 'a1DEMO00000', host: 'x.aliyuncs.com' }, 'demo-identity', /./],
  ['an unknown board', ['--board', 'pico'], {}, 'unknown-board', /--board pico is unknown/],
] as const)
  test(`${what} is refused before the port is opened, exit code 1`, async (t) => {
    const { printed, run } = await picoDesk(t, { part })
    const error = await run(...args)
    assert.deepEqual([error?.slug, error?.exitCode], [slug, 1])
    assert.match(error?.message ?? '', says)
    assert.doesNotMatch(`${error?.message}${error?.hint}${printed.join('')}`, /flashTestsOnly/)
    assert.doesNotMatch(printed.join(''), /^port/m)
  })
