import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { followBoard } from '../../../tools/logs/follow.ts'
import { logsCommand } from '../../../tools/logs/logs-command.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { showLine } from '../../../tools/logs/show-line.ts'
import { readStackMapper } from '../../../tools/logs/stack-map.ts'
import { askBoard } from '../../../tools/serial/ask-board.ts'
import { around, desk, errorOf, type Desk } from '../flash/desk.ts'
import { picoDesk } from '../flash/pico-desk.ts'

/** Line 2 of the script from column 0 is line 5 of firmware/link.ts, and from column 9 its name `open` at column 9. */
const map = { version: 3, sources: ['../firmware/link.ts'], names: ['open'], mappings: ';AAIA,SAASA' }

function mapFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'map-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(
    join(folder, 'map.json'),
    JSON.stringify({ ...map, sources: [join(process.cwd(), 'firmware/link.ts')] }),
  )
  return join(folder, 'map.json')
}

test('shows a line of a stack as a place in the sources', (t) => {
  const mapper = readStackMapper(mapFile(t), assert.fail)
  assert.match(mapper('    at o (.bootcde:2:12)') ?? '', /^ {4}at open \(.*firmware\/link\.ts:5:10\)$/)
  assert.match(mapper('    at .bootcde:2:3') ?? '', /^ {4}at .*firmware\/link\.ts:5:1$/)
  assert.equal(mapper('    at o (.bootcde:1:1)'), undefined, 'nothing of ours is there')
  assert.equal(mapper('    at o (.bootcde:0:1)'), undefined, 'so does the engine call the first line now and then')
  assert.equal(mapper('00000.001 I boot .bootcde:2:3'), undefined)
  const warned: string[] = []
  const broken = mapFile(t)
  for (const text of ['{', '[]', '7', '']) {
    writeFileSync(broken, text)
    assert.equal(readStackMapper(broken, (line) => warned.push(line))('    at .bootcde:2:3'), undefined, text)
  }
  assert.match(warned[0] ?? '', /^warning {2}stacks are shown as the board prints them: /)
  assert.equal(readStackMapper('/no/such.map', assert.fail)('    at .bootcde:2:3'), undefined)
})

test('colours by level, leaves out what is below the level, and lets no board steer the terminal', () => {
  const show = (line: string, level: 'E' | 'W' | 'I' | 'D' = 'I', color = true) =>
    showLine(line, { json: false, color, level, map: () => undefined })
  assert.equal(show('00000.001 E boot config-invalid'), '\x1b[31m00000.001 E boot config-invalid\x1b[0m')
  assert.equal(show('00000.001 W mqtt x'), '\x1b[33m00000.001 W mqtt x\x1b[0m')
  assert.equal(show('00000.001 I mqtt ready'), '00000.001 I mqtt ready')
  assert.equal(show('00000.001 I mqtt ready', 'W'), undefined)
  assert.equal(show('00000.001 D mqtt x'), undefined)
  assert.equal(show('00000.001 E boot x', 'I', false), '00000.001 E boot x')
  assert.equal(show('Uncaught Error: deep'), '\x1b[31mUncaught Error: deep\x1b[0m')
  assert.equal(show('title \x1b]0;evil\x07\x7f\0', 'E'), 'title ?]0;evil???')
  assert.equal(
    showLine('00012.500 W wifi wifi-lost', { json: true, color: false, level: 'I', map: () => undefined }),
    '{"t":12.5,"level":"W","area":"wifi","message":"wifi-lost"}',
  )
})

/** Runs `npm run logs` on a board; `until` resolves when something was printed that fits. */
function follow(one: Desk, ...args: string[]) {
  const printed: string[] = []
  const waiting: (() => void)[] = []
  const ending = new AbortController()
  const surroundings = {
    ...around(printed),
    ...{ color: false, signal: ending.signal },
    print(text: string) {
      printed.push(text)
      for (const look of waiting) look()
    },
  }
  const ended = errorOf(logsCommand(['--port', one.port, '--map', '/no/such.map', ...args], surroundings))
  const until = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      const look = () => pattern.test(printed.join('')) && resolve()
      waiting.push(look)
      look()
    })
  return { printed, until, ended, stop: () => ending.abort() }
}

