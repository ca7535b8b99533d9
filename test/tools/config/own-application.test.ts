import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeDesk } from './desk.ts'
import { good, secret, wifi } from './samples.ts'

const own = "import { postProps } from '../firmware/device.ts'\npostProps({ A: 1 })\n"
const ownWithIdentity = "import { device } from '../firmware/device.ts'\ndevice({ productKey: 'a1' })\n"
const { switches: _none, ...neither } = good
const triple = ['--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1', '--region', 'cn-shanghai']
const environment = { SWITCH_WIFI_PASSWORD: wifi.password, SWITCH_DEVICE_SECRET: secret }

test('--check with --app wants no pins, as build and flash; without it says what --app is for', async (t) => {
  const desk = makeDesk(t)
  desk.write('device.json', neither)
  await desk.run('--check', '--app', desk.write('lamp.js', own))
  assert.match(desk.said, /^ok {2}/m)
  await assert.rejects(
    desk.run('--check'),
    /wanted switches or properties +for an application of your own add --app FILE/,
  )
  await assert.rejects(desk.run('--check', '--app', 'apps/switch/switch.ts'), /wanted at least PowerSwitch_1$/)
  const { aliyun: _gone, ...bare } = neither as { aliyun?: object }
  desk.write('device.json', bare)
  await desk.run('--check', '--app', desk.write('sdk.js', ownWithIdentity))
  await assert.rejects(desk.run('--check', '--app', 'none.js'), { slug: 'no-application' })
})

test('flags write a file without switches for an application of the own', async (t) => {
  const desk = makeDesk(t, environment)
  await desk.run('--app', desk.write('lamp.js', own), '--board', 'esp32', '--ssid', 'Home', ...triple)
  assert.deepEqual(Object.keys(JSON.parse(desk.read())), ['$schema', 'board', 'wifi', 'aliyun'])
})

test('the dialogue then asks for no pin, and for no login where the application gives its own', async (t) => {
  const desk = makeDesk(t, environment)
  const flags = ['--board', 'esp32', '--ssid', 'Home']
  await desk.runAnswering([['Connect with TLS', '\r']], '--app', desk.write('lamp.js', own), ...flags, ...triple)
  assert.equal(JSON.parse(desk.read()).switches, undefined)
  const other = makeDesk(t, { SWITCH_WIFI_PASSWORD: wifi.password })
  await other.runAnswering([], '--app', other.write('sdk.js', ownWithIdentity), ...flags)
  assert.deepEqual(Object.keys(JSON.parse(other.read())), ['$schema', 'board', 'wifi'])
})

test('--config is --file under another name, and both at once are refused', async (t) => {
  const desk = makeDesk(t)
  await assert.rejects(desk.run('--check', '--config', 'other.json'), {
    slug: 'bad-flag',
    message: '--file and --config are the same flag',
  })
})
