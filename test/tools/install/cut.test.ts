import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConsoleBoard, type ConsoleBoard } from '../../../tools/board/console/console.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { profiles } from '../../../tools/board/profile.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { createLayout, installFiles } from '../../../tools/storage-layout/install.ts'
import { planLayout } from '../../../tools/storage-layout/layout.ts'
import { modelFlash } from '../../../tools/storage-layout/model-flash.ts'
import { install } from '../../../tools/install/install.ts'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { oldScript } from '../flash/desk.ts'

const newScript = Buffer.from(`print("the new script");//${'x'.repeat(1500)}`)
const newConfig = Buffer.from('{"wifi":{"ssid":"客厅"}}')
const job = { script: newScript, config: newConfig, storageAddress: profiles.esp32.storage.address }
const hooks = {
  onLayout: () => undefined,
  onNote: () => undefined,
  mayReplace: () => Promise.resolve(false),
  onUpload: () => ({ onProgress: () => undefined, onRetry: () => undefined }),
  onVerified: () => undefined,
}

/** What is on the cable: a board that was never flashed by this tool, one that was, once or twice, and one with a small Storage. */
type Kind = 'new to us' | 'flashed once' | 'flashed twice' | 'small'
/** The command that makes the new script what the board starts with. */
const decisive: Readonly<Record<Kind, string>> = {
  'new to us': "erase('.bootcde')",
  // Zone a closes: its gate's size is written.
  'flashed once': "atob('4A8CAA==')",
  // Zone a opens.
  'flashed twice': "atob('4A8AAA==')",
  small: "put('.bootcde'",
}
const oldConfig = '{"old":1}'

async function makeBoard(kind: Kind): Promise<ConsoleBoard> {
  const pages = kind === 'small' ? 3 : profiles.esp32.storage.pages
  const shape = { ...profiles.esp32.storage, pages }
  const storage = new FlashStorage(shape)
  const flash = modelFlash(storage)
  const times = kind === 'flashed once' ? 1 : kind === 'flashed twice' ? 2 : 0
  const files = [
    { name: '.bootcde', bytes: Buffer.from(oldScript) },
    { name: 'device.json', bytes: Buffer.from(oldConfig) },
  ]
  const plan = planLayout(flash, { end: 0, contentBytes: 0, hasJournal: false })
  const layout = times > 0 && plan ? await createLayout(flash, plan) : undefined
  for (let time = 0; layout && time < times; time++) await installFiles(flash, layout, files)
  const cable = createConsoleBoard({
    ...(layout ? { script: '' } : { script: oldScript, files: { 'device.json': oldConfig } }),
    ...{ storage, clock: createRealClock(), transport: createTcpTransport() },
    profile: { ...profiles.esp32, storage: shape },
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
    private readonly decisive: string,
  ) {
    cable.onOutput = (bytes) => setImmediate(() => this.sent <= this.cutAfter && this.onData(bytes))
  }

  write(bytes: Uint8Array): Promise<void> {
    const left = Math.max(0, this.cutAfter - this.sent)
    this.sent += bytes.length
    this.longest = Math.max(this.longest, bytes.length)
    if (Buffer.from(bytes).includes(this.decisive)) this.switchedAt = this.sent
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
async function flashAndCut(kind: Kind, cutAfter: number): Promise<Cut> {
  const cable = await makeBoard(kind)
  const port = new CutPort(cable, cutAfter, decisive[kind])
  try {
    const link = await EspruinoLink.over(port)
    await install(link, job, hooks).finally(() => link.end())
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

for (const kind of Object.keys(decisive) as Kind[]) {
  test(`an upload to a board ${kind}, cut after any byte, leaves the old script starting; only one command makes it the new one`, async () => {
    const whole = await flashAndCut(kind, Infinity)
    assert.equal(whole.starts, 'the new script')
    assert.equal(whole.config, newConfig.toString())
    assert.ok(whole.longest <= 512, `${whole.longest} bytes: more than an ESP8266's input buffer holds`)

    const parts = [0.1, 0.5, 0.9].map((part) => Math.floor(part * whole.switchedAt))
    for (const cutAfter of [0, 1, ...parts, whole.switchedAt - 1]) {
      const { starts, config } = await flashAndCut(kind, cutAfter)
      assert.equal(starts, 'the old script', `cut after ${cutAfter} of ${whole.sent} bytes`)
      const configs = kind === 'new to us' ? [oldConfig, newConfig.toString()] : [oldConfig]
      assert.ok(configs.includes(config), `cut after ${cutAfter} of ${whole.sent} bytes: ${config}`)
    }
    const after = await flashAndCut(kind, whole.switchedAt)
    assert.deepEqual([after.starts, after.config], ['the new script', newConfig.toString()])
  })

  test(`after a cut a board ${kind} takes the next upload, and what the cut one left is cleared away`, async () => {
    const whole = await flashAndCut(kind, Infinity)
    const { cable } = await flashAndCut(kind, 1400)
    cable.board.boot()
    const link = await EspruinoLink.over(new CutPort(cable, Infinity, ''))
    await install(link, job, hooks)
    await link.end()
    cable.board.powerOff()
    assert.deepEqual(cable.board.storage.list().sort(), whole.cable.board.storage.list().sort())
    assert.deepEqual(Buffer.from(cable.board.storage.read('.bootcde') ?? []), newScript)
  })
}
