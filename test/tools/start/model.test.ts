import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { commandToTry, findToggle } from '../../../tools/thing-model/first-set.ts'
import { readDemoModel } from '../../../tools/start/model.ts'
import type { DataType, Tsl } from '../../../tools/thing-model/tsl.ts'

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'model-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

const lamp = { properties: [{ identifier: 'Lamp', dataType: { type: 'bool' } }] }

test('the thing model is the one of --tsl, else model.json beside --app; the switch alone has none', (t) => {
  const folder = makeFolder(t)
  const [app, tsl] = [join(folder, 'app.js'), join(folder, 'other.json')]
  assert.equal(readDemoModel({ tsl: undefined, app: undefined }), undefined)
  assert.equal(readDemoModel({ tsl: undefined, app }), undefined)
  writeFileSync(join(folder, 'model.json'), JSON.stringify(lamp))
  writeFileSync(tsl, JSON.stringify({ services: [{ identifier: 'Ask' }] }))
  assert.deepEqual(readDemoModel({ tsl: undefined, app }), lamp)
  assert.deepEqual(readDemoModel({ tsl, app })?.properties, undefined)
  const { properties = [] } = readDemoModel({ tsl: undefined, app: 'apps/switch/switch.ts' }) ?? {}
  assert.deepEqual(
    properties.map(({ identifier }) => identifier),
    ['PowerSwitch_1'],
  )
})

test('a file that is no thing model is refused, with its name and place', (t) => {
  const folder = makeFolder(t)
  const tsl = join(folder, 'model.json')
  const read = () => readDemoModel({ tsl, app: undefined })
  assert.throws(read, { slug: 'tsl-missing', message: new RegExp(tsl) })
  for (const [text, slug, message] of [
    ['{"properties": [}', 'tsl-not-json', /model\.json:1:17 /],
    ['{"properties": [{"identifier": "A", "dataType": {"type": "bit"}}]}', 'tsl-invalid', /1:\d+ {2}properties\.0/],
    ['{"wifi": {"ssid": "home"}}', 'tsl-invalid', /no properties, events or services/],
    ['{"properties": []}', 'tsl-invalid', /no properties, events or services/],
  ] as const) {
    writeFileSync(tsl, text)
    assert.throws(read, { slug, message }, text)
    assert.throws(() => readDemoModel({ tsl: undefined, app: join(folder, 'app.js') }), { slug }, text)
  }
})

const model = (...properties: readonly [string, DataType, ('r' | 'rw')?][]): Tsl => ({
  properties: properties.map(([identifier, dataType, accessMode = 'rw']) => ({ identifier, dataType, accessMode })),
})

test('space toggles the first bool that may be set, and the command to try sets a property that is there', () => {
  const door = ['Door', { type: 'bool' }, 'r'] as const
  for (const [tsl, toggle, command] of [
    [undefined, 'PowerSwitch_1', 'npm run set -- on'],
    [{ services: [] }, 'PowerSwitch_1', 'npm run set -- on'],
    [model([...door], ['Lamp', { type: 'bool' }]), 'Lamp', 'npm run set -- Lamp=on'],
    [model(['PowerSwitch_1', { type: 'bool' }]), 'PowerSwitch_1', 'npm run set -- on'],
    [model([...door], ['Level', { type: 'int', specs: { max: '80' } }]), undefined, 'npm run set -- Level=80'],
    [model(['Mode', { type: 'enum', specs: { 0: 'a', 3: 'b' } }]), undefined, 'npm run set -- Mode=3'],
    [model(['Name', { type: 'text', specs: { length: '3' } }]), undefined, 'npm run set -- Name=hel'],
    [model(['Color', { type: 'struct' }], ['At', { type: 'date' }]), undefined, 'npm run set -- At=2026-01-01'],
    [model([...door], ['Color', { type: 'struct' }]), undefined, 'npm run status'],
  ] as const) {
    assert.equal(findToggle(tsl), toggle, command)
    assert.equal(commandToTry(tsl, []), command)
  }
  for (const tsl of [undefined, { services: [] }]) {
    assert.equal(findToggle(tsl, false), undefined)
    assert.equal(commandToTry(tsl, [], false), 'npm run status')
  }
  const where = ['--control', 'http://127.0.0.1:9']
  assert.equal(commandToTry(undefined, where), 'npm run set -- on --control http://127.0.0.1:9')
  assert.equal(commandToTry(model([...door]), where), 'npm run status -- --control http://127.0.0.1:9')
})
