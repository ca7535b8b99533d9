import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isSwitchApplication, kindOf, readApplication } from '../../../tools/build/application.ts'
import type { AppKind } from '../../../tools/config/check/app-kind.ts'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { readDemoSections } from '../../../tools/start/demo-sections.ts'

const folder = mkdtempSync(join(tmpdir(), 'desired-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const wifi = { ssid: 'Home', password: 'correct horse' }
const aliyun = {
  ...{ productKey: 'a1B2c3D4e5F', deviceName: 'plug01', region: 'cn-shanghai' },
  deviceSecret: '0123456789abcdef0123456789abcde0',
}
const switches = { PowerSwitch_1: { pin: 'D2' } }
const properties = { Lamp: { type: 'output', pin: 'D4' } }

function write(config: object): string {
  const file = join(folder, 'device.json')
  writeFileSync(file, JSON.stringify(config))
  return file
}

test('with the key desired a device.json is for the script that asks for desired values', () => {
  const appOf = (config: object) => readApplication(undefined, write({ wifi, aliyun, ...config }))
  assert.equal(appOf({ properties, desired: true }).output, 'properties-desired.firmware')
  assert.equal(appOf({ switches, desired: true }).output, 'switch-desired.firmware')
  assert.equal(appOf({ switches }).output, 'firmware')
  assert.ok(isSwitchApplication(appOf({ switches, desired: true })))
  assert.ok(!isSwitchApplication(appOf({ properties, desired: true })))
  assert.equal(kindOf('apps/switch/switch-desired.ts'), 'switch-desired')
  assert.equal(kindOf('apps/properties/properties-desired.ts'), 'properties-desired')
  const { sections } = readDemoSections(write({ switches, desired: true }), 'by-section')
  assert.deepEqual(sections, { switches, desired: true }, 'the demonstration asks as the file says')
})

test('the key desired is true or not there, and stands only where it is read', () => {
  const problemsOf = (config: object, app?: AppKind): string[] =>
    checkConfig(JSON.stringify({ wifi, aliyun, ...config }), undefined, app).problems.flatMap(
      ({ severity, path, got, wanted }) => (severity === 'error' ? [`${path} ${got} ${wanted}`.trim()] : []),
    )
  const asking = { switches, desired: true }
  assert.deepEqual(problemsOf(asking), [])
  assert.deepEqual(problemsOf(asking, 'switch-desired'), [])
  assert.deepEqual(problemsOf({ properties, desired: true }, 'properties-desired'), [])
  for (const desired of [false, 1, 'yes']) assert.match(problemsOf({ switches, desired }).join(), /^desired .*true$/)
  for (const app of ['switch', 'own'] as const)
    assert.deepEqual(problemsOf(asking, app), ['desired is not read by this application'])
  assert.deepEqual(problemsOf({ switches }, 'properties-desired'), ['properties is missing at least one property'])
  assert.deepEqual(problemsOf({ desired: true }), ['switches is missing switches or properties'])
})
