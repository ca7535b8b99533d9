import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { toDeviceJson } from '../../../tools/config/file/device-json.ts'
import type { BoardName } from '../../../tools/board-kinds/board-kind.ts'
import { askDevice } from './device-verdict.ts'
import { aliyun, good, mqtt } from './samples.ts'

const onPin = (pin: string) => ({ ...good, switches: { PowerSwitch_1: { pin } } })

/** The problems as `severity path got | fix`. */
function problemsOf(config: object, board?: BoardName): string[] {
  const { problems } = checkConfig(JSON.stringify(config), board)
  return problems.map(({ severity, path, got, fix }) => `${severity} ${path} ${got} | ${fix}`)
}

test('a pin that is wired to the flash chip is refused, with the pins that are free', () => {
  const [problem, ...more] = problemsOf({ board: 'esp32', ...onPin('D6') })
  assert.equal(
    problem,
    'error switches.PowerSwitch_1.pin "D6" is wired to the flash chip on ESP32 | ' +
      'use one of D2 D4 D5 D13-D15 D18 D19 D21-D23 D25-D27 D32 D33',
  )
  assert.deepEqual(more, [])
})

for (const [board, pin, says] of [
  ['esp32', 'D34', /^error .* is an input only on ESP32/],
  ['esp32', 'D12', /^warning .* must be low at power-on/],
  ['esp32', 'B2', /^error .* is no pin of ESP32/],
  ['esp8266', 'D17', /^error .* is no pin of ESP8266/],
  ['esp32-c3', 'D14', /^error .* is wired to the flash chip/],
  ['espruino-wifi', 'D5', /^error .* is no pin of Espruino WiFi \| use one of A0/],
  ['esp8266', 'B5', /^error .* \| did you mean "D5"\? {2}use one of/],
] as const) {
  test(`${pin} on ${board}: ${says.source}`, () => {
    assert.match(problemsOf(onPin(pin), board).join('\n'), says)
  })
}

test('a fine pin says nothing, whether the board is named by the file or from outside', () => {
  assert.deepEqual(problemsOf({ board: 'esp32', ...onPin('D5') }), [])
  assert.deepEqual(problemsOf(onPin('D5'), 'esp32'), [])
})

test('the board that was recognised counts more than the one that the file names', () => {
  assert.deepEqual(problemsOf({ board: 'esp32', ...onPin('B15') }, 'espruino-wifi'), [])
})

test('without a board, a name that no board has is a warning with the name that was probably meant', () => {
  assert.deepEqual(problemsOf(onPin('D99')), [
    'warning switches.PowerSwitch_1.pin "D99" is a pin of no board that we know | D2, A0, B12 ...',
  ])
  assert.match(problemsOf(onPin('GPIO5')).join(), /^warning .* did you mean "D5"\?$/)
  assert.match(problemsOf({ board: 'esp32', ...onPin('GPIO5') }).join(), /^error .* did you mean "D5"\? {2}use one of/)
})

