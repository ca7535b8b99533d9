import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { endIdleThread, EspruinoThread } from '../../../tools/serial/espruino-thread.ts'

after(() => endIdleThread())

test('a thread that ended well serves the next session, one that still waits or is not sound does not', async () => {
  const first = await EspruinoThread.take()
  const ended = assert.rejects(first.ask('nothing that it knows', {}, 60_000), /ended/)
  const released = first.release(true)
  // Before it can answer.
  first.fail(new Error('ended'))
  await Promise.all([ended, released])
  const second = await EspruinoThread.take()
  assert.notEqual(second, first)
  await second.release(true)
  const third = await EspruinoThread.take()
  assert.equal(third, second)
  await assert.rejects(third.ask('nothing that it knows', {}, 60_000), /is not a function/)
  await third.release(false)
  assert.notEqual(await EspruinoThread.take().then(async (one) => (await one.release(true), one)), second)
})
