import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { makeDesk } from './desk.ts'
import { aliyun, good, mqtt, secret, switches, wifi } from './samples.ts'

const environment = { SWITCH_WIFI_PASSWORD: wifi.password, SWITCH_DEVICE_SECRET: secret }
const triple = ['--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1', '--region', 'cn-shanghai']
const flags = ['--board', 'esp32', '--ssid', 'Home', ...triple, '--pin', 'D5']

const refusedAs = (slug: string, pattern = /./) => ({ name: 'UserError', slug, exitCode: 1, message: pattern })

test('flags and environment write a whole configuration that only its owner can read', async (t) => {
  const desk = makeDesk(t, environment)
  await desk.run(...flags, '--active-low', '--keep-alive', '120')
  assert.deepEqual(JSON.parse(desk.read()), {
    $schema: './device.schema.json',
    board: 'esp32',
    wifi,
    aliyun,
    switches: { PowerSwitch_1: { pin: 'D5', activeHigh: false } },
    link: { keepAliveS: 120 },
  })
  if (process.platform !== 'win32') assert.equal(statSync(desk.file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(desk.folder), ['device.json'])
  assert.match(desk.said, /^ok {2}.*device\.json written/)
  assert.doesNotMatch(desk.said, /correct horse|fedcba/)
})

test('where nobody can be asked, everything that is missing is named at once and nothing is written', async (t) => {
  const desk = makeDesk(t)
  const missing =
    /missing: --ssid, SWITCH_WIFI_PASSWORD \(or --open\), --product-key, --device-name, SWITCH_DEVICE_SECRET, .*--console-json.*, --region or --instance-id, --pin$/
  await assert.rejects(desk.run(), refusedAs('flags-missing', missing))
  await assert.rejects(
    desk.run('--ssid', 'Home', '--open', ...triple),
    refusedAs('flags-missing', /missing: SWITCH_DEVICE_SECRET, --pin$/),
  )
  assert.ok(!existsSync(desk.file))
})

test('every value that is wrong is named by its flag, in one go, secrets by their length', async (t) => {
  const desk = makeDesk(t, { ...environment, SWITCH_DEVICE_SECRET: secret.slice(1) })
  await assert.rejects(
    desk.run(...flags, '--pin', 'D6', '--keep-alive', '20', '--region', 'no where'),
    (error: Error) => {
      assert.match(error.message, /--region {2}"no where"/)
      assert.match(error.message, /--pin {2}"D6" is wired to the flash chip on ESP32 {2}use one of D2/)
      assert.match(error.message, /--keep-alive {2}20, wanted a whole number, 30 to 1200/)
      assert.match(error.message, /SWITCH_DEVICE_SECRET {2}31 characters, wanted 32/)
      assert.doesNotMatch(error.message, /edcba/)
      return true
    },
  )
  assert.ok(!existsSync(desk.file))
})

test('one flag changes one value; what else the file has stays as it is', async (t) => {
  const desk = makeDesk(t)
  const before = { ...good, switches: { ...switches, PowerSwitch_2: { pin: 'D4' } }, link: { rebootAfterMin: 0 } }
  desk.write('device.json', JSON.stringify(before, null, 2))
  await desk.run('--pin', 'D5')
  assert.deepEqual(JSON.parse(desk.read()), {
    ...before,
    switches: { PowerSwitch_1: { pin: 'D5' }, PowerSwitch_2: { pin: 'D4' } },
  })
  await desk.run('--instance-id', 'iot-06z00')
  const { region: _gone, ...rest } = aliyun
  assert.deepEqual(JSON.parse(desk.read()).aliyun, { ...rest, instanceId: 'iot-06z00' })
})

test('secrets come from a file too, blanks and equals signs included; a line without name is not repeated', async (t) => {
  const desk = makeDesk(t)
  const file = desk.write('secrets', `SWITCH_WIFI_PASSWORD= a=b c=d \r\nSWITCH_DEVICE_SECRET=${secret}\n`)
  await desk.run(...flags, '--secrets-from', file)
  assert.deepEqual(JSON.parse(desk.read()).wifi, { ssid: 'Home', password: ' a=b c=d ' })
  const bad = desk.write('bare', 'geheim1234\n')
  await assert.rejects(
    desk.run(...flags, '--secrets-from', bad),
    refusedAs('secrets-unreadable', /^line 1 of \S+ is not NAME=value[^]*(?<!geheim.*)$/),
  )
})

test("the console's JSON is taken from a file, the triple or the parameters, and replaces the other", async (t) => {
  const desk = makeDesk(t, { SWITCH_WIFI_PASSWORD: '' })
  const parameters = desk.write('mqtt', JSON.stringify({ ...mqtt, port: '1883' }, null, 2))
  await desk.run('--ssid', 'Home', '--pin', 'D5', '--console-json', parameters)
  assert.deepEqual(JSON.parse(desk.read()).mqtt, mqtt)
  const { productKey, deviceName, deviceSecret } = aliyun
  const copy = desk.write('triple', { ProductKey: productKey, DeviceName: deviceName, DeviceSecret: deviceSecret })
  await desk.run('--console-json', copy, '--region', 'cn-shanghai')
  const config = JSON.parse(desk.read())
  assert.deepEqual([config.aliyun, config.mqtt], [aliyun, undefined])
  const other = desk.write('other', { ProductKey: productKey })
  await assert.rejects(desk.run('--console-json', other), refusedAs('console-json-invalid'))
})

test("--tls, --mqtt-host and --mqtt-port are those of the login that is there: the console's parameters, too", async (t) => {
  const desk = makeDesk(t, { SWITCH_WIFI_PASSWORD: '' })
  const copy = desk.write('mqtt', mqtt)
  await desk.run('--ssid', 'Home', '--pin', 'D5', '--console-json', copy, '--tls')
  assert.deepEqual(JSON.parse(desk.read()).mqtt, { ...mqtt, tls: true })
  await desk.run('--mqtt-port', '8883', '--mqtt-host', 'broker.lan')
  const config = JSON.parse(desk.read())
  assert.deepEqual(config.mqtt, { ...mqtt, mqttHostUrl: 'broker.lan', port: 8883, tls: true })
  assert.equal(config.aliyun, undefined)
})

test('a copied port that speaks TLS alone is connected to with TLS, or refused where the board has none', async (t) => {
  const desk = makeDesk(t, { SWITCH_WIFI_PASSWORD: '' })
  const flags = ['--ssid', 'Home', '--pin', 'D5']
  for (const port of [443, '8883']) {
    await desk.run(...flags, '--console-json', desk.write('mqtt', { ...mqtt, port }))
    assert.deepEqual(JSON.parse(desk.read()).mqtt, { ...mqtt, port: Number(port), tls: true })
  }
  await assert.rejects(
    desk.run(...flags, '--board', 'esp8266', '--console-json', desk.write('mqtt', { ...mqtt, port: 443 })),
    refusedAs('config-invalid', /--console-json mqtt\.tls {2}true, but the interpreter has no TLS on ESP8266/),
  )
})

test("flags of the device triple beside the console's parameters are refused, and no file is told to be mended that is not there", async (t) => {
  const desk = makeDesk(t, { SWITCH_WIFI_PASSWORD: '' })
  const copy = desk.write('mqtt', mqtt)
  for (const flag of ['--product-key', '--device-name', '--region', '--instance-id'])
    await assert.rejects(
      desk.run('--ssid', 'Home', '--pin', 'D5', '--console-json', copy, flag, 'x'),
      refusedAs('bad-flag', new RegExp(`^${flag} goes with the device triple`)),
    )
  assert.ok(!existsSync(desk.file))
})

test("a deviceSecret in the environment does not throw the console's parameters out", async (t) => {
  const desk = makeDesk(t, environment)
  desk.write('device.json', { wifi, mqtt, switches })
  await desk.run('--pin', 'D5')
  const config = JSON.parse(desk.read())
  assert.deepEqual([config.mqtt, config.aliyun], [mqtt, undefined])
})

test('--print masks every secret, and whatever stands under a key that is unknown', async (t) => {
  const desk = makeDesk(t)
  desk.write('device.json', {
    ...good,
    aliyun: { ...aliyun, deviceSecrt: 'geheim', port: 1883 },
    mqtt,
    more: ['geheim'],
  })
  await desk.run('--print')
  assert.doesNotMatch(desk.said, /geheim|correct horse|fedcba/)
  const { wifi: shown, aliyun: login, switches: all } = JSON.parse(desk.said)
  assert.deepEqual(shown, { ssid: 'Home', password: '********' })
  assert.deepEqual(login, { ...aliyun, deviceSecret: '********', deviceSecrt: '********', port: 1883 })
  assert.deepEqual(all, switches)
  desk.write('device.json', '{ "wifi": { "password": geheim')
  await assert.rejects(desk.run('--print'), refusedAs('config-invalid', /^(?!.*geheim)/s))
})

test('--check tells every problem with its place and is silent about nothing', async (t) => {
  const desk = makeDesk(t)
  await assert.rejects(desk.run('--check'), refusedAs('config-missing'))
  desk.write('device.json', { ...good, link: { keepAliveS: 20 } })
  await assert.rejects(desk.run('--check'), refusedAs('config-invalid', /1:\d+ +link\.keepAliveS +20, wanted/))
  await assert.rejects(desk.run('--check', '--json'), refusedAs('config-invalid'))
  const { ok, problems } = JSON.parse(desk.said)
  assert.deepEqual([ok, problems[0].path, problems[0].line], [false, 'link.keepAliveS', 1])
  desk.write('device.json', good)
  await desk.run('--check')
  assert.match(desk.said, /ok {2}\S+device\.json\n$/)
  await assert.rejects(desk.run('--check', '--board', 'espruino-wifi'), refusedAs('config-invalid', /"D2" is no pin/))
  await assert.rejects(desk.run('--check', '--board', 'esp33'), refusedAs('bad-flag', /--board esp33/))
})

test('a file that others can read, or write, is warned of', { skip: process.platform === 'win32' }, async (t) => {
  const desk = makeDesk(t)
  desk.write('device.json', good)
  await desk.run('--check')
  assert.doesNotMatch(desk.said, /warning/)
  for (const mode of [0o644, 0o640, 0o620, 0o604, 0o601]) {
    chmodSync(desk.file, mode)
    await desk.run('--check')
    const octal = mode.toString(8)
    assert.match(
      desk.said,
      new RegExp(`warning {2}\\S+ can be read by others .*\\(mode ${octal}\\): chmod 600 \\S+\n.*\n$`),
    )
  }
})

test('a file that git tracks is refused before anything is asked or written; one it does not ignore is warned of', async (t) => {
  const desk = makeDesk(t, environment)
  const git = (...words: string[]) => assert.equal(spawnSync('git', words, { cwd: desk.folder }).status, 0)
  git('init', '--quiet')
  await desk.run(...flags)
  assert.match(desk.said, /warning {2}git does not ignore \S+device\.json: add it to \.gitignore/)
  git('add', 'device.json')
  const before = desk.read()
  for (const way of [flags, ['--check']]) await assert.rejects(desk.run(...way), refusedAs('secret-tracked'))
  assert.equal(desk.read(), before)
})

test('a file that is not JSON is left alone', async (t) => {
  const desk = makeDesk(t, environment)
  desk.write('device.json', '{ "wifi": 1, }')
  await assert.rejects(desk.run(...flags), refusedAs('config-invalid', /1:12 +a comma before the closing bracket/))
  assert.equal(desk.read(), '{ "wifi": 1, }')
})

test('--help says how secrets come in, and no flag takes one', async (t) => {
  const desk = makeDesk(t)
  await desk.run('--help')
  assert.match(desk.said, /^usage: npm run config[^]*SWITCH_WIFI_PASSWORD and SWITCH_DEVICE_SECRET/)
  await assert.rejects(desk.run('--password', 'x'), refusedAs('unknown-flag'))
})
