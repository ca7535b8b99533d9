import assert from 'node:assert/strict'
import { after, test, type TestContext } from 'node:test'
import type { Clock } from '../../../tools/time/clock.ts'
import { createConsoleBoard, type ConsoleBoard } from '../../../tools/board/console/console.ts'
import { profiles } from '../../../tools/board/profile.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { install } from '../../../tools/install/install.ts'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import { endIdleThread } from '../../../tools/serial/espruino-thread.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { oldScript } from '../flash/desk.ts'

after(() => endIdleThread())

const newScript = Buffer.from(`print("the new script");//${'x'.repeat(2400)}`)
/** The script behind its header; the configuration, what fills the zone, and the zone's gate, each less than a piece. */
const pieces = Math.ceil((32 + newScript.length) / 180) + 3
/** In each command with a piece. */
const pieceStart = 'f.write(d,'
/** What else a layout is made of. */
const layoutFiles = ['layout', 'pad.1000', 'rest', 'switches', 'zone.a', 'zone.b']
const newConfig = Buffer.from('{"wifi":{"ssid":"客厅"}}')
/** The board's time runs so much faster: it gives a packet up after 50 ms instead of 5 s. */
const hurry = 100

type Damage = (bytes: Uint8Array) => Uint8Array

const at = (index: number, change: (bytes: number[], index: number) => void): Damage => {
  return (bytes) => {
    const changed = [...bytes]
    change(changed, index < 0 ? changed.length + index : index)
    return Uint8Array.from(changed)
  }
}
const dropped = (index: number) => at(index, (bytes, one) => bytes.splice(one, 1))
const doubled = (index: number) => at(index, (bytes, one) => bytes.splice(one, 0, bytes[one] ?? 0))
const changed = (index: number, by = 1) => at(index, (bytes, one) => (bytes[one] = (bytes[one] ?? 0) ^ by))

/** What befalls the packets with pieces of a file, one after the other; a packet is DLE, SOH, two bytes of length, data. */
const onTheWay: readonly [string, Damage][] = [
  ['a byte is doubled', doubled(300)],
  ['the last byte is doubled', doubled(-1)],
  ['a byte is lost', dropped(300)],
  ['a byte of the data is changed', changed(-40)],
  ['a byte of the command is changed', changed(30)],
  ['the file name is changed', changed(-318)],
  ['the length is too small', changed(3, 0x40)],
  ['the length is too large', changed(2, 0x08)],
  ['the type is another', changed(2, 0xe0)],
  ['a byte becomes Ctrl-C', at(200, (bytes, one) => (bytes[one] = 3))],
  ['a quote becomes a line feed', at(-4, (bytes, one) => (bytes[one] = 10))],
]

/** A cable that does harm to what goes to the board, or comes from it, each packet with a piece of a file in its turn. */
class NoisyPort implements Port {
  readonly name = 'noisy'
  onData: Port['onData'] = () => undefined
  onLost: Port['onLost'] = () => undefined
  pieces = 0
  private harm: Damage | undefined

  constructor(
    private readonly cable: ConsoleBoard,
    private readonly there: readonly Damage[],
    private readonly back: readonly Damage[] = [],
  ) {
    cable.onOutput = (bytes) => setImmediate(() => this.onData(this.harm?.(bytes) ?? bytes))
  }

  write(bytes: Uint8Array): Promise<void> {
    const isPiece = Buffer.from(bytes).includes(pieceStart)
    // Every second packet arrives whole: the repeat of the one before.
    const turn = isPiece && this.pieces++ % 2 === 0 ? (this.pieces - 1) / 2 : -1
    this.harm = this.back[turn]
    this.cable.input(this.there[turn]?.(bytes) ?? bytes)
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

function makeBoard(t: TestContext): ConsoleBoard {
  const clock = createRealClock()
  const hurried: Clock = { ...clock, now: () => clock.now(), set: (task, ms) => clock.set(task, ms / hurry) }
  const cable = createConsoleBoard({
    ...{ script: oldScript, clock: hurried },
    transport: createTcpTransport(),
  })
  cable.board.boot()
  t.after(() => cable.board.powerOff())
  return cable
}

async function flashOver(t: TestContext, port: NoisyPort): Promise<EspruinoLink> {
  const link = await EspruinoLink.over(port)
  t.after(() => link.end())
  const storageAddress = profiles.esp32.storage.address
  await install(
    link,
    { script: newScript, config: newConfig, storageAddress },
    {
      onLayout: () => undefined,
      onNote: () => undefined,
      mayReplace: () => Promise.resolve(false),
      onUpload: () => ({ onProgress: () => undefined, onRetry: (why) => assert.fail(`the whole file again: ${why}`) }),
      onVerified: () => undefined,
    },
  )
  return link
}

test('damage to a packet costs that packet, not the file, and leaves a clean prompt', async (t) => {
  const cable = makeBoard(t)
  const port = new NoisyPort(cable, onTheWay.map(([, damage]) => damage)) // prettier-ignore
  const link = await flashOver(t, port)
  assert.deepEqual(Buffer.from(cable.board.storage.read('.bootcde') ?? []), newScript)
  assert.deepEqual(
    cable.board.storage.list().sort(),
    ['.bootcde', 'device.json', ...layoutFiles],
    'no file of another name',
  )
  assert.equal(port.pieces, pieces + onTheWay.length - 1, 'one packet more for each damage, none for a byte too many')
  const said: string[] = []
  link.onData = (bytes) => said.push(Buffer.from(bytes).toString('latin1'))
  await port.write(Buffer.from('\x10print("it "+"listens")\n'))
  await new Promise(setImmediate)
  assert.match(said.join(''), /it listens/)
})

test('a piece whose answer is damaged comes again, and does no harm', async (t) => {
  const cable = makeBoard(t)
  const { storage } = cable.board
  const port = new NoisyPort(cable, [], [changed(-3), changed(-8)])
  await flashOver(t, port)
  assert.equal(port.pieces, pieces + 2)
  assert.deepEqual(Buffer.from(storage.read('.bootcde') ?? []), newScript)
  assert.deepEqual(Buffer.from(storage.read('device.json') ?? []), newConfig)
})

test('after damage it waits until the board is silent, and erases what the board took for typed text', async (t) => {
  const cable = makeBoard(t)
  const port = new NoisyPort(cable, [])
  const link = await EspruinoLink.over(port)
  t.after(() => link.end())
  const events: string[] = []
  const write = port.write.bind(port)
  port.write = (bytes) => {
    events.push(`wrote ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`)
    return write(bytes)
  }
  for (const ms of [100, 300, 500]) {
    setTimeout(() => {
      events.push('the board talks')
      port.onData(Buffer.from('x'))
    }, ms)
  }
  await port.write(Buffer.from('(function(){'))
  await link.settle()
  assert.equal(events.filter((event) => event === 'the board talks').length, 3)
  assert.equal(events.at(-1), 'wrote "\\u001b[2H"')
  assert.equal(await link.ask('6*7', 3000), 42)
})
