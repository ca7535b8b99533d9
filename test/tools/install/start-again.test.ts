import assert from 'node:assert/strict'
import { after, test, type TestContext } from 'node:test'
import { createConsoleBoard } from '../../../tools/board/console/console.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { createShow } from '../../../tools/command-line/show.ts'
import { flashBoard, type FlashJob } from '../../../tools/install/flash-board.ts'
import { endIdleThread } from '../../../tools/serial/espruino-thread.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'

after(() => endIdleThread())

/** A board on a cable, and what it was told to start or to end. */
function cableTo(t: TestContext, script: string): { port: Port; told: string[] } {
  const told: string[] = []
  const cable = createConsoleBoard({ script, clock: createRealClock(), transport: createTcpTransport() })
  const nothing = () => Promise.resolve()
  const port: Port = { name: 'cable', onData: () => undefined, onLost: () => undefined, write: nothing, close: nothing }
  port.write = (bytes) => {
    told.push(...(/(?:load|reset)\(\)/.exec(Buffer.from(bytes).toString()) ?? []))
    return Promise.resolve(cable.input(bytes))
  }
  cable.onOutput = (bytes) => setImmediate(() => port.onData(bytes))
  cable.board.boot()
  t.after(() => cable.board.powerOff())
  return { port, told }
}

/** Of the board that is not on the cable. */
const job: FlashJob = {
  script: Buffer.from('print("new")'),
  configFor: () => assert.fail('the board is another'),
  board: 'esp8266',
  readyMs: 0,
  mayReplace: () => Promise.resolve(false),
  bootFiles: { keep: [], copies: '', mayRemove: () => Promise.resolve(false) },
}
const show = createShow({ json: false, quiet: true, print: () => undefined })

test('a board that is refused before anything was done to it runs on', async (t) => {
  const { port, told } = cableTo(t, 'print("old")')
  await assert.rejects(flashBoard(port, job, show), { slug: 'wrong-board' })
  assert.deepEqual(told, [])
})

test('one that had to be reset to make it answer starts what it has again', async (t) => {
  const { port, told } = cableTo(t, 'JSON={stringify:function(){return "?"}}')
  await assert.rejects(flashBoard(port, job, show), { slug: 'wrong-board' })
  assert.deepEqual(told, ['reset()', 'load()'])
})
