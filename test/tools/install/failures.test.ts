import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { profiles } from '../../../tools/board/profile.ts'
import { secretNotice } from '../../../tools/build/firmware.ts'
import { waitForReady } from '../../../tools/install/wait-for-ready.ts'
import { askLink } from '../../../tools/serial/ask-board.ts'
import { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import { portsInDeviceFolder } from '../../../tools/serial/device-folder.ts'
import { findPort, portsFrom } from '../../../tools/serial/find-port.ts'
import { openPort } from '../../../tools/serial/open-port.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { portError } from '../../../tools/serial/port-errors.ts'
import type { UserError } from '../../../tools/command-line/user-error.ts'
import { desk, errorOf, oldScript, powerCycle, readBoard } from '../flash/desk.ts'

function assertError(error: UserError | undefined, slug: string, exitCode: 1 | 2, message: RegExp, hint: RegExp): void {
  assert.equal(error?.slug, slug)
  assert.equal(error?.exitCode, exitCode)
  assert.match(error?.message ?? '', message)
  assert.match(error?.hint ?? '', hint)
}

test('port-none: no such port, nobody at the address, no port at all', async () => {
  const missing = await errorOf(openPort('/dev/no-such-port'))
  assertError(missing, 'port-none', 1, /^there is no port \/dev\/no-such-port$/, /--list shows the ports/)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const refused = await errorOf(openPort(`tcp://127.0.0.1:${port}`))
  assertError(refused, 'port-none', 1, /cannot be reached: .*ECONNREFUSED/, /is the board switched on/)
  assert.equal((await errorOf(openPort('tcp://a/b:c')))?.slug, 'port-none')
  let told = 0
  const none = await errorOf(findPort({ waitMs: 1, list: () => Promise.resolve([]), onWaiting: () => told++ }))
  assertError(none, 'port-none', 1, /^no board hangs on a serial port$/, /a cable|the cable/)
  assert.equal(told, 1, 'says that it waits')
})

test('without udev the folder of devices says which ports there are, and what the system lists is not told twice', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'devices-'))
  t.after(() => rmSync(root, { recursive: true }))
  const usb = join(root, 'sys/devices/usb1/1-1')
  for (const folder of [
    'dev',
    'sys/class/tty/ttyUSB0',
    'sys/class/tty/ttyACM1',
    'sys/devices/usb1/1-1/1-1:1.0/ttyUSB0',
  ])
    mkdirSync(join(root, folder), { recursive: true })
  for (const name of ['ttyUSB0', 'ttyACM1', 'ttyS0', 'tty1', 'null']) writeFileSync(join(root, 'dev', name), '')
  writeFileSync(join(usb, 'idVendor'), '10c4\n')
  writeFileSync(join(usb, 'manufacturer'), 'Silicon Labs\n')
  symlinkSync(join(usb, '1-1:1.0/ttyUSB0'), join(root, 'sys/class/tty/ttyUSB0/device'))
  const found = portsInDeviceFolder(root)
  assert.deepEqual(found, [{ path: '/dev/ttyACM1' }, { path: '/dev/ttyUSB0', vendorId: '10c4', manufacturer: 'Silicon Labs' }]) // prettier-ignore
  assert.deepEqual(portsInDeviceFolder(join(root, 'nowhere')), [])

  const both = [{ path: '/dev/ttyACM1', what: '' }, { path: '/dev/ttyUSB0', what: 'CP210x' }] // prettier-ignore
  const noUdev = () => Promise.reject(Object.assign(new Error('spawn udevadm ENOENT'), { code: 'ENOENT' }))
  if (process.platform === 'linux') assert.deepEqual(await portsFrom(noUdev, found), both)
  else assert.equal((await errorOf(portsFrom(noUdev, found)))?.slug, 'port-none')
  const list = () => Promise.resolve([{ path: '/dev/ttyACM1', vendorId: '0483' }, { path: '/dev/ttyS0' }])
  assert.deepEqual(await portsFrom(list, found), [{ path: '/dev/ttyACM1', what: 'Espruino' }, both[1]])
})

