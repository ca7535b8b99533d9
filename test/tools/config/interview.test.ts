import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeDesk, type Answer } from './desk.ts'
import { aliyun, good, mqtt, secret, switches, wifi } from './samples.ts'

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
    ['Connect with TLS', '\r'],
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
    aliyun: { ...aliyun, tls: true },
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
      ['TLS', '\r'],
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
      .concat(['deviceSecret (Enter keeps', 'Region', 'Connect with TLS', 'Pin', 'while the pin is', 'Button'])
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
      ['Connect with TLS', `${down}\r`],
      ['Pin', '\r'],
      ['Button', '\r'],
    ],
    ...flags,
    '--active-high',
  )
  const { aliyun: login, switches } = JSON.parse(desk.read())
  assert.deepEqual([login.instanceId, login.region, switches.PowerSwitch_1.pin], ['iot-06z00', undefined, 'D2'])
  assert.equal(login.tls, false)
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
      ['Connect with TLS', '\r'],
      ['Pin', '\r'],
      ['while the pin is', '\r'],
      ['Button', '\r'],
    ],
    '--board',
    'esp32',
    '--ssid',
    'Home',
  )
  assert.deepEqual(JSON.parse(desk.read()).mqtt, { ...mqtt, tls: true })
  assert.doesNotMatch(desk.said, /fedcba/)
})

const triple = ['--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1', '--region', 'cn-shanghai']
const withSecret = { SWITCH_DEVICE_SECRET: secret }

test('Enter keeps a login by the MQTT parameters, too', async (t) => {
  const desk = makeDesk(t)
  const before = { board: 'esp32', wifi, mqtt, switches: { PowerSwitch_1: { pin: 'D5', activeHigh: true } } }
  desk.write('device.json', before)
  const questions = [
    'Board',
    'Wi-Fi name',
    'Wi-Fi password',
    'keep the MQTT parameters of switch-1&',
    'Connect with TLS',
  ]
  await desk.runAnswering([...questions, 'Pin', 'while the pin is', 'Button'].map((each) => [each, '\r'] as const))
  assert.deepEqual(JSON.parse(desk.read()), before)
})

test('a Pico W is offered with what it lacks; no TLS is asked for, and its LED is suggested', async (t) => {
  const desk = makeDesk(t, withSecret)
  const answers: Answer[] = [
    ['with Kaluma: experimental, no TLS', `${down.repeat(6)}\r`],
    ['Raspberry Pi Pico W has no TLS', ''],
    ['Pin of the switch', '\r'],
    ['The load is on while the pin is', '\r'],
  ]
  await desk.runAnswering(answers, '--ssid', 'Home', '--open', ...triple)
  const { board, switches: made, aliyun: login } = JSON.parse(desk.read())
  assert.deepEqual([board, made.PowerSwitch_1.pin, login.tls], ['pico-w', 'LED', undefined])
})

test('a board that does not go with what no question is about is refused at the first question, too', async (t) => {
  const desk = makeDesk(t)
  const before = { ...good, switches: { ...switches, PowerSwitch_2: { pin: 'D27' } } }
  desk.write('device.json', before)
  const answers: Answer[] = [
    ['Board', `${down.repeat(3)}\r`],
    ['switches.PowerSwitch_2.pin: "D27" is no pin of ESP8266', ''],
    ['Board', '\x03'],
  ]
  await assert.rejects(desk.runAnswering(answers), { slug: 'stopped', message: 'nothing was written' })
  assert.deepEqual(JSON.parse(desk.read()), before)
})

test('an error that no question can mend is told before anything is asked', async (t) => {
  for (const [part, path] of [
    [{ link: { keepAliveS: 20 } }, 'link.keepAliveS'],
    [{ switches: { ...switches, PowerSwitch_2: {} } }, 'switches.PowerSwitch_2.pin'],
    [{ wifi: 'Home' }, 'wifi'],
    [{ aliyun: { ...aliyun, host: 'broker.lan:1883' } }, 'aliyun.host'],
    [{ server: 1 }, 'server'],
  ] as const) {
    const desk = makeDesk(t)
    desk.write('device.json', { ...good, ...part })
    await assert.rejects(desk.runAnswering([]), (error: Error & { slug?: string; hint?: string }) => {
      assert.equal(error.slug, 'config-invalid')
      assert.ok(error.message.includes(`  ${path}  `), error.message)
      assert.match(error.hint ?? '', /^mend \S+device\.json first/)
      return true
    })
  }
})

test('an answer that is wrong for another switch is refused at its question, not at the end', async (t) => {
  const desk = makeDesk(t, withSecret)
  desk.write('device.json', { ...good, switches: { ...switches, PowerSwitch_2: { pin: 'D4' } } })
  const answers: Answer[] = [
    ['Connect with TLS', '\r'],
    ['Pin', `${wipe}D4\r`],
    ['switches.PowerSwitch_2.pin: "D4" is taken by PowerSwitch_1', `${wipe}D5\r`],
  ]
  const given = ['--board', 'esp32', '--ssid', 'Home', '--open', '--active-high', '--button', 'D0']
  await desk.runAnswering(answers, ...given, ...triple)
  assert.equal(JSON.parse(desk.read()).switches.PowerSwitch_1.pin, 'D5')
})

test('a button that does not go with board or pin any more is taken out, and said', async (t) => {
  const desk = makeDesk(t, withSecret)
  desk.write('device.json', { ...good, board: 'esp32', switches: { PowerSwitch_1: { pin: 'D2', button: 'D4' } } })
  const given = ['--board', 'esp32', '--ssid', 'Home', '--open', '--active-high', ...triple]
  const answers: Answer[] = [
    ['Connect with TLS', '\r'],
    ['Pin', `${wipe}D4\r`],
    ['the button is taken out: "D4" is taken by PowerSwitch_1', ''],
    ['Button', '\r'],
  ]
  await desk.runAnswering(answers, ...given)
  assert.deepEqual(JSON.parse(desk.read()).switches.PowerSwitch_1, { pin: 'D4', activeHigh: true })
})

test('a board that does not go with what a flag gives is refused at the first question', async (t) => {
  for (const [args, says] of [
    [['--tls', '--pin', 'D5'], 'aliyun.tls: true, but the interpreter has no TLS on ESP8266'],
    [['--pin', 'D23'], 'switches.PowerSwitch_1.pin: "D23" is no pin of ESP8266'],
    [['--pin', 'D5', '--button', 'D27'], 'switches.PowerSwitch_1.button: "D27" is no pin of ESP8266'],
  ] as const) {
    const desk = makeDesk(t)
    const answers: Answer[] = [
      ['Board', `${down.repeat(3)}\r`],
      [says, ''],
      ['Board', '\x03'],
    ]
    await assert.rejects(desk.runAnswering(answers, ...args), { slug: 'stopped' })
  }
})

test('a board without TLS takes the port for TLS with it', async (t) => {
  const desk = makeDesk(t)
  desk.write('device.json', { ...good, board: 'esp32', aliyun: { ...aliyun, port: 8883, tls: true } })
  const questions = ['Wi-Fi name', 'Wi-Fi password', 'Who', 'productKey', 'deviceName', 'deviceSecret', 'Region']
  await desk.runAnswering([
    ['Board', `${down.repeat(3)}\r`],
    ...questions.concat(['Pin', 'while the pin is']).map((each) => [each, '\r'] as const),
    ['Button', '\r'],
  ])
  assert.deepEqual(JSON.parse(desk.read()).aliyun, aliyun)
})
