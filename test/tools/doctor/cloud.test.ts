import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { startPlatform, type RunningPlatform } from '../../../tools/cloud/start-platform.ts'
import { closedPort, configFor, device, diagnose, listen, notFound, portOf } from './clinic.ts'
import { consoleCopy } from '../../local-platform/console-copy.ts'
import { makeSelfSigned } from './self-signed.ts'

let platform: RunningPlatform
const seen: string[] = []
const banned = { ...device, deviceName: 'banned', disabled: true }

before(async () => {
  platform = await startPlatform({
    devices: [device, banned],
    port: 0,
    controlPort: 0,
    rules: { connectsPerMinute: 'unlimited' },
    onEvent: (event) => seen.push(event.type),
  })
})
after(() => platform.close())

const config = () => configFor(platform.mqttPort)
const withAliyun = (part: object) => ({ ...config(), aliyun: { ...config().aliyun, ...part } })

test('where all is well every line is ok, and the device was really logged in', async (t) => {
  const online = new Promise((resolve) => {
    t.after(platform.platform.onEvent((event) => event.type === 'online' && resolve(event.device.deviceName)))
  })
  const { said, exitCode, failed } = await diagnose(t, config())
  assert.deepEqual([exitCode, failed], [0, []], said)
  assert.match(said, /^ok {4}node {6}\d+\.\d+\.\d+$/m)
  assert.match(said, /^ok {4}config .*device\.json: switch-1 of product a1b2C3d4E5F, PowerSwitch_1 on D5$/m)
  assert.match(said, /^ok {4}tcp {7}127\.0\.0\.1:\d+, \d+ ms$/m)
  assert.match(said, /^ok {4}login {5}switch-1 is let in, \d+ ms$/m)
  assert.equal(await online, device.deviceName)
  assert.doesNotMatch(said, /fedcba|correct horse/)
})

