import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { makeDesk } from './desk.ts'
import { aliyun, good, mqtt, secret, wifi } from './samples.ts'

const down = '\x1b[B'
const wipe = '\x15'

test('asks for each thing, refuses a wrong answer at once, and writes the file', async (t) => {
  const desk = makeDesk(t)
  await desk.runAnswering([
    ['Board', '\r'],
    ['Wi-Fi name', 'Home\r'],
    ['Wi-Fi password', 'short\r'],
    ['5 characters, wanted 8 to 64', `${wipe}${wifi.password}\r`],
    ['Who the device is', '\r'],
    ['productKey', 'a1b2 C3\r'],
    ['wanted 1 to 31 of', `${wipe}a1b2C3d4E5F\r`],
    ['deviceName', 'switch-1\r'],
    ['deviceSecret', `${secret}0\r`],
    ['33 characters, wanted 32', `${wipe}${secret}\r`],
    ['Region', '\r'],
    ['Pin', 'D6\r'],
    ['"D6" is wired to the flash chip', `${wipe}D12\r`],
    ['"D12" must be low at power-on', ''],
    ['while the pin is', `${down}\r`],
    ['Button', `${down}\r`],
  ])
  assert.deepEqual(JSON.parse(desk.read()), {
    $schema: './device.schema.json',
    board: 'esp32',
    wifi,
    aliyun,
    switches: { PowerSwitch_1: { pin: 'D12', activeHigh: false, button: 'D0' } },
  })
  assert.doesNotMatch(desk.said, /short|correct horse|fedcba/)
})

test('a name and a key that the driver of the chosen board cuts are refused where they are typed', async (t) => {
  const desk = makeDesk(t, { SWITCH_DEVICE_SECRET: secret })
  const flags = ['--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1', '--region', 'cn-shanghai']
  await desk.runAnswering(
    [
      ['Board', '\r'],
      ['Wi-Fi name', `${'H'.repeat(32)}\r`],
      ['keeps 31 on ESP32', `${wipe}Home\r`],
      ['Wi-Fi password', `${secret}${secret}\r`],
      ['keeps 63 on ESP32', `${wipe}${wifi.password}\r`],
      ['Pin', '\r'],
      ['while the pin is', '\r'],
      ['Button', '\r'],
    ],
    ...flags,
  )
  assert.deepEqual((JSON.parse(desk.read()) as { wifi: object }).wifi, wifi)
})

test('Enter keeps everything that a file has, its secrets too', async (t) => {
  const desk = makeDesk(t)
  const before = { board: 'esp32', ...good, switches: { PowerSwitch_1: { pin: 'D5', activeHigh: false } } }
  desk.write('device.json', before)
  const enter = (question: string) => [question, '\r'] as const
  await desk.runAnswering(
    ['Board', 'Wi-Fi name', 'Wi-Fi password (Enter keeps', 'Who the device is', 'productKey', 'deviceName']
      .concat(['deviceSecret (Enter keeps', 'Region', 'Pin', 'while the pin is', 'Button'])
      .map(enter),
  )
  assert.deepEqual(JSON.parse(desk.read()), before)
})

test('what flags and environment say is not asked', async (t) => {
  const desk = makeDesk(t, { SWITCH_WIFI_PASSWORD: wifi.password, SWITCH_DEVICE_SECRET: secret })
  const flags = ['--board', 'esp32', '--ssid', 'Home', '--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1']
  await desk.runAnswering(
    [
      ['Region', 'iot-06z00\r'],
      ['Pin', '\r'],
      ['Button', '\r'],
    ],
    ...flags,
    '--active-high',
  )
  const { aliyun: login, switches } = JSON.parse(desk.read())
  assert.deepEqual([login.instanceId, login.region, switches.PowerSwitch_1.pin], ['iot-06z00', undefined, 'D2'])
})

test("the console's JSON is pasted in several lines, not shown, and anything else asked for again", async (t) => {
  const desk = makeDesk(t, { SWITCH_WIFI_PASSWORD: wifi.password })
  await desk.runAnswering(
    [
      ['Who the device is', `${down}\r`],
      ['What the console copied', '{ "clientId": "x" }\n'],
      ['This is not what the console copies', ''],
      ['What the console copied', `${JSON.stringify({ ...mqtt, passwd: 'short' }, null, 2)}\n`],
      ['mqtt.passwd: 5 characters', ''],
      ['What the console copied', `${JSON.stringify(mqtt, null, 2)}\n`],
      ['Pin', '\r'],
      ['while the pin is', '\r'],
      ['Button', '\r'],
    ],
    '--board',
    'esp32',
    '--ssid',
    'Home',
  )
  assert.deepEqual(JSON.parse(desk.read()).mqtt, mqtt)
  assert.doesNotMatch(desk.said, /fedcba/)
})

for (const [what, keys, before] of [
  ['Ctrl-C at a question', '\x03', 'Wi-Fi name'],
  ['Ctrl-C at a hidden one', '\x03', 'Wi-Fi password'],
] as const) {
  test(`${what} writes nothing`, async (t) => {
    const desk = makeDesk(t)
    const answers = [
      ['Board', '\r'],
      ['Wi-Fi name', 'Home\r'],
    ] as const
    const until = before === 'Wi-Fi name' ? answers.slice(0, 1) : answers
    await assert.rejects(desk.runAnswering([...until, [before, keys]]), { slug: 'stopped', exitCode: 1 })
    assert.ok(!existsSync(desk.file))
  })
}

test('Ctrl-C while pasting writes nothing', async (t) => {
  const desk = makeDesk(t)
  const flags = ['--board', 'esp32', '--ssid', 'Home', '--open']
  const answers = [
    ['Who the device is', `${down}\r`],
    ['What the console copied', '\x03'],
  ] as const
  await assert.rejects(desk.runAnswering(answers, ...flags), { slug: 'stopped' })
  assert.ok(!existsSync(desk.file))
})
