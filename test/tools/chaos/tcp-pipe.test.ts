import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { listenForPipes } from '../../../tools/chaos/tcp-pipe.ts'
import type { Pipe } from '../../../tools/board/network/pipe.ts'

/** A pipe over TCP and the socket at its far end, which stays open when the pipe ends. */
async function joinedPipe(t: TestContext): Promise<{ pipe: Pipe; far: Socket }> {
  let take: (pipe: Pipe) => void = () => undefined
  const coming = new Promise<Pipe>((resolve) => (take = resolve))
  const listener = await listenForPipes('127.0.0.1', 0, take)
  const far = connect({ host: '127.0.0.1', port: listener.port, allowHalfOpen: true })
  far.on('error', () => undefined)
  await once(far, 'connect')
  const pipe = await coming
  t.after(() => {
    far.destroy()
    pipe.reset()
    return listener.close()
  })
  return { pipe, far }
}

test('after the end of one direction the other one goes on', { timeout: 10_000 }, async (t) => {
  const { pipe, far } = await joinedPipe(t)
  const ended = new Promise<void>((resolve) => (pipe.onEnd = resolve))
  const came: string[] = []
  pipe.onData = (bytes) => came.push(Buffer.from(bytes).toString())
  pipe.onReset = assert.fail
  far.end('early')
  await ended
  assert.deepEqual(came, ['early'])
  const drained = new Promise<void>((resolve) => (pipe.onDrain = resolve))
  pipe.write(Buffer.from('late'))
  await drained
  assert.equal(pipe.unsent, 0)
  pipe.end()
  const [late] = (await once(far, 'data')) as [Buffer]
  assert.equal(late.toString(), 'late')
  await once(far, 'end')
  pipe.write(Buffer.from('too late'))
})

test(
  'a reset by the far end is told once, and as no end; one of our own is not told',
  { timeout: 10_000 },
  async (t) => {
    const { pipe, far } = await joinedPipe(t)
    let resets = 0
    const reset = new Promise<void>((resolve) => (pipe.onReset = () => (resets++, resolve())))
    pipe.onEnd = assert.fail
    far.resetAndDestroy()
    await reset
    await new Promise(setImmediate)
    assert.equal(resets, 1)

    const other = await joinedPipe(t)
    other.pipe.onReset = other.pipe.onEnd = assert.fail
    const closed = new Promise((resolve) => other.far.resume().once('close', resolve))
    other.pipe.reset()
    const error = await closed
    assert.equal(error, true)
  },
)

test('a pipe that is paused reads nothing until it is resumed', { timeout: 10_000 }, async (t) => {
  const { pipe, far } = await joinedPipe(t)
  pipe.pause()
  pipe.onData = () => assert.fail('it reads')
  await new Promise<void>((resolve) => far.write('x', () => resolve()))
  await new Promise(setImmediate)
  const came = new Promise<string>((resolve) => (pipe.onData = (bytes) => resolve(Buffer.from(bytes).toString())))
  pipe.resume()
  assert.equal(await came, 'x')
})