test('follows a board from its start, and goes on when the cable comes back, without another reboot', async (t) => {
  const one = await desk(t)
  const { cable } = one
  const input = cable.input.bind(cable)
  let reboots = 0
  cable.input = (bytes) => {
    if (Buffer.from(bytes).includes('E.reboot()')) reboots++
    input(bytes)
  }
  const logs = follow(one, '--reboot')
  await logs.until(/the old script\n/)
  one.server.disconnect()
  await logs.until(/-- tcp:.* is gone \(.*\); waiting for it\n-- tcp:.* is back\n/)
  cable.board.reboot()
  await logs.until(/is back\n[^]*the old script\n/)
  logs.stop()
  assert.equal(await logs.ended, undefined)
  assert.equal(reboots, 1)
})

test('a port that another program has is port-busy, for whoever asks and for who follows, and stays with that program', async (t) => {
  const one = await desk(t)
  const first = follow(one, '--reboot')
  await first.until(/the old script\n/)
  const busy = { slug: 'port-busy', message: `${one.port} is in use`, exitCode: 1 }
  await assert.rejects(askBoard(one.port, '1'), busy)
  assert.equal((await follow(one).ended)?.slug, 'port-busy')
  one.cable.board.reboot()
  await first.until(/the old script\n[^]*the old script\n/)
  assert.doesNotMatch(first.printed.join(''), / is gone /)
  first.stop()
  assert.equal(await first.ended, undefined)
  assert.equal(await askBoard(one.port, '1'), 1, 'who has left makes room')
})

test('waits a second before it goes back to a port that was closed before anything came', async (t) => {
  const server = createServer((socket) => socket.resume().end()).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const ending = new AbortController()
  const waits: number[] = []
  const wait = (ms: number) => {
    if (waits.push(ms) === 3) ending.abort()
    return Promise.resolve()
  }
  const name = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
  await followBoard(name, { signal: ending.signal, wait }, { onLine: assert.fail, onCable: () => undefined })
  assert.deepEqual(waits, [1000, 1000, 1000])
})

test('says that a port cannot be opened, and refuses a level that is none', async (t) => {
  const one = await desk(t)
  assert.equal((await follow(one, '--level', 'X').ended)?.slug, 'bad-flag')
  assert.equal((await follow({ ...one, port: '/dev/no-such-port' }).ended)?.slug, 'port-none')
})

test('a line that has begun before is finished on the same connection, and not on the next one', async (t) => {
  const server = createServer((socket) => socket.write('hello\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const nothing = () => Promise.resolve()
  const name = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
  const port: Port = { name, write: nothing, close: nothing, onData: () => undefined, onLost: () => undefined }
  const ending = new AbortController()
  const lines: string[] = []
  const followed = followBoard(
    name,
    { signal: ending.signal, open: { port, rest: Buffer.from('begun ') } },
    {
      onLine(line) {
        lines.push(line)
        if (line.includes('hello')) ending.abort()
      },
      onCable: (state, why) => lines.push(`${state} ${why}`),
    },
  )
  port.onData(Buffer.from('and ended\r\nhalf'))
  port.onLost('it was unplugged')
  await followed
  assert.deepEqual(lines, ['begun and ended', 'lost it was unplugged', 'back ', 'hello'])
})

test('follows a Pico W, which --reboot restarts as Kaluma wants it: its USB port is gone, and comes back', async (t) => {
  const one = await picoDesk(t)
  one.pico.board.repl.writeProgram(Buffer.from('print("00000.001 I boot Kaluma\\r\\n");print("a > b\\r\\n")'))
  const printed: string[] = []
  const ending = new AbortController()
  const surroundings = { ...around(printed), color: false, signal: ending.signal }
  const args = ['--port', one.pico.port, '--board', 'pico-w', '--map', '/no/such.map', '--reboot']
  const ended = errorOf(logsCommand(args, surroundings))
  while (!one.lines.includes('a > b')) await new Promise(setImmediate)
  while (!/ is back\n/.test(printed.join(''))) await new Promise(setImmediate)
  ending.abort()
  assert.equal(await ended, undefined)
  assert.match(printed.join(''), /-- tcp:.* is gone \(.*\); waiting for it\n-- tcp:.* is back\n/)
  assert.doesNotMatch(printed.join(''), /\x1b|\?\[/)
  assert.equal((await errorOf(logsCommand(['--board', 'pico'], surroundings)))?.slug, 'unknown-board')
})
