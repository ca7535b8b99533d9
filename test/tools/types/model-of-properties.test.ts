import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { kindOf, readApplication } from '../../../tools/build/application.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { modelOfDemo, readDemoSections } from '../../../tools/start/demo-sections.ts'
import { modelOfProperties } from '../../../tools/thing-model/model-of-properties.ts'
import { isTsl } from '../../../tools/thing-model/tsl-schema.ts'
import { typesCommand } from '../../../tools/types/types-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'properties-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const properties = {
  Lamp: { type: 'output', pin: 'D4' },
  Dimmer: { type: 'pwm', pin: 'D5' },
  Valve: { type: 'pwm', pin: 'D18', max: 1 },
  Door: { type: 'input', pin: 'D14' },
  Soil: { type: 'analog', pin: 'D34', min: 100, max: 0 },
  Volt: { type: 'analog', pin: 'D35', max: 3.3, decimals: 2 },
} as const
const wifi = { ssid: 'Home', password: 'correct horse' }
const aliyun = {
  ...{ productKey: 'a1B2c3D4e5F', deviceName: 'plug01', region: 'cn-shanghai' },
  deviceSecret: '0123456789abcdef0123456789abcde0',
}
const switches = { PowerSwitch_1: { pin: 'D2' } }

function write(name: string, config: object): string {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(config))
  return file
}

test('each property has the type, the range and the access that its pin has', () => {
  const model = modelOfProperties(properties, 'a1')
  assert.equal(isTsl(model), true)
  assert.deepEqual(
    model.properties?.map(({ identifier, accessMode, dataType }) => {
      const { min, max, step } = (dataType?.specs ?? {}) as Record<string, unknown>
      return [identifier, accessMode, dataType?.type, min, max, step]
    }),
    [
      ['Lamp', 'rw', 'bool', undefined, undefined, undefined],
      ['Dimmer', 'rw', 'int', '0', '100', '1'],
      ['Valve', 'rw', 'double', '0', '1', '0.01'],
      ['Door', 'r', 'bool', undefined, undefined, undefined],
      ['Soil', 'r', 'int', '0', '100', '1'],
      ['Volt', 'r', 'double', '0', '3.3', '0.01'],
    ],
  )
  const set = model.services?.find(({ identifier }) => identifier === 'set')
  assert.deepEqual(
    set?.inputData?.map((each) => typeof each === 'object' && each.identifier),
    ['Lamp', 'Dimmer', 'Valve'],
  )
})

test('npm run types -- --from writes it, and overwrites no other file', () => {
  const from = write('device.json', { wifi, aliyun, properties })
  const out = join(folder, 'model.json')
  typesCommand(['--from', from, '--out', out], () => undefined)
  assert.deepEqual(JSON.parse(readFileSync(out, 'utf8')), modelOfProperties(properties, aliyun.productKey))
  const refused = (args: string[], slug: string): void =>
    assert.throws(
      () => typesCommand(args, () => undefined),
      (error) => error instanceof UserError && error.slug === slug,
    )
  refused(['--from', from, '--out', from], 'not-ours')
  refused(['--from', write('switch.json', { wifi, aliyun, switches }), '--out', out], 'tsl-missing')
  refused(['--from', from, '--rules'], 'bad-flag')
})

test('without --app the section decides which application is built', () => {
  const outputOf = (config: object): string => readApplication(undefined, write('device.json', config)).output
  assert.equal(outputOf({ wifi, aliyun, properties }), 'properties.firmware')
  assert.equal(outputOf({ wifi, aliyun, switches }), 'firmware')
  assert.equal(outputOf({ wifi, aliyun, switches, properties }), 'firmware')
  assert.equal(readApplication(undefined, join(folder, 'none.json')).output, 'firmware')
  assert.equal(kindOf('apps/properties/properties.ts'), 'properties')
  assert.equal(kindOf('apps/switch/switch.ts'), 'switch')
})

test('npm start -- --config takes the pins of a file, whatever the rest of it is', () => {
  const file = write('own.json', { board: 'esp8266', wifi: 7, properties: { Lamp: { type: 'output', pin: 'D4' } } })
  const { sections, board } = readDemoSections(file, 'by-section')
  assert.deepEqual([sections, board], [{ properties: { Lamp: { type: 'output', pin: 'D4' } } }, 'esp8266'])
  assert.equal(modelOfDemo(sections, 'a1')?.properties?.length, 1)
  assert.equal(modelOfDemo({ switches }, 'a1'), undefined)
  const wrong = write('own.json', {
    board: 'esp8266',
    wifi,
    aliyun,
    properties: { Lamp: { type: 'output', pin: 'A0' } },
  })
  assert.throws(() => readDemoSections(wrong, 'by-section'), /A0/)
})
