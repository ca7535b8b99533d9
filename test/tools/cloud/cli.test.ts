import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { connectAsync } from 'mqtt'
import { cloudCommand } from '../../../tools/cloud/cloud-command.ts'
import { setCommand } from '../../../tools/set-status/set-command.ts'
import { statusCommand } from '../../../tools/set-status/status-command.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { connectPacket, plug } from '../../local-platform/memory-cloud.ts'

interface Tool {
  /** Standard output and error so far. */
  readonly output: string
  /** Resolves with the first match in the output. */
  until(pattern: RegExp): Promise<RegExpExecArray>
  interrupt(): void
  readonly exitCode: Promise<number | null>
}

function run(t: TestContext, tool: string, ...flags: string[]): Tool {
  const child = spawn(process.execPath, ['--import', 'tsx', `tools/${tool}.ts`, ...flags])
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return {
    get output() {
      return output
    },
    async until(pattern) {
      for (;;) {
        const match = pattern.exec(output)
        if (match !== null) return match
        await Promise.race([once(child.stdout, 'data'), once(child, 'close').then(() => assert.match(output, pattern))])
      }
    },
    interrupt: () => void child.kill('SIGINT'),
    exitCode: once(child, 'close').then(([code]: (number | null)[]) => code ?? null),
  }
}

function deviceFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'devices.json')
  writeFileSync(path, JSON.stringify({ devices: [plug] }))
  return path
}

test('cloud serves a device, set switches it and prints its reply and post, Ctrl-C ends cleanly', async (t) => {
  const cloud = run(t, 'cloud', '--devices', deviceFile(), '--port', '0', '--control-port', '0', '--no-tls', '--memory')
  const [, mqttPort] = await cloud.until(/mqtt:\/\/127\.0\.0\.1:(\d+)/)
  const [, controlPort] = await cloud.until(/http:\/\/127\.0\.0\.1:(\d+) /)
  const control = ['--control', `http://127.0.0.1:${controlPort}`]

  const early = setCommand(['on', ...control], () => undefined)
  await assert.rejects(early, { slug: 'device-offline', message: /^plug01 is offline/, exitCode: 2 })

  const { clientId, username = '', password = '' } = connectPacket(plug)
  const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
    clientId,
    username,
    password,
    reconnectPeriod: 0,
  })
  t.after(() => client.endAsync(true))
  client.on('message', (topic, payload) => {
    if (!topic.endsWith('/property/set')) return
    const { id, params } = JSON.parse(payload.toString())
    const code = params.PowerSwitch_1 === 1 ? 200 : 100_001
    client.publish(topic.replace(/set$/, 'set_reply'), JSON.stringify({ id, code, data: {} }))
    client.publish(topic.replace('service/property/set', 'event/property/post'), JSON.stringify({ id: '1', params }))
  })
  const printed: string[] = []
  await setCommand(['on', ...control], (text) => printed.push(text))
  assert.match(printed.join(''), /set_reply {2}id \d code 200 after \d+\.\d ms\nposted {5}\{"PowerSwitch_1":1\} after/)
  const refused = setCommand(['--raw', '{"PowerSwitch_1":0}', '--json', ...control], (text) => printed.push(text))
  await assert.rejects(refused, { slug: 'set-refused', message: 'plug01 answered code 100001', exitCode: 2 })
  assert.match(printed.at(-1) ?? '', /"outcome":"answered".*"code":100001/)

  cloud.interrupt()
  assert.equal(await cloud.exitCode, 0)
  assert.match(cloud.output, /I cloud {2}plug01 online 127\.0\.0\.1 keepAlive 60\n/)
  assert.doesNotMatch(cloud.output, new RegExp(plug.deviceSecret))
})

/** Nothing listens on port 1 of a loopback address. */
const nowhere = 'http://127.0.0.1:1'

const devices = ['--devices', deviceFile()]
const named = (productKey: string, deviceName: string) => ['--product-key', productKey, '--device-name', deviceName]

