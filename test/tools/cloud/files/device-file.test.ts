import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseDeviceFile } from '../../../../tools/cloud/files/device-file.ts'
import { readIdentities } from '../../../../tools/cloud/files/identity.ts'
import { findJsonFault } from '../../../../tools/local-files/json-place.ts'
import { UserError } from '../../../../tools/command-line/user-error.ts'

const good = { productKey: 'a1DEMO', deviceName: 'switch-1', deviceSecret: 'do not print me' }

/** The error of a device file with this content. */
function complaint(content: unknown): UserError {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  try {
    parseDeviceFile(text, 'devices.json')
  } catch (error) {
    assert.ok(error instanceof UserError)
    assert.doesNotMatch(error.message + error.hint, /do not print me/)
    return error
  }
  return assert.fail('the file was accepted')
}

test('reads devices and product', () => {
  const product = { properties: [{ identifier: 'PowerSwitch_1', dataType: { type: 'bool' } }], topics: { x: 'pub' } }
  const file = parseDeviceFile(
    JSON.stringify({ devices: [good, { ...good, deviceName: 'switch-2', disabled: true }], product }),
    'f',
  )
  assert.deepEqual(
    file.devices.map(({ deviceName, disabled = false }) => [deviceName, disabled]),
    [
      ['switch-1', false],
      ['switch-2', true],
    ],
  )
  assert.deepEqual(file.product.properties?.[0]?.identifier, 'PowerSwitch_1')
})

for (const [text, place] of [
  ['{"devices": [}', '1:14'],
  ['{\n  "devices": [],\n}', '3:1'],
  ['{\n  // who\n  "devices": []\n}', '2:3'],
  ["{'devices': []}", '1:2'],
  ['{"devices": []', '1:15'],
  ['{"devices": [] } x', '1:18'],
  ['{"a" 1}', '1:6'],
  ['', '1:1'],
  ['{"客厅": tru}', '1:8'],
  ['{"a": 01}', '1:8'],
  ['{"a": "\t"}', '1:7'],
] as const) {
  test(`names ${place} as the place where ${JSON.stringify(text)} stops being JSON`, () => {
    const error = complaint(text)
    assert.equal(error.slug, 'devices-not-json')
    assert.match(error.message, new RegExp(`^devices\\.json:${place} `))
  })
}

test('finds a fault where JSON.parse does, and none where it does not', () => {
  const samples = [
    '{}',
    '[1,-2.5e+3,"\\u00e9\\n",null,true,{"a":[]}]',
    ' 1 ',
    '"x',
    '[1,]',
    '{,}',
    '-',
    '1.',
    '[1 2]',
    '\ufeff{}',
  ]
  for (const sample of samples) {
    let isJson = true
    try {
      JSON.parse(sample)
    } catch (error) {
      assert.ok(error instanceof SyntaxError)
      isJson = false
    }
    assert.equal(findJsonFault(sample) === undefined, isJson, sample)
  }
})

for (const [what, content, pattern] of [
  ['no devices', {}, /the file: must have required property 'devices'/],
  ['an empty list', { devices: [] }, /devices: must NOT have fewer than 1 items/],
  ['a missing secret', { devices: [{ ...good, deviceSecret: undefined }] }, /devices\.0: .*deviceSecret/],
  ['a misspelt key', { devices: [{ ...good, disable: true }] }, /devices\.0: unknown key "disable"/],
  ['a bar in a name', { devices: [{ ...good, deviceName: 'plug|1' }] }, /devices\.0\.deviceName: wanted 4 to 32 of/],
  ['a bar in a key', { devices: [{ ...good, productKey: 'a1|b' }] }, /devices\.0\.productKey: wanted 1-64 of/],
  ['a device twice', { devices: [good, good] }, /switch-1&a1DEMO twice/],
  ['an unknown permission', { devices: [good], product: { topics: { x: 'all' } } }, /product\.topics\.x/],
] as const) {
  test(`a device file with ${what} is refused`, () => {
    const error = complaint(content)
    assert.equal(error.slug, 'devices-invalid')
    assert.match(error.message, pattern)
  })
}

test('a problem is named with its line and column', () => {
  const text =
    '{\n  "devices": [\n    { "productKey": "a1", "deviceName": "a b", "deviceSecret": "x", "disable": true }\n  ]\n}'
  const { message } = complaint(text)
  assert.match(message, /\n {2}3:41 {2}devices\.0\.deviceName: wanted/)
  assert.match(message, /\n {2}3:80 {2}devices\.0: unknown key "disable"/)
})

test('all problems of a device file come in one error', () => {
  const { message } = complaint({ devices: [{ productKey: '', deviceName: 'a b' }], extra: 1 })
  assert.equal(message.split('\n').length, 5)
})

test('one device can be named by flags, with its secret from the environment', () => {
  const names = { productKey: 'a1DEMO', deviceName: 'switch-1' }
  const { devices } = readIdentities(names, { SWITCH_DEVICE_SECRET: 's3cret' })
  assert.deepEqual(devices, [{ ...names, deviceSecret: 's3cret' }])
  assert.throws(() => readIdentities(names, {}), { slug: 'secret-missing' })
})

test('a secret is the first line alone, without the white space around it', (t) => {
  const names = { productKey: 'a1DEMO', deviceName: 'switch-1' }
  const folder = mkdtempSync(join(tmpdir(), 'secret-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const secretsFrom = join(folder, 'secret')
  for (const text of [' s3cret\t', 's3cret\r\nmore', '  s3cret \nmore']) {
    writeFileSync(secretsFrom, text)
    for (const read of [
      readIdentities({ ...names, secretsFrom }, {}),
      readIdentities(names, { SWITCH_DEVICE_SECRET: text }),
    ]) {
      assert.equal(read.devices[0]?.deviceSecret, 's3cret')
    }
  }
  writeFileSync(secretsFrom, ' \ns3cret')
  assert.throws(() => readIdentities({ ...names, secretsFrom }, {}), { slug: 'secret-missing' })
})

test('without a word about devices there are none; half a word says which flags name them', () => {
  assert.deepEqual(readIdentities({}, {}).devices, [])
  assert.throws(() => readIdentities({ productKey: 'x' }, {}), { slug: 'no-devices' })
  assert.throws(() => readIdentities({ devices: 'f', productKey: 'x' }, {}), { slug: 'no-devices' })
  assert.throws(() => readIdentities({ devices: '/nowhere/devices.json' }, {}), { slug: 'devices-missing' })
})
