import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeDesk, type Answer } from './desk.ts'
import { secret } from './samples.ts'

const triple = ['--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1', '--region', 'cn-shanghai']
const down = '\x1b[B'

for (const [board, pin, activeHigh, buttons] of [
  ['esp32', 'D2', true, 1],
  // Its LED's pin is a delicate one.
  ['esp32-c3', 'D0', true, 1],
  ['esp32-s3', 'D1', true, 1],
  // Its LED is lit while the pin is low.
  ['esp8266', 'D2', false, 1],
  ['esp8266-512k', 'D2', true, 1],
  // Its button is high while pressed.
  ['espruino-wifi', 'B2', true, 0],
] as const) {
  test(`on ${board} Enter takes ${pin}, on while it is ${activeHigh ? 'high' : 'low'}, and no button`, async (t) => {
    const desk = makeDesk(t, { SWITCH_DEVICE_SECRET: secret })
    const answers: Answer[] = [
      ...(board.startsWith('esp8266') ? [] : ([['Connect with TLS', `${down}\r`]] as const)),
      ['Pin', '\r'],
      ['while the pin is', '\r'],
      ...(buttons === 0 ? [] : ([['Button', '\r']] as const)),
    ]
    await desk.runAnswering(answers, '--board', board, '--ssid', 'Home', '--open', ...triple)
    const { switches } = JSON.parse(desk.read()) as { switches: object }
    assert.deepEqual(switches, { PowerSwitch_1: { pin, activeHigh } })
  })
}
