import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitForReady } from '../../../tools/install/wait-for-ready.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { errorOf } from '../flash/desk.ts'

for (const [line, givesUp] of [
  ['00001.000 W mqtt connack-refused 4, retry in 60.5 s (attempt 1)', true],
  ['00001.000 W mqtt open-refused, retry in 50 s (attempt 9)', false],
  ['00001.000 E boot config-invalid wifi is missing', true],
  ['Uncaught Error: retry', false],
] as const) {
  test(`with a minute left ${givesUp ? 'nobody waits longer' : 'the wait goes on'} after ${line}`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const nothing = () => Promise.resolve()
    const port: Port = {
      name: 'port',
      write: nothing,
      close: nothing,
      onData: () => undefined,
      onLost: () => undefined,
    }
    let isOver = false
    const ended = errorOf(waitForReady(port, { waitMs: 60_000, onLine: () => undefined })).finally(
      () => (isOver = true),
    )
    port.onData(Buffer.from(`${line}\r\n`))
    t.mock.timers.tick(300)
    await new Promise(setImmediate)
    assert.equal(isOver, givesUp)
    t.mock.timers.tick(60_000)
    assert.equal((await ended)?.slug, 'no-ready')
  })
}
