import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { keepAccessKey, readAccessKey } from '../../../../tools/cloud/openapi/access-key.ts'
import { setCommand } from '../../../../tools/set-status/set-command.ts'
import { statusCommand } from '../../../../tools/set-status/status-command.ts'
import { accessKey, connectDevice, start } from '../../../local-platform/official-client.ts'

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'key-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

type Command = typeof setCommand

async function run(command: Command, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const printed: string[] = []
  await command(args, (text) => printed.push(text), environment)
  return printed.join('')
}

test('set and status speak with the local platform through the OpenAPI, with the AccessKey that it made', async (t) => {
  const { controlPort, mqttPort } = await start(t)
  const file = join(makeFolder(t), 'access-key.json')
  writeFileSync(file, JSON.stringify(accessKey))
  const where = ['--control', `http://127.0.0.1:${controlPort}`, '--key-file', file]
  assert.match(await run(statusCommand, where), /^device {5}plug01 of product a1DEMO\nstatus {5}UNACTIVE\n$/)
  await connectDevice(t, mqttPort)
  const set = await run(setCommand, ['on', ...where])
  assert.match(set, /^set {8}plug01 \{"PowerSwitch_1":1\}\nset_reply {2}id 1 code 200 after [\d.]+ ms\nposted {5}\{/)
  const status = await run(statusCommand, where)
  assert.match(status, /status {5}ONLINE\nproperty {3}PowerSwitch_1 1 {2}\d{4}-\d\d-\d\dT/)
  const json = JSON.parse(await run(setCommand, ['off', '--json', ...where]))
  assert.deepEqual([json.outcome, json.messageId, json.params], ['answered', '2', { PowerSwitch_1: 0 }])
  const toggled = JSON.parse(await run(setCommand, ['toggle', '--json', ...where]))
  assert.deepEqual([toggled.outcome, toggled.params], ['answered', { PowerSwitch_1: 1 }])
  const never = { slug: 'bad-flag', message: /^LightSwitch was never reported/ }
  await assert.rejects(run(setCommand, ['LightSwitch=toggle', ...where]), never)
  writeFileSync(file, JSON.stringify({ ...accessKey, accessKeySecret: 'another' }))
  const refused = { slug: 'cloud-refused', message: /^SignatureDoesNotMatch: /, exitCode: 2 }
  await assert.rejects(run(setCommand, ['on', ...where]), refused)
})

test('--cloud aliyun wants an AccessKey of the environment and a device, and knows no third cloud', async () => {
  const named = ['--product-key', 'a1X', '--device', 'plug', '--config', 'no-such-file.json']
  await assert.rejects(run(statusCommand, ['--cloud', 'aliyun', ...named]), { slug: 'access-key-missing', exitCode: 1 })
  const nobody = ['--cloud', 'aliyun', '--config', 'no-such-file.json']
  await assert.rejects(run(statusCommand, nobody), { slug: 'no-such-device' })
  await assert.rejects(run(statusCommand, ['--cloud', 'other']), { slug: 'bad-flag' })
})

test("the local AccessKey is made once, and is its owner's alone", { skip: process.platform === 'win32' }, (t) => {
  const file = join(makeFolder(t), 'new/access-key.json')
  assert.equal(readAccessKey(file), undefined)
  const made = keepAccessKey(file)
  assert.deepEqual(keepAccessKey(file), made)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.match(readFileSync(file, 'utf8'), /^\{"accessKeyId":"LOCAL/)
  writeFileSync(file, '{}')
  assert.throws(() => readAccessKey(file), { slug: 'access-key-broken' })
})
