import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConsoleBoard, type ConsoleBoard } from '../../../tools/board/console.ts'
import { createRealClock } from '../../../tools/board/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/tcp-transport.ts'
import { install } from '../../../tools/flash/install.ts'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { UserError } from '../../../tools/user-error.ts'
import { oldScript } from './desk.ts'

const newScript = Buffer.from(`print("the new script");//${'x'.repeat(1500)}`)
const newConfig = Buffer.from('{"wifi":{"ssid":"客厅"}}')
const hooks = {
  mayReplace: () => Promise.resolve(false),
  onUpload: () => ({ onProgress: () => undefined, onRetry: () => undefined }),
  onVerified: () => undefined,
}

function makeBoard(): ConsoleBoard {
  const files = { 'device.json': '{"old":1}' }
  const cable = createConsoleBoard({
    script: oldScript,
    files,
    clock: createRealClock(),
    transport: createTcpTransport(),
  })
  cable.board.boot()
  return cable
}

/** A cable that breaks after so many bytes towards the board; the bytes before that arrive. */
class CutPort implements Port {
  readonly name = 'cut'
  onData: Port['onData'] = () => undefined
  onLost: Port['onLost'] = () => undefined
  /** Bytes that were to go to the board. */
  sent = 0
  /** The longest packet. */
  longest = 0
  /** How many had gone when the last one of the command was that makes the new script the boot script. */
  switchedAt = 0

  constructor(
    private readonly cable: ConsoleBoard,
    private readonly cutAfter: number,
  ) {
    cable.onOutput = (bytes) => setImmediate(() => this.sent <= this.cutAfter && this.onData(bytes))
  }

  write(bytes: Uint8Array): Promise<void> {
    const left = Math.max(0, this.cutAfter - this.sent)
    this.sent += bytes.length
    this.longest = Math.max(this.longest, bytes.length)
    if (Buffer.from(bytes).includes("put('.bootcde'")) this.switchedAt = this.sent
    this.cable.input(bytes.subarray(0, left))
    if (bytes.length <= left) return Promise.resolve()
    return Promise.reject(new UserError('port-lost', 'cut', '', 2))
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

interface Cut {
  readonly sent: number
  readonly switchedAt: number
  readonly longest: number
  readonly starts: string
  readonly config: string
  readonly cable: ConsoleBoard
}

/** Flashes over a cable that breaks after so many bytes; answers how many went, and what the board starts with afterwards. */
async function flashAndCut(cutAfter: number): Promise<Cut> {
  const cable = makeBoard()
  const port = new CutPort(cable, cutAfter)
  try {
    const link = await EspruinoLink.over(port)
    await install(link, newScript, newConfig, hooks).finally(() => link.end())
  } catch (error) {
    if (!(error instanceof UserError) || error.slug !== 'port-lost') throw error
  }
  cable.board.powerOff()
  const said: string[] = []
  cable.onOutput = (bytes) => said.push(Buffer.from(bytes).toString('latin1'))
  cable.board.boot()
  const [starts = ''] = /the (old|new) script/.exec(said.join('')) ?? []
  cable.board.powerOff()
  const config = Buffer.from(cable.board.storage.read('device.json') ?? []).toString()
  const { sent, switchedAt, longest } = port
  return { sent, switchedAt, longest, starts, config, cable }
}

test('an upload cut after any byte leaves the old script starting; only the last command makes it the new one', async () => {
  const whole = await flashAndCut(Infinity)
  assert.equal(whole.starts, 'the new script')
  assert.equal(whole.config, newConfig.toString())
  assert.ok(whole.longest <= 512, `${whole.longest} bytes: more than an ESP8266's input buffer holds`)

  const parts = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(part * whole.switchedAt))
  const samples = [0, 1, ...parts, whole.switchedAt - 1]
  for (const cutAfter of samples) {
    const { starts, config, cable } = await flashAndCut(cutAfter)
    assert.equal(starts, 'the old script', `cut after ${cutAfter} of ${whole.sent} bytes`)
    assert.equal(config, '{"old":1}', `cut after ${cutAfter} of ${whole.sent} bytes`)
    const left = cable.board.storage.list().filter((name) => name.endsWith('.new'))
    assert.ok(left.length <= 2, 'at most the two files that waited')
  }
  assert.equal((await flashAndCut(whole.switchedAt)).starts, 'the new script')
})

test('after a cut the board takes the next upload, and what the cut one left is cleared away', async () => {
  const { cable } = await flashAndCut(1400)
  assert.deepEqual(cable.board.storage.list().sort(), ['.bootcde', 'device.json', 'sw.new'])
  cable.board.boot()
  const link = await EspruinoLink.over(new CutPort(cable, Infinity))
  await install(link, newScript, newConfig, hooks)
  await link.end()
  cable.board.powerOff()
  assert.deepEqual(cable.board.storage.list().sort(), ['.bootcde', 'device.json'])
  assert.deepEqual(Buffer.from(cable.board.storage.read('.bootcde') ?? []), newScript)
})
