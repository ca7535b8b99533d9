import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { readScript as readChaosScript } from '../../../tools/chaos/script.ts'
import { readDeviceFile } from '../../../tools/cloud/files/device-file.ts'
import { readIdentities } from '../../../tools/cloud/files/identity.ts'
import { readAccessKey } from '../../../tools/cloud/openapi/access-key.ts'
import { readTslFile } from '../../../tools/thing-model/tsl-file.ts'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { readConfigBytes } from '../../../tools/config/file/config-file.ts'
import { Draft } from '../../../tools/config/draft/draft.ts'
import { collectGiven } from '../../../tools/config/draft/given.ts'
import { readSecrets } from '../../../tools/config/draft/secrets.ts'
import { readDevicesCsv } from '../../../tools/fleet/devices-csv.ts'
import { readScript } from '../../../tools/build/read-script.ts'
import { decodeText } from '../../../tools/local-files/text-file.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { aliyun, good, mqtt, secret } from './samples.ts'

interface Reader {
  /** What the file holds. */
  readonly text: string
  /** What is wrong when it is neither UTF-8 nor UTF-16. */
  readonly slug: string
  read(path: string): unknown
}

const { region: _region, ...triple } = aliyun
const { productKey, deviceName } = aliyun

/** Every command's file that people make or copy. */
const readers: Record<string, Reader> = {
  'device.json': {
    text: JSON.stringify(good),
    slug: '',
    read: (path) => checkConfig(readConfigBytes(path)).config,
  },
  'the list of a fleet': {
    text: `DeviceName,DeviceSecret,ProductKey\n${deviceName},${secret},${productKey}\n`,
    slug: 'csv-invalid',
    read: readDevicesCsv,
  },
  "the console's JSON": {
    text: JSON.stringify(mqtt),
    slug: 'secrets-unreadable',
    read: (path) => collectGiven({ 'console-json': path }, {}, new Draft()),
  },
  'a file of secrets': {
    text: `SWITCH_DEVICE_SECRET=${secret}\n`,
    slug: 'secrets-unreadable',
    read: (path) => readSecrets(path, {}),
  },
  'the secret for the local platform': {
    text: `${secret}\n`,
    slug: 'secret-missing',
    read: (path) => readIdentities({ productKey, deviceName, secretsFrom: path }, {}),
  },
  'a devices file': {
    text: JSON.stringify({ devices: [triple] }),
    slug: 'devices-not-json',
    read: readDeviceFile,
  },
  'a TSL': {
    text: JSON.stringify({ properties: [{ identifier: 'PowerSwitch_1', name: '\u5f00\u5173' }] }),
    slug: 'tsl-not-json',
    read: readTslFile,
  },
  'an AccessKey': {
    text: JSON.stringify({ accessKeyId: 'LTAI', accessKeySecret: 'x' }),
    slug: 'access-key-broken',
    read: readAccessKey,
  },
  'a chaos script': {
    text: JSON.stringify({ steps: [{ afterMs: 5000, direction: 'down', mode: 'delay', ms: 2000 }] }),
    slug: 'script-not-json',
    read: (path) => readChaosScript(path)(1),
  },
  'a script for the board': {
    text: 'print("\u5f00")\n',
    slug: '',
    read: (path) => readScript(path).toString(),
  },
}

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()
const encodings: Record<string, (text: string) => Buffer> = {
  'UTF-8 with a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16 with a byte order mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 with the high byte first': (text) => swapped(`\ufeff${text}`),
  'UTF-16 without a byte order mark': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 with the high byte first, without a mark': (text) => swapped(text),
}

function fileWith(t: TestContext, bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'text-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  return path
}

for (const [what, { text, slug, read }] of Object.entries(readers)) {
  test(`${what} is the same in UTF-8 and UTF-16, with or without byte order mark`, (t) => {
    const wanted = read(fileWith(t, Buffer.from(text)))
    assert.ok(wanted !== undefined)
    for (const [encoding, encode] of Object.entries(encodings))
      assert.deepEqual(read(fileWith(t, encode(text))), wanted, encoding)
  })

  if (slug === '') continue
  test(`${what} in GBK is refused with its encoding named, and nothing of it shown`, (t) => {
    const gbk = Buffer.concat([Buffer.from(text), Buffer.from([0xbf, 0xcd, 0xcc, 0xfc])])
    assert.throws(
      () => read(fileWith(t, gbk)),
      (error) => {
        assert.ok(error instanceof UserError)
        assert.equal(error.slug, slug)
        if (slug !== 'access-key-broken') assert.match(`${error.message} ${error.hint}`, /GBK.* save it .* UTF-8/)
        assert.ok(!error.message.includes(secret))
        return true
      },
    )
  })
}

test('bytes that are no text are none in any encoding, and never throw', () => {
  for (const bytes of ['\xff', '\xfe\xff\0', '\xff\xfe\0\0D\0\0\0', '\xff\xfe\0\xd8', 'a\0b\0c', 'ok\0'])
    assert.equal(decodeText(Buffer.from(bytes, 'latin1')), undefined, JSON.stringify(bytes))
  assert.equal(decodeText(Buffer.alloc(0)), '')
  assert.equal(decodeText(Buffer.from('\ufeff\ufeffx')), 'x')
})

test('a script of other bytes than text is what it is', (t) => {
  const bytes = Buffer.from('print("\xe4\xff")', 'latin1')
  assert.deepEqual(readScript(fileWith(t, bytes)), bytes)
})