for (const [what, slug, pattern, tool, ...flags] of [
  ['an unknown flag', 'unknown-flag', /--bogus/, 'cloud', '--bogus'],
  ['half a device', 'no-devices', /--product-key and --device-name/, 'cloud', '--device-name', 'plug01'],
  [
    'a deviceName that is too short',
    'bad-flag',
    /^--device-name b: wanted 4 to 32 of A-Z/,
    'cloud',
    ...named('a', 'b'),
  ],
  ['a productKey with a blank', 'bad-flag', /^--product-key a b: wanted 1-64/, 'cloud', ...named('a b', 'plug01')],
  ['a port that is none', 'bad-port', /--port 70000/, 'cloud', ...devices, '--port', '70000'],
  ['a file for a folder', 'data-denied', /package\.json/, 'cloud', ...devices, '--data', 'package.json'],
  ['a rule of 0 ms', 'bad-flag', /keepAliveScanMs=0/, 'cloud', ...devices, '--rule', 'keepAliveScanMs=0'],
  ['a rule beyond a timer', 'bad-flag', /2147483647/, 'cloud', ...devices, '--rule', 'rrpcWaitMs=3000000000'],
  ['an unknown delivery mode', 'bad-flag', /sometimes/, 'cloud', ...devices, '--auto-delivery', 'sometimes'],
  ['neither on nor off', 'bad-flag', /wanted on, off, toggle or Name=value, got up/, 'set', 'up'],
  ['on and off', 'bad-flag', /wanted on, off, toggle or Name=value, got on off/, 'set', 'on', 'off'],
  ['--raw that is no object', 'bad-flag', /--raw/, 'set', '--raw', '[1]'],
  ['--control that is no URL', 'bad-flag', /--control localhost:8080/, 'set', 'on', '--control', 'localhost:8080'],
  ['no platform', 'no-platform', /start one first: npm start/, 'set', 'on', '--control', nowhere],
] as const) {
  test(`${tool} with ${what} says ${slug}`, async () => {
    const ignore = () => undefined
    const command = tool === 'set' ? setCommand(flags, ignore) : cloudCommand(flags, {}, ignore)
    await assert.rejects(command, (error) => {
      assert.ok(error instanceof UserError)
      assert.deepEqual([error.slug, error.exitCode], [slug, 1])
      assert.match(`${error.message}\n${error.hint}`, pattern)
      return true
    })
  })
}

test('cloud starts without a device, says where one is made, and where console and HTTPS really are', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  t.after(() => rmSync(folder, { recursive: true }))
  let printed = ''
  const ports = ['--port', '0', '--control-port', '0', '--https-port', '0', '--control-host', 'localhost']
  const running = await cloudCommand(['--data', folder, ...ports], {}, (text) => (printed += text))
  t.after(() => running?.close())
  assert.deepEqual(running?.platform.devices(), [])
  assert.match(printed, /^device {5}none yet: make one in the console, or name a file with --devices$/m)
  const control = `http://localhost:${running.controlPort}`
  assert.match(printed, new RegExp(`^console {4}${control}$`, 'm'))
  const reached = `--control ${control} --key-file ${join(folder, 'access-key.json')}`
  assert.ok(printed.includes(`Try: npm run set -- on ${reached}  in a second terminal`), printed)
  assert.match(printed, new RegExp(`^https {6}https://localhost:${running.httpsPort} `, 'm'))
})

test('set and status say what devices there are, and where the first one is made', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const flags = ['--memory', '--no-tls', '--port', '0', '--control-port', '0', '--data', folder]
  const [empty, full] = await Promise.all([
    cloudCommand(flags, {}, () => undefined),
    cloudCommand([...flags, ...devices], {}, () => undefined),
  ])
  t.after(() => Promise.all([empty?.close(), full?.close()]))
  const ask = (port: number | undefined, ...more: string[]) =>
    statusCommand(
      ['--control', `http://127.0.0.1:${port}`, '--key-file', join(folder, 'access-key.json'), ...more],
      () => undefined,
    )
  await assert.rejects(ask(empty?.controlPort, '--device', 'x'), {
    ...{ slug: 'no-such-device', message: 'the local platform has no device yet' },
    hint: `make one in the local console: http://127.0.0.1:${empty?.controlPort}`,
  })
  await assert.rejects(ask(full?.controlPort, '--product-key', 'y', '--device', 'x'), {
    ...{ slug: 'no-such-device', message: 'no device is --product-key y --device x' },
    hint: `there is ${plug.deviceName} of product ${plug.productKey}`,
  })
})

test('a start that fails because a port is taken leaves no folder with keys', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const other = createServer().listen(0, '127.0.0.1')
  t.after(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const data = join(folder, 'data')
  const free = ['--port', '0', '--control-port', '0']
  for (const flag of ['--port', '--tls-port', '--register-port', '--control-port', '--https-port']) {
    const start = cloudCommand(['--data', data, ...free, flag, String(port)], {}, () => undefined)
    await assert.rejects(start, { slug: 'port-busy', hint: `end the program that has it, or use ${flag}` })
    assert.ok(!existsSync(data), flag)
  }
})

test('where the console listens on every address, one that works is printed', async (t) => {
  let printed = ''
  const flags = ['--memory', '--no-tls', '--port', '0', '--control-port', '0', '--control-host', '0.0.0.0']
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const password = { CLOUD_CONSOLE_PASSWORD: 'long enough' }
  const running = await cloudCommand(['--data', folder, ...flags], password, (text) => (printed += text))
  t.after(() => running?.close())
  assert.match(printed, new RegExp(`^console {4}http://127.0.0.1:${running?.controlPort}$`, 'm'))
})

test('both tools have help', async () => {
  for (const [tool, command] of [
    ['cloud', (print: (text: string) => void) => cloudCommand(['--help'], {}, print)],
    ['set', (print: (text: string) => void) => setCommand(['--help'], print)],
  ] as const) {
    const printed: string[] = []
    await command((text) => printed.push(text))
    assert.match(printed.join(''), new RegExp(`^usage: npm run ${tool}`))
  }
})