for (const [pin, says] of [
  ['GP0', /^$/],
  ['GP21', /^$/],
  ['GP26', /^$/],
  ['LED', /^$/],
  ['GP22', /^error .*pin "GP22" is Kaluma's safe mode: low at power-on/],
  ['GP25', /^error .*pin "GP25" selects the radio; the LED of a Pico W is "LED"/],
  ['GP29', /^error .*pin "GP29" is the radio's clock on Raspberry Pi Pico W \| use one of GP0-GP21 GP26-GP28 LED$/],
  ['D5', /^error .*pin "D5" is no pin of Raspberry Pi Pico W \| did you mean "GP5"\? {2}use one of/],
  ['5', /^error .*did you mean "GP5"\?/],
] as const)
  test(`${pin} on pico-w: ${says.source}`, () => {
    assert.match(problemsOf({ board: 'pico-w', ...onPin(pin) }).join('\n'), says)
  })

test('TLS on a Pico W is refused at its place, with the reason and the way out', () => {
  const config = { board: 'pico-w', ...onPin('GP5'), aliyun: { ...aliyun, tls: true } }
  assert.deepEqual(problemsOf(config), [
    'error aliyun.tls true, but Kaluma has no TLS on Raspberry Pi Pico W | take another board: docs/hardware.md#boards; ' +
      'devices of accounts opened since 2022-08-02 must use TLS, says Aliyun. false for older accounts and the local platform',
  ])
  const [problem] = checkConfig(JSON.stringify(config, null, 2)).problems
  assert.deepEqual([problem?.severity, problem?.path], ['error', 'aliyun.tls'])
  assert.ok(problem!.line > 5)
  const copied = { board: 'pico-w', wifi: good.wifi, mqtt: { ...mqtt, tls: true }, switches: config.switches }
  assert.match(problemsOf(copied).join(), /^error mqtt\.tls true, but Kaluma has no TLS/)
})

test('names and passwords of any length that Wi-Fi allows, and states that come back, are taken on a Pico W', () => {
  const wifi = { ssid: 'H'.repeat(32), password: '0123456789abcdef'.repeat(4) }
  const switches = { PowerSwitch_1: { pin: 'GP2', atBoot: 'restore', button: 'GP3' } }
  assert.deepEqual(problemsOf({ ...good, board: 'pico-w', wifi, switches }), [])
})

test('states that come back are refused where Storage cannot keep them, with the reason and the way out', () => {
  const switches = { PowerSwitch_1: { pin: 'D2', atBoot: 'restore' }, PowerSwitch_2: { pin: 'D4' } }
  assert.deepEqual(problemsOf({ ...good, switches }, 'esp8266-512k'), [
    'error switches.PowerSwitch_1.atBoot "restore" cannot be on ESP8266 with 512 KB: its Storage of 16 KB has no room for two ' +
      'more pages of flash, in which states are kept | or another board: docs/hardware.md#boards',
  ])
  const wifi = { ...good, switches: { PowerSwitch_1: { pin: 'B2', atBoot: 'restore' } } }
  assert.match(
    problemsOf(wifi, 'espruino-wifi').join(),
    /^error .*atBoot "restore" cannot be on Espruino WiFi: .* one page/,
  )
  for (const board of ['esp32', 'esp32-c3', 'esp8266'] as const)
    assert.deepEqual(problemsOf({ ...good, switches: { PowerSwitch_1: { pin: 'D5', atBoot: 'restore' } } }, board), [])
})

const inWifi = (part: object) => ({ ...onPin('D5'), wifi: { ...good.wifi, ...part } })
const psk = '0123456789abcdef'.repeat(4)

for (const [board, title] of [
  ['esp32', 'ESP32'],
  ['esp32-c3', 'ESP32-C3'],
  ['esp32-s3', 'ESP32-S3'],
  ['esp8266', 'ESP8266'],
  ['esp8266-512k', 'ESP8266 with 512 KB'],
] as const) {
  test(`${board}: what its Wi-Fi driver would cut is refused, with the reason and the way out, and never shown`, () => {
    assert.deepEqual(problemsOf(inWifi({ ssid: 'H'.repeat(32) }), board), [
      `error wifi.ssid 32 bytes, of which the Wi-Fi driver keeps 31 on ${title} | ` +
        'give the network a shorter name, or join its guest network; or another board: docs/hardware.md#boards',
    ])
    assert.match(
      problemsOf(inWifi({ ssid: `${'\u5ba2'.repeat(10)}ab` }), board).join(),
      /^error wifi\.ssid 32 bytes, of which .* keeps 31/,
    )
    const [problem = '', ...more] = problemsOf(inWifi({ password: psk }), board)
    assert.match(
      problem,
      /^error wifi\.password 64 bytes, of which the Wi-Fi driver keeps 63 .* 64 hex digits are its key/,
    )
    assert.ok(!problem.includes(psk))
    assert.deepEqual(more, [])
    assert.match(
      problemsOf(inWifi({ ssid: 'Home\0', password: 'pass\0word' }), board).join('\n'),
      /^error.*\nerror.*code 0/,
    )
    assert.deepEqual(problemsOf(inWifi({ ssid: 'H'.repeat(31), password: psk.slice(1) }), board), [])
  })
}

test('a name of 32 bytes and a key of 64 digits are taken where the driver takes them, and warned of where it is not known', () => {
  const config = inWifi({ ssid: 'H'.repeat(32), password: psk })
  for (const board of ['espruino-wifi', 'linux'] as const)
    assert.deepEqual(
      problemsOf({ ...config, switches: { PowerSwitch_1: { pin: board === 'linux' ? 'D2' : 'B2' } } }, board),
      [],
    )
  const said = problemsOf(config)
  assert.deepEqual(
    said.map((line) => line.slice(0, 22)),
    ['warning wifi.ssid 32 b', 'warning wifi.password '],
  )
  assert.match(said.join(), /keeps 31 on ESP32, ESP32-C3, ESP32-S3, ESP8266, ESP8266 with 512 KB/)
})

test('TLS is refused where no build has it', () => {
  const config = { ...good, aliyun: { ...aliyun, tls: true } }
  assert.match(
    problemsOf(config, 'esp8266').join(),
    /^error aliyun\.tls true, but the interpreter has no TLS on ESP8266/,
  )
  assert.deepEqual(problemsOf(config, 'esp32'), [])
  const copied = { wifi: good.wifi, mqtt: { ...mqtt, tls: true }, switches: good.switches }
  assert.match(problemsOf(copied, 'esp8266').join(), /^error mqtt\.tls true, but the interpreter has no TLS on ESP8266/)
  assert.deepEqual(problemsOf(copied, 'esp32'), [])
})

for (const [what, severity, config] of [
  ["the console's parameters at Aliyun", 'error mqtt.port', { mqtt: { ...mqtt, port: 8883 } }],
  ['another broker', 'warning mqtt.port', { mqtt: { ...mqtt, mqttHostUrl: '10.0.0.1', port: 443, tls: false } }],
  ['a triple at Aliyun', 'error aliyun.port', { aliyun: { ...aliyun, port: 443 } }],
  ['a triple elsewhere', 'warning aliyun.port', { aliyun: { ...aliyun, host: 'broker.lan', port: 8883 } }],
] as const) {
  test(`a port for TLS without TLS is told before the server closes for ever: ${what}`, () => {
    const { wifi, switches } = good
    const [problem = '', ...more] = problemsOf({ wifi, switches, ...config })
    assert.ok(problem.startsWith(`${severity} `), problem)
    assert.match(problem, /speaks TLS, and \w+\.tls is not true \| "tls": true beside it/)
    assert.deepEqual(more, [])
  })
}

test('a board that nobody knows is told the nearest name', () => {
  assert.match(problemsOf({ board: 'esp32c3', ...good }).join(), /^error board "esp32c3" \| did you mean "esp32-c3"\?/)
})

test('the device never sees the key board', () => {
  const { config } = checkConfig(JSON.stringify({ board: 'esp32', ...good }))
  assert.deepEqual(askDevice(toDeviceJson(config!)), [])
})

test('the identity of npm start is warned of', () => {
  const config = { ...good, aliyun: { ...aliyun, productKey: 'a1DEMO00000' } }
  assert.match(
    problemsOf(config).join(),
    /^warning aliyun\.productKey "a1DEMO00000" is the product that npm start makes/,
  )
})

for (const [board, button, says] of [
  ['esp32', 'D0', /^$/],
  ['esp32', 'D6', /^error .*button "D6" is wired to the flash chip/],
  ['esp32', 'D34', /^warning .*button "D34" is an input only on ESP32, and may have no pull-up inside/],
  ['espruino-wifi', 'C13', /^error .*button "C13" is high while pressed on Espruino WiFi/],
  ['esp8266', 'B1', /^error .*button "B1" is no pin of ESP8266/],
  ['pico-w', 'LED', /^error .*button "LED" is an output only on Raspberry Pi Pico W/],
  ['pico-w', 'GP5', /^$/],
] as const) {
  test(`a button on ${button} of ${board}: ${says.source}`, () => {
    const pin = board === 'espruino-wifi' ? 'A0' : board === 'pico-w' ? 'GP2' : 'D2'
    assert.match(problemsOf({ ...good, switches: { PowerSwitch_1: { pin, button } } }, board).join('\n'), says)
  })
}
