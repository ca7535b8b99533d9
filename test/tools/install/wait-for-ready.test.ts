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

test('no-ready shows the last 8 lines that are not empty', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const nothing = () => Promise.resolve()
  const port: Port = { name: 'port', write: nothing, close: nothing, onData: () => undefined, onLost: () => undefined }
  const lines: string[] = []
  const ended = errorOf(waitForReady(port, { waitMs: 1000, kept: '.boot0', onLine: (line) => lines.push(line) }))
  for (let at = 0; at < 10; at++) port.onData(Buffer.from(`line ${at}\r\n\r\n`))
  t.mock.timers.tick(1000)
  const error = await ended
  assert.deepEqual(
    error?.message.split('\n').slice(1),
    [2, 3, 4, 5, 6, 7, 8, 9].map((at) => `line ${at}`),
  )
  assert.equal(lines.length, 10)
  assert.match(error?.hint ?? '', /^\.boot0 was left on the board/)
})

test('ready ends the wait, and the next reader gets what has begun behind it', async () => {
  const nothing = () => Promise.resolve()
  const port: Port = { name: 'port', write: nothing, close: nothing, onData: () => undefined, onLost: () => undefined }
  let rest = ''
  const onRest = (bytes: Uint8Array) => (rest = Buffer.from(bytes).toString())
  const ready = waitForReady(port, { waitMs: 60_000, onLine: () => undefined, onRest })
  port.onData(Buffer.from('00000.100 I wifi ready\r\n00001.000 I mqtt ready\r\n0000'))
  assert.equal(await ready, port)
  assert.equal(rest, '0000')
})

test('what the program threw is told once, and a caret far to the right is not shown', async () => {
  const nothing = () => Promise.resolve()
  const port: Port = { name: 'port', write: nothing, close: nothing, onData: () => undefined, onLost: () => undefined }
  const [lines, thrown]: [string[], string[]] = [[], []]
  const onLine = (line: string) => lines.push(line)
  const ready = waitForReady(port, { waitMs: 60_000, onLine, onThrown: (line) => thrown.push(line) })
  const said = [
    'Uncaught ReferenceError: "D33" is not defined',
    '    at .bootcde:1:9',
    `${' '.repeat(9000)}^`,
    ' ^',
    'Uncaught x',
  ]
  port.onData(Buffer.from([...said, '00001.000 I mqtt ready', ''].join('\r\n')))
  await ready
  assert.deepEqual(thrown, [said[0]])
  assert.deepEqual(lines, [said[0], said[1], ' ^', 'Uncaught x', '00001.000 I mqtt ready'])
})
