import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { boardCommand } from '../../../tools/board/board-command.ts'
import { askBoard } from '../../../tools/serial/ask-board.ts'
import { endIdleThread } from '../../../tools/serial/espruino-thread.ts'
import { good } from '../config/samples.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { around, errorOf, flash, writeConfig } from '../flash/desk.ts'

// node:test waits for a thread even where the process would not.
after(() => endIdleThread())

const slugOf = async (args: string[]): Promise<string> => {
  try {
    await boardCommand(args, () => undefined, false)
  } catch (error) {
    if (error instanceof UserError) return error.slug
    throw error
  }
  return 'none'
}

test('says what is wrong with its flags and files in words that stay', async (t) => {
  assert.equal(await slugOf(['--nope']), 'unknown-flag')
  assert.equal(await slugOf(['--profile', 'esp64']), 'unknown-profile')
  assert.equal(await slugOf(['--script', '/nowhere/firmware.js']), 'no-script')
  assert.equal(await slugOf(['--console', 'COM3']), 'bad-port')
  assert.equal(await slugOf(['--console', '0', '--config', '/nowhere/device.json']), 'config-missing')
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.after(() => other.close())
  assert.equal(await slugOf(['--console', String((other.address() as AddressInfo).port)]), 'port-busy')
  assert.equal(await slugOf(['--board', 'esp32']), 'unknown-board')
  assert.equal(await slugOf(['--board', 'pico-w', '--profile', 'esp32']), 'bad-flag')
  assert.equal(await slugOf(['--board', 'pico-w', '--engine']), 'bad-flag')
  assert.equal(await slugOf(['--board', 'pico-w', '--config', '/nowhere/device.json']), 'config-missing')
  assert.equal(await slugOf(['--help']), 'none')
})

test('runs a script against its configuration and shows lines and pins as JSON', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'board-'))
  writeFileSync(join(folder, 'device.json'), JSON.stringify({ ...good, wifi: { ssid: '客厅', password: 'secret12' } }))
  writeFileSync(
    join(folder, 'firmware.js'),
    `var w=require("Storage").readJSON("device.json").wifi;
     require("Wifi").connect(w.ssid,{password:w.password},function(e){digitalWrite(D2,1);print("joined "+w.ssid+" "+e)})`,
  )
  const flags = ['--json', '--config', join(folder, 'device.json'), '--script', join(folder, 'firmware.js')]
  const shown: Record<string, unknown>[] = []
  await new Promise<void>((resolve) => {
    const board = boardCommand(flags, (text) => {
      shown.push(JSON.parse(text) as Record<string, unknown>)
      if (shown.length === 2) resolve(board.then((one) => one?.stop()))
    }, false) // prettier-ignore
  })
  rmSync(folder, { recursive: true })
  assert.deepEqual(
    shown.map(({ line, pin, level }) => line ?? [pin, level]),
    [['D2', 1], 'joined 客厅 null'],
  )
})

test('with --console it is a new board on a cable: doctor knows it, and what is flashed joins the network that its device.json names', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'board-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeConfig(folder, 1)
  const script = join(folder, 'script.js')
  writeFileSync(
    script,
    `var w=require("Storage").readJSON("device.json").wifi;
     require("Wifi").connect(w.ssid,{password:w.password},function(e){digitalWrite(D2,1);print("00001.000 I mqtt ready")})`,
  )
  const shown: string[] = []
  const board = await boardCommand(['--console', '0'], (text) => shown.push(text), false)
  t.after(() => board?.stop())
  const [, port = ''] = /^console +(tcp:\/\/127\.0\.0\.1:\d+) /.exec(shown[0] ?? '') ?? []
  assert.deepEqual(await askBoard(port, "require('Storage').list()"), [], 'nothing is on it')

  const printed: string[] = []
  const flags = ['--port', port, '--config', join(folder, 'device.json'), '--script', script]
  assert.equal(await flash(flags, around(printed)), undefined)
  assert.match(printed.join(''), /ready +after/)
  assert.match(shown.join(''), /-- the board starts again: reboot\n[^]*D2[^]*I mqtt ready\n/)
})

test('boards on other ports have other serial numbers, and one that is stopped frees its port', async () => {
  const serials: unknown[] = []
  for (const port of await freePorts(2)) {
    const board = await boardCommand(['--console', String(port)], () => undefined, false)
    serials.push(await askBoard(`tcp://127.0.0.1:${port}`, 'getSerial()'))
    assert.equal(serials.at(-1), `240ac4-fffe${port.toString(16).padStart(4, '0')}`)
    await board?.stop()
    assert.equal((await errorOf(askBoard(`tcp://127.0.0.1:${port}`, '1')))?.slug, 'port-none')
  }
  assert.notEqual(serials[0], serials[1])
})

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  await Promise.all(servers.map((one) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))))
  const ports = servers.map((one) => (one.address() as AddressInfo).port)
  await Promise.all(servers.map((one) => new Promise((resolve) => one.close(resolve))))
  return ports
}

test('the board is of the kind that --profile names, else device.json, else an ESP32', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'board-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [config, script] = [join(folder, 'device.json'), join(folder, 'firmware.js')]
  writeFileSync(script, 'print(process.env.BOARD)')
  for (const [board, flags, said] of [
    ['esp8266', [], 'ESP8266_4MB'],
    ['esp8266', ['--profile', 'esp32'], 'ESP32'],
    ['esp32-c3', [], 'ESP32'],
    [undefined, [], 'ESP32'],
  ] as const) {
    writeFileSync(config, JSON.stringify({ ...good, board, switches: { PowerSwitch_1: { pin: 'D4' } } }))
    const lines: string[] = []
    const args = ['--config', config, '--script', script, ...flags]
    const running = await boardCommand(args, (text) => lines.push(text), false)
    await running?.stop()
    assert.deepEqual(lines, [`${said}\n`])
  }
})

test('a Pico W runs its program, or is a new one at a port; which board it is may say the configuration', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'board-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const config = join(folder, 'device.json')
  writeFileSync(config, JSON.stringify({ ...good, board: 'pico-w', switches: { PowerSwitch_1: { pin: 'GP5' } } }))
  const script = join(folder, 'firmware.js')
  writeFileSync(script, 'print("here\\r\\n");pinMode(5,OUTPUT);digitalWrite(5,1)')
  for (const more of [[], ['--board', 'pico-w']]) {
    const shown: string[] = []
    const flags = ['--json', '--config', config, '--script', script, ...more]
    const board = await boardCommand(flags, (text) => shown.push(text), false)
    assert.match(shown.join(''), /"line":"here"/)
    assert.match(shown.join(''), /"pin":"GP5","level":1/)
    await board?.stop()
  }
  const shown: string[] = []
  const board = await boardCommand(['--console', '0', '--config', config], (text) => shown.push(text), false)
  assert.match(shown.join(''), /^console {4}tcp:.* {2}<- npm run flash -- --port tcp:\S+ --board pico-w\n$/)
  await board?.stop()
})