test('a wrong secret is the login: CONNACK 4, deviceSecret named', async (t) => {
  const deviceSecret = device.deviceSecret.replace('f', '0')
  const { said, exitCode, failed } = await diagnose(t, withAliyun({ deviceSecret }))
  assert.deepEqual([exitCode, failed], [2, ['login connack-refused']], said)
  assert.match(
    said,
    /connack-refused {2}4 \(bad user name or password\)\n +deviceSecret is not that of switch-1: copy it/,
  )
  assert.match(said, /docs\/troubleshooting\.md#connack-refused/)
  assert.doesNotMatch(said, /0edcba/)
})

test('a disabled device is told so: CONNACK 5', async (t) => {
  const { said, failed } = await diagnose(t, withAliyun({ deviceName: 'banned' }))
  assert.deepEqual(failed, ['login connack-refused'])
  assert.match(said, /connack-refused {2}5 \(not authorized\)\n +banned is disabled or deleted/)
})

/** Resolves every host of one region to this computer, and no other. */
const onlyIn = (region: string) => ({
  resolve: (host: string) =>
    host.includes(`.${region}.`) ? Promise.resolve('127.0.0.1') : Promise.reject(notFound(host)),
  usualPorts: [],
  deadlines: { tcpMs: 60_000, tlsMs: 60_000, connackMs: 60_000 },
})

test('a wrong region is DNS: aliyun.region named, as other regions have a host', async (t) => {
  const wrong = withAliyun({ host: undefined, region: 'cn-beijing' })
  const { said, exitCode, failed } = await diagnose(t, wrong, ['--yes'], { network: onlyIn('cn-shanghai') })
  assert.deepEqual([exitCode, failed], [2, ['dns dns-failed']], said)
  assert.match(said, /a1b2C3d4E5F\.iot-as-mqtt\.cn-beijing\.aliyuncs\.com has no IPv4 address \(ENOTFOUND\)/)
  assert.match(said, /aliyun\.region "cn-beijing" has no such host, other regions have/)
})

test('the right region is found and logged in to by its own host name, with a note about TLS', async (t) => {
  const right = withAliyun({ host: undefined })
  const { said, exitCode } = await diagnose(t, right, ['--yes'], { network: onlyIn('cn-shanghai') })
  assert.equal(exitCode, 0, said)
  assert.match(said, /dns {7}a1b2C3d4E5F\.iot-as-mqtt\.cn-shanghai\.aliyuncs\.com is 127\.0\.0\.1/)
  assert.match(said, /note: devices of accounts opened since 2022-08-02 must use TLS/)
})

test('a computer that is offline is told apart from a wrong region', async (t) => {
  const { said, failed } = await diagnose(t, withAliyun({ host: undefined }))
  assert.deepEqual(failed, ['dns dns-failed'])
  assert.match(said, /is this computer online/)
})

test('a closed port is TCP: the port that is open there named', async (t) => {
  const usualPorts = [platform.mqttPort]
  const port = await closedPort()
  const network = { ...onlyIn(''), usualPorts }
  const { said, exitCode, failed } = await diagnose(t, withAliyun({ port }), ['--yes'], { network })
  assert.deepEqual([exitCode, failed], [2, ['tcp open-refused']], said)
  assert.ok(said.includes(`127.0.0.1:${port} is closed\n`))
  assert.ok(said.includes(`${platform.mqttPort} is open there: is the port in device.json the right one?`), said)
})

test('a stopped broker is TCP too: nobody listens there, nor anywhere else', async (t) => {
  const stopped = await startPlatform({ devices: [device], port: 0, controlPort: 0 })
  await stopped.close()
  const network = { ...onlyIn(''), usualPorts: [await closedPort()] }
  const { said, failed } = await diagnose(t, configFor(stopped.mqttPort), ['--yes'], { network })
  assert.deepEqual(failed, ['tcp open-refused'], said)
  assert.match(said, /nobody listens there, nor on \d+: the local platform does not run; npm start/)
})

test('a broker that hangs takes the connection and never answers: connack-timeout', async (t) => {
  const port = await listen(t, () => undefined)
  const { said, failed } = await diagnose(t, configFor(port), ['--yes'], {}, { connackMs: 10 })
  assert.deepEqual(failed, ['login connack-timeout'], said)
})

for (const [what, slug, answer] of [
  ['closes', 'socket-closed', undefined],
  ['is a web server', 'unexpected-packet', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
] as const) {
  test(`a server that ${what} is told as ${slug}`, async (t) => {
    const port = await listen(t, (socket) =>
      socket.once('data', () => (answer === undefined ? socket.destroy() : socket.end(answer))),
    )
    const { said, failed } = await diagnose(t, configFor(port))
    assert.deepEqual(failed, [`login ${slug}`], said)
  })
}

/** A TLS server before the platform, on the port that it answers. */
async function listenTls(t: Parameters<typeof listen>[0], from: string, until: string): Promise<number> {
  const identity = makeSelfSigned('127.0.0.1', new Date(from), new Date(until))
  const server = createTlsServer(identity, (socket) => platform.platform.attach(socket, 'tls'))
  server.on('connection', (socket) => t.after(() => socket.destroy()))
  t.after(() => server.close())
  return portOf(server.listen(0, '127.0.0.1'))
}

test('an expired certificate is TLS: whose, and since when', async (t) => {
  const port = await listenTls(t, '2020-01-01', '2021-02-03')
  const { said, exitCode, failed } = await diagnose(t, withAliyun({ port, tls: true }))
  assert.deepEqual([exitCode, failed], [2, ['tls certificate-expired']], said)
  assert.match(said, /the certificate of 127\.0\.0\.1 was good until Feb {2}3 00:00:00 2021 GMT/)
})

test('a certificate that nobody trusts is a note, as the device checks none, and the login goes on', async (t) => {
  const port = await listenTls(t, '2020-01-01', '2090-02-03')
  const { said, exitCode } = await diagnose(t, withAliyun({ port, tls: true }))
  assert.equal(exitCode, 0, said)
  assert.match(
    said,
    /^ok {4}tls {7}TLSv1\.2, certificate until Feb {2}3 00:00:00 2090 GMT\n +note: .*\n +note: the device checks no cert/m,
  )
  assert.match(said, /^ok {4}login/m)
})

test("the console's parameters log in over TLS where they say so", async (t) => {
  const port = await listenTls(t, '2020-01-01', '2090-02-03')
  const { aliyun: _none, ...rest } = config()
  const mqtt = { ...consoleCopy(device, '127.0.0.1', port), tls: true }
  const { said, exitCode } = await diagnose(t, { ...rest, mqtt })
  assert.equal(exitCode, 0, said)
  assert.match(said, /^ok {4}tls {7}TLSv1\.2/m)
  assert.match(said, /^ok {4}login/m)
})

test('a clock that is behind is told from an expired certificate', async (t) => {
  const port = await listenTls(t, '2020-01-01', '2090-02-03')
  const now = () => new Date('2001-01-01')
  const { said, failed } = await diagnose(t, withAliyun({ port, tls: true }), ['--yes'], { now })
  assert.deepEqual(failed, ['tls certificate-not-yet-valid'], said)
  assert.match(said, /the clock of this computer says 2001/)
})

test('TLS to a port without TLS is tls-failed', async (t) => {
  const { failed } = await diagnose(t, withAliyun({ tls: true }))
  assert.deepEqual(failed, ['tls tls-failed'])
})

test('TLS that never ends is tls-timeout', async (t) => {
  const port = await listen(t, () => undefined)
  const { failed } = await diagnose(t, withAliyun({ port, tls: true }), ['--yes'], {}, { tlsMs: 10 })
  assert.deepEqual(failed, ['tls tls-timeout'])
})

test('keep alive 20 is the configuration, and nothing is connected for it', async (t) => {
  const { said, exitCode, failed } = await diagnose(t, { ...config(), link: { keepAliveS: 20 } })
  assert.deepEqual([exitCode, failed], [1, ['config config-invalid']], said)
  assert.match(said, /link\.keepAliveS +20, wanted a whole number, 30 to 1200 +the platform refuses/)
  assert.doesNotMatch(said, /^.. +(tcp|login)/m)
})

test('it says what a login does before it asks, and takes no for an answer', async (t) => {
  seen.length = 0
  const asked: string[] = []
  const confirm = async (question: string) => {
    asked.push(question)
    return false
  }
  const { said, exitCode } = await diagnose(t, config(), [], { confirm })
  assert.equal(exitCode, 0)
  assert.match(asked.join(), /^Log in as the device\? Note: this ends the session of switch-1 if it is running/)
  assert.match(said, /^-- {4}login {5}not tried: you said no$/m)
  const alone = await diagnose(t, config(), [])
  assert.match(alone.said, /^-- {4}login {5}not tried, nobody to ask: this ends the session .*--yes does it$/m)
  const never = await diagnose(t, config(), ['--no-login'], { confirm: () => assert.fail('asked') })
  assert.match(never.said, /not tried: --no-login/)
  assert.ok(!seen.includes('online'))
})

test('--offline connects to nothing', async (t) => {
  const { said, exitCode } = await diagnose(t, configFor(await closedPort()), ['--offline'])
  assert.equal(exitCode, 0)
  assert.doesNotMatch(said, /dns|tcp|login/)
})

test('--json says the same for programs', async (t) => {
  const { said } = await diagnose(t, withAliyun({ deviceSecret: 'x'.repeat(32) }), ['--yes', '--json'])
  const { ok, checks } = JSON.parse(said)
  assert.equal(ok, false)
  const { check, state, slug, docs } = checks.at(-1)
  assert.deepEqual(
    [check, state, slug, docs],
    ['login', 'fail', 'connack-refused', 'docs/troubleshooting.md#connack-refused'],
  )
  assert.deepEqual(checks[0], { check: 'node', state: 'ok', message: process.versions.node, notes: [] })
})
