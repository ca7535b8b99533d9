import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeDesk, type Answer } from './desk.ts'
import { mqtt, secret, switches, wifi } from './samples.ts'

const down = '\x1b[B'

const flags = ['--board', 'esp32', '--ssid', 'Home', '--open', '--pin', 'D5', '--active-high', '--button', 'D0']
const triple = ['--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1', '--region', 'cn-shanghai']
const withSecret = { SWITCH_DEVICE_SECRET: secret }

for (const [what, args, answers, tls] of [
  ['yes is the answer of Enter where Aliyun is meant', triple, [['Connect with TLS', '\r']], true],
  ['no can be said', triple, [['Connect with TLS', `${down}\r`]], false],
  [
    'no is the answer of Enter for a host of your own',
    [...triple, '--mqtt-host', '10.0.0.1'],
    [['Connect with TLS', '\r']],
    false,
  ],
  ['a port for TLS leaves no question', [...triple, '--mqtt-port', '8883', '--tls'], [], true],
  ['--tls leaves no question', [...triple, '--tls'], [], true],
  [
    'a board without TLS leaves no question, but a warning',
    [...triple, '--board', 'esp8266', '--button', 'D4'],
    [['ESP8266 has no TLS; devices of accounts opened since', '']],
    undefined,
  ],
] as const) {
  test(`TLS: ${what}`, async (t) => {
    const desk = makeDesk(t, withSecret)
    await desk.runAnswering(answers, ...flags, ...args)
    assert.equal(JSON.parse(desk.read()).aliyun.tls, tls)
  })
}

const pasted = JSON.stringify(mqtt)
const atHome = { ...mqtt, mqttHostUrl: '10.0.0.1', tls: false }
const paste: Answer[] = [
  ['Who the device is', `${down.repeat(2)}\r`],
  ['What the console copied', `${pasted}\n`],
]
for (const [what, before, login, tls] of [
  ['a file with another host that says no', { mqtt: atHome }, paste, true],
  ['one that says nothing', { mqtt: { ...atHome, tls: undefined } }, paste, true],
  [
    'one with the MQTT parameters, if the triple is typed',
    { mqtt: atHome },
    [
      ['Who the device is', `${down}\r`],
      ['productKey', 'a1b2C3d4E5F\r'],
      ['deviceName', 'switch-1\r'],
      ['deviceSecret', `${secret}\r`],
      ['Region', '\r'],
    ],
    true,
  ],
  ['a file that kept going to Aliyun', { mqtt: { ...mqtt, tls: false } }, paste, false],
] as const) {
  test(`TLS: after ${what}, Enter means ${tls ? 'yes, as for anything new' : 'what the file says'}`, async (t) => {
    const desk = makeDesk(t)
    desk.write('device.json', { ...before, wifi, switches, board: 'esp32' })
    await desk.runAnswering([...login, ['Connect with TLS', '\r']], ...flags)
    const { mqtt: copied, aliyun: typed } = JSON.parse(desk.read()) as Record<string, { tls?: boolean } | undefined>
    assert.equal((copied ?? typed)?.tls, tls)
  })
}

test('TLS: no can be said to another host, too, and a dialogue that ended at the question goes on from yes', async (t) => {
  const desk = makeDesk(t)
  const before = { mqtt: atHome, wifi, switches, board: 'esp32' }
  desk.write('device.json', before)
  await assert.rejects(desk.runAnswering([...paste, ['Connect with TLS', '\x03']], ...flags), { slug: 'stopped' })
  const goOn: Answer[] = [
    ['has answers of before', '\r'],
    ['Who the device is', '\r'],
  ]
  await desk.runAnswering([...goOn, ['Connect with TLS', '\r']], ...flags)
  assert.equal(JSON.parse(desk.read()).mqtt.tls, true)
  desk.write('device.json', before)
  await desk.runAnswering([...paste, ['Connect with TLS', `${down}\r`]], ...flags)
  assert.equal(JSON.parse(desk.read()).mqtt.tls, false)
})