test('finds the only port, waits for one, and asks which of several', async () => {
  const [usb, acm] = [{ path: '/dev/ttyUSB0', what: 'CP210x' }, { path: '/dev/ttyACM0', what: '' }] // prettier-ignore
  assert.equal(await findPort({ list: () => Promise.resolve([usb]) }), '/dev/ttyUSB0')
  let looks = 0
  assert.equal(await findPort({ waitMs: 5, list: () => Promise.resolve(looks++ === 0 ? [] : [acm]) }), '/dev/ttyACM0')
  const both = () => Promise.resolve([usb, acm])
  assert.equal(await findPort({ list: both, choose: () => Promise.resolve(1) }), '/dev/ttyACM0')
  assertError(await errorOf(findPort({ list: both })), 'port-many', 1, /ttyUSB0 \(CP210x\), \/dev\/ttyACM0$/, /--port/)
})

test('port-busy and port-denied, in the words of each system', { skip: process.platform === 'win32' }, async (t) => {
  assertError(portError('COM3', 'Opening COM3: Access denied', 'win32'), 'port-busy', 1, /^COM3 is in use/, /close the/)
  const busy = portError('/dev/ttyUSB0', 'Error: Resource temporarily unavailable Cannot lock port', 'linux')
  assertError(busy, 'port-busy', 1, /^\/dev\/ttyUSB0 is in use$/, /^close the program that holds it/)
  const folder = mkdtempSync(join(tmpdir(), 'port-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'tty')
  writeFileSync(file, '', { mode: 0 })
  const wasRoot = process.geteuid?.() === 0
  if (wasRoot) process.seteuid?.(65_534)
  const denied = await errorOf(openPort(file)).finally(() => wasRoot && process.seteuid?.(0))
  assertError(denied, 'port-denied', 1, /may not be opened by you$/, /dialout/)
})

/** What comes of a question to something that answers so to whatever it gets. */
async function askSomething(t: TestContext, answer: string): Promise<UserError | undefined> {
  const server = createServer((socket) => socket.on('data', () => answer === '' || socket.write(answer, 'latin1')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const port = await openPort(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const link = await EspruinoLink.over(port)
  const error = await errorOf(askLink(link, '1', answer.includes('password') ? undefined : 1))
  await link.end()
  await port.close()
  return error
}

test('no-prompt: something is there, but it is not Espruino; what it says is told', async (t) => {
  const hint = /115200 baud behind that address\? .*reset button.* Linux build .* start it again$/
  const said = ['\r\nlogin: ', '', '\x80\x1b[2J\xfe']
  const [login, nothing, noise] = await Promise.all(said.map((text) => askSomething(t, text)))
  assertError(login, 'no-prompt', 2, /^nobody answers as Espruino does at tcp:.*: it says "login:"$/, hint)
  assertError(nothing, 'no-prompt', 2, /: nothing comes from it$/, hint)
  assertError(noise, 'no-prompt', 2, /it says "[ -~]+"$/, hint)
})

test('console-locked: a console that wants a password is named at once', async (t) => {
  const locked = await askSomething(t, '\n  Invalid password\npassword>')
  assertError(locked, 'console-locked', 2, /^the console of the board at tcp:.* wants a password$/, /type the password/)
})

test('wrong-board: not the one that was named, an unknown build, a build without a network', async (t) => {
  const one = await desk(t)
  const other = await one.flash(['--board', 'esp8266'])
  assertError(other, 'wrong-board', 2, /^this is a board "esp32" \(ESP32\), wanted "esp8266"$/, /--board esp32/)
  assert.equal((await one.flash(['--board', 'esp64']))?.slug, 'unknown-board')
  const toaster = await desk(t, { profile: { ...profiles.esp32, board: 'TOASTER' } })
  assertError(
    await toaster.flash(),
    'wrong-board',
    2,
    /a build for "TOASTER", which is no board we know$/,
    /hardware\.md/,
  )
  const pico = await desk(t, { profile: { ...profiles.esp32, modules: ['Storage', 'crypto'] } })
  assertError(await pico.flash(), 'wrong-board', 2, /this ESP32 \(ESP32\) has no network library$/, /install the build/)
  for (const { cable } of [one, toaster, pico]) {
    assert.equal(Buffer.from(cable.board.storage.read('.bootcde') ?? []).toString(), oldScript)
    assert.equal(cable.board.boots, 1, 'and what ran runs on')
  }
})

test('old-firmware: an interpreter from before 2v25', async (t) => {
  const one = await desk(t, { boot0: 'process.env.VERSION="2v24"' })
  assertError(await one.flash(), 'old-firmware', 2, /^the interpreter on the board is 2v24$/, /^wanted: 2v25 or newer/)
})

test('an interpreter of 2v25, or of a later major version, is not too old', async (t) => {
  for (const version of ['2v25', '2v100.3', '3v00']) {
    const one = await desk(t, { boot0: `process.env.VERSION="${version}"` })
    assert.equal((await one.flash(['--board', 'esp8266']))?.slug, 'wrong-board', version)
  }
})

test('verify-failed: tries once more, slower; then says so, and the old script still starts', async (t) => {
  const one = await desk(t)
  const { storage } = one.cable.board
  const write = storage.writeAligned.bind(storage)
  let spoil = 1
  storage.writeAligned = (at, data) => {
    const bytes = Buffer.from(data)
    // The first piece of the script.
    if (bytes.includes('.bootcde') && spoil-- > 0) bytes[40] = 0x21
    write(at, bytes)
  }
  assert.equal(await one.flash(['--wait', '0', '--script', join(one.folder, 'device.json')]), undefined)
  assert.match(
    one.printed.join(''),
    /note +not whole \(what was written at 0x[0-9a-f]{6} reads back otherwise\): once more, slower/,
  )
  spoil = 2
  const before = readBoard(one, '.bootcde')
  const error = await one.flash(['--wait', '0', '--script', join(one.folder, 'device.json')])
  assertError(
    error,
    'verify-failed',
    2,
    /^the script did not arrive whole, twice: /,
    /the script that was there before/,
  )
  assert.equal(readBoard(one, '.bootcde'), before)
})

test('no-ready: shows the last lines, at once when the board gives up', async (t) => {
  const one = await desk(t)
  const script = join(one.folder, 'script.js')
  writeFileSync(script, 'print("00000.001 I boot 2v29");setTimeout(print,5,"00000.007 E boot config-invalid /wifi")')
  // Who waited for it would wait for hours.
  const gaveUp = await one.flash(['--script', script, '--wait', '9999'])
  assertError(
    gaveUp,
    'no-ready',
    2,
    /its last lines:\n[^]*00000\.007 E boot config-invalid \/wifi$/,
    /starts at power-on/,
  )
  writeFileSync(script, 'print("00000.5 W");print("00001.000 W mqtt connack-refused 4, retry in 60 s (attempt 1)")')
  assertError(await one.flash(['--script', script]), 'no-ready', 2, /connack-refused 4/, /troubleshooting\.md/)
  assert.match(powerCycle(one), /connack-refused/)
})

test('no-ready: shows the last lines when the time is over', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const nothing = () => Promise.resolve()
  const port: Port = { name: 'port', write: nothing, close: nothing, onData: () => undefined, onLost: () => undefined }
  const ended = errorOf(waitForReady(port, { waitMs: 60_000, onLine: () => undefined }))
  port.onData(Buffer.from('hello\r\n'))
  t.mock.timers.tick(60_000)
  assertError(await ended, 'no-ready', 2, /its last lines:\nhello$/, /troubleshooting\.md/)
})

test('a port that comes back when the board has said all is no no-ready: the script starts once more', async (t) => {
  let visits = 0
  const server = createServer((socket) => {
    if (visits++ === 0) return socket.destroy()
    socket.on('data', (bytes) => bytes.includes('load()') && socket.write('00000.001 I mqtt ready\r\n'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const port = await openPort(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const lines: string[] = []
  const again = await waitForReady(port, { waitMs: 120_000, onLine: (line) => lines.push(line) })
  await again.close()
  assert.deepEqual([visits, lines], [2, ['00000.001 I mqtt ready']])
})

test('says what is wrong with the configuration before anything is written', async (t) => {
  const one = await desk(t)
  assert.equal((await one.flash(['--config', '/no/such.json']))?.slug, 'config-missing')
  const config = join(one.folder, 'device.json')
  writeFileSync(config, '{"wifi":{"ssid":"x","password":"12345678"}}')
  assert.equal((await one.flash())?.slug, 'config-invalid')
  assert.equal((await one.flash(['--wait', 'soon']))?.slug, 'bad-flag')
  assert.equal((await one.flash(['--release', 'switch-1']))?.message, '--release switch-1 without --fleet')
  assert.equal((await one.flash(['--script', '/dev/null']))?.message, '/dev/null is empty')
  assert.equal(readBoard(one, '.bootcde'), oldScript)
  assert.equal(one.cable.board.boots, 1)
})

test('secret-tracked: a configuration that git tracks is refused before anybody looks for a board', async (t) => {
  const one = await desk(t)
  for (const words of [
    ['init', '--quiet'],
    ['add', 'device.json'],
  ])
    assert.equal(spawnSync('git', words, { cwd: one.folder }).status, 0)
  assert.equal((await one.flash(['--port', 'tcp://127.0.0.1:1']))?.slug, 'secret-tracked')
})

test('what is wrong with the configuration is said before anybody looks for a board, with --fleet, too', async (t) => {
  const one = await desk(t)
  const config = join(one.folder, 'device.json')
  const nowhere = ['--port', 'tcp://127.0.0.1:1']
  const csv = join(one.folder, 'devices.csv')
  writeFileSync(csv, `DeviceName,DeviceSecret,ProductKey\nsw-1,${'1'.repeat(32)},a1B2c3D4e5F\n`)
  assert.equal((await one.flash(nowhere))?.slug, 'port-none')
  writeFileSync(config, '{"wifi":{"ssid":"x","password":"12345678"}}')
  assert.equal((await one.flash(nowhere))?.slug, 'config-invalid')
  assert.equal((await one.flash([...nowhere, '--fleet', csv, '--yes']))?.slug, 'config-invalid')
  rmSync(config)
  assert.equal((await one.flash(nowhere))?.slug, 'config-missing')
  assert.equal((await one.flash([...nowhere, '--fleet', csv, '--yes']))?.slug, 'config-missing')
})

test("demo-identity is what Aliyun does not know, of either login; a platform of one's own may know it", async (t) => {
  const one = await desk(t)
  const config = join(one.folder, 'device.json')
  const { aliyun, ...rest } = JSON.parse(readFileSync(config, 'utf8')) as { aliyun: object }
  const demo = { ...aliyun, productKey: 'a1DEMO00000', host: undefined, region: 'cn-shanghai' }
  const login = { clientId: 'x|securemode=3|', username: 'switch-1&a1DEMO00000', passwd: '0'.repeat(32), port: 1883 }
  const slugOf = async (content: object) => {
    writeFileSync(config, JSON.stringify({ ...rest, ...content }))
    return (await one.flash(['--port', 'tcp://127.0.0.1:1']))?.slug
  }
  assert.equal(await slugOf({ aliyun: demo }), 'demo-identity')
  assert.equal(
    await slugOf({ aliyun: { ...demo, host: 'a1DEMO00000.iot-as-mqtt.cn-shanghai.aliyuncs.com' } }),
    'demo-identity',
  )
  assert.equal(await slugOf({ aliyun: { ...demo, host: '192.0.2.1' } }), 'port-none')
  assert.equal(await slugOf({ mqtt: { ...login, mqttHostUrl: 'iot-1.mqtt.iothub.aliyuncs.com' } }), 'demo-identity')
  assert.equal(await slugOf({ mqtt: { ...login, mqttHostUrl: '192.0.2.1' } }), 'port-none')
})

test('a script with a configuration inside is for one board: --fleet refuses it before it looks for a port', async (t) => {
  const one = await desk(t)
  const script = join(one.folder, 'firmware.inline.js')
  writeFileSync(script, `${secretNotice}\nprint(1)`)
  const error = await one.flash(['--fleet', join(one.folder, 'devices.csv'), '--script', script])
  assertError(error, 'bad-flag', 1, /has one identity inside$/, /--fleet without --script/)
  assert.equal(readBoard(one, '.bootcde'), oldScript)
})
