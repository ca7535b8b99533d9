import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPort } from '../../../tools/doctor/check-board.ts'
import { attempt, checkNode, toFailure } from '../../../tools/doctor/check-computer.ts'
import { checkLogin } from '../../../tools/doctor/check-login.ts'
import { checkDns, checkTcp, codeOf, dial, realNetwork, type Network } from '../../../tools/doctor/check-network.ts'
import { dialTls } from '../../../tools/doctor/check-tls.ts'
import { identityOf } from '../../../tools/doctor/identity.ts'
import { fail, formatFinding, ok, reportAsJson, skipped } from '../../../tools/doctor/report.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { closedPort, configFor, diagnose, listen, notFound } from './clinic.ts'

const deadlines = { tcpMs: 60_000, tlsMs: 60_000, connackMs: 60_000 }

test('a finding is a line; a failure says its word, what to do, where more is said, and then the notes', () => {
  assert.equal(formatFinding({ check: 'dns', ...ok('fine', ['but', 'and']) }), ['ok    dns       fine', `${' '.repeat(16)}note: but`, `${' '.repeat(16)}note: and`].join('\n')) // prettier-ignore
  assert.equal(formatFinding({ check: 'tls', ...skipped('not asked for') }), '--    tls       not asked for')
  const failed = { check: 'login', ...fail('slug', 'text', 'one\ntwo') } as const
  const lines = ['FAIL  login     slug  text', 'one', 'two', 'docs/troubleshooting.md#slug']
  assert.equal(formatFinding(failed), lines.join(`\n${' '.repeat(16)}`))
  assert.equal(failed.failure?.exitCode, 2)
  const report = JSON.parse(reportAsJson([{ check: 'dns', ...ok('fine') }, failed, { check: 'tls', ...skipped('no') }]))
  assert.deepEqual(report, {
    ok: false,
    checks: [
      { check: 'dns', state: 'ok', message: 'fine', notes: [] },
      { check: 'login', state: 'fail', message: 'text', notes: [], slug: 'slug', hint: 'one\ntwo', docs: 'docs/troubleshooting.md#slug' },
      { check: 'tls', state: 'skipped', message: 'no', notes: [] },
    ],
  }) // prettier-ignore
  assert.equal(JSON.parse(reportAsJson([{ check: 'tls', ...skipped('no') }])).ok, true)
})

test('what a check throws is its failure: the word of a UserError, else bug, with exit code 3', async () => {
  const failure = toFailure(new UserError('port-lost', 'gone', 'the cable', 2))
  assert.deepEqual([failure.message, failure.failure], ['gone', { slug: 'port-lost', hint: 'the cable', exitCode: 2 }])
  const bug = await attempt(() => Promise.reject(new RangeError('deep')))
  assert.deepEqual([bug.message, bug.failure?.slug, bug.failure?.exitCode], ['RangeError: deep', 'bug', 3])
  assert.equal(toFailure('text').message, 'text')
})

test('versions of Node are compared number by number', () => {
  for (const [version, state] of [
    ['v20.19.0', 'ok'],
    ['v20.20.0', 'ok'],
    ['v20.100.0', 'ok'],
    ['v21.0.0', 'ok'],
    ['v100.0.0', 'ok'],
    ['v20.18.99', 'fail'],
    ['v9.99.99', 'fail'],
    ['v20', 'fail'],
  ] as const)
    assert.equal(checkNode(version).state, state, version)
  assert.equal(checkNode('v21.0.0').message, '21.0.0')
})

test('a port that is named is not looked for; without one, what cannot be listed is no failure', async () => {
  const askBoard = assert.fail
  const named = await checkPort('COM9', { listPorts: assert.fail, askBoard })
  assert.deepEqual([named.port, named.outcome], ['COM9', ok('COM9')])
  const unlisted = await checkPort(undefined, {
    listPorts: () => Promise.reject(new UserError('no-serialport', 'x')),
    askBoard,
  })
  assert.deepEqual([unlisted.port, unlisted.outcome], [undefined, skipped('no-serialport: x')])
  const none = await checkPort(undefined, { listPorts: () => Promise.resolve([]), askBoard })
  assert.deepEqual(none.outcome, skipped('no board on a serial port'))
  await assert.rejects(
    checkPort(undefined, { listPorts: () => Promise.reject(new TypeError('x')), askBoard }),
    TypeError,
  )
})

/** A network in which the hosts named have an address. */
const resolving = (...hosts: string[]): Network => ({
  ...{ usualPorts: [], deadlines },
  resolve: (host) => (hosts.includes(host) ? Promise.resolve('192.0.2.1') : Promise.reject(notFound(host))),
})

test('a host without an address: which key of the configuration, or the computer itself', async () => {
  const { aliyun, ...rest } = configFor(1883)
  const { host: _host, ...triple } = aliyun
  const control = `${aliyun.productKey}.iot-as-mqtt.cn-shanghai.aliyuncs.com`
  const hint = async (network: Network, part: object | undefined, host = 'mqtt.test') => {
    const config = { ...rest, ...(part === undefined ? { mqtt: {} } : { aliyun: { ...triple, ...part } }) } as never
    const { outcome, address } = await checkDns(host, config, network)
    assert.deepEqual([address, outcome.failure?.slug], [undefined, 'dns-failed'])
    assert.equal(outcome.message, `${host} has no IPv4 address (ENOTFOUND)`)
    return outcome.failure?.hint ?? ''
  }
  const online = resolving(control)
  assert.match(await hint(online, { host: 'mqtt.test' }), /^aliyun\.host "mqtt\.test" is not a host$/)
  assert.match(await hint(online, { instanceId: 'iot-1' }), /^aliyun\.instanceId "iot-1" is no instance/)
  assert.match(await hint(online, { region: 'cn-x' }), /^aliyun\.region "cn-x" has no such host/)
  assert.match(
    await hint(resolving('www.iot-as-mqtt.cn-shanghai.aliyuncs.com'), undefined),
    /^mqtt\.mqttHostUrl is not/,
  )
  assert.match(await hint(resolving(), {}), /^no other host of Aliyun has one either/)
  assert.match(await hint(online, {}, control.replace('a1b2', 'b1b2')), /^aliyun\.region/)
  assert.match(await hint(resolving(), {}, control), /^no other host/)
  const found = await checkDns('there', { ...rest, aliyun } as never, resolving('there'))
  assert.equal(found.address, '192.0.2.1')
  const address = await checkDns('127.0.0.1', { ...rest, aliyun } as never, resolving())
  assert.deepEqual([address.address, address.outcome.message], ['127.0.0.1', '127.0.0.1 needs none'])
})

test('a closed port: the usual ones are asked, but not itself', async (t) => {
  const [open, closed] = [await listen(t, () => undefined), await closedPort()]
  const network = { ...resolving(), usualPorts: [closed, open] }
  const found = await checkTcp('127.0.0.1', closed, network)
  assert.deepEqual([found.failure?.slug, found.message], ['open-refused', `127.0.0.1:${closed} is closed`])
  assert.match(found.failure?.hint ?? '', new RegExp(`^${open} is open there`))
  const none = await checkTcp('127.0.0.1', closed, { ...network, usualPorts: [closed] })
  assert.match(none.failure?.hint ?? '', /^nobody listens there, nor on : the local platform does not run; npm start$/)
  assert.equal((await checkTcp('127.0.0.1', open, network)).state, 'ok')
  assert.deepEqual([realNetwork.usualPorts, realNetwork.deadlines], [[1883, 8883, 443], { tcpMs: 15_000, tlsMs: 20_000, connackMs: 10_000 }]) // prettier-ignore
})

test('who cannot be reached is told by the code of the system', async () => {
  assert.equal(await dial('127.0.0.1', await closedPort(), 1000), 'ECONNREFUSED')
  assert.equal(await dialTls({ address: '127.0.0.1', host: 'h', port: await closedPort() }, deadlines), 'ECONNREFUSED')
  assert.deepEqual([codeOf(notFound('x')), codeOf('x'), codeOf(new Error('y'))], ['ENOTFOUND', 'x', 'Error: y'])
})

/** What a server that returns these bytes for CONNECT is told as. */
async function loginTo(t: Parameters<typeof listen>[0], bytes: readonly number[], part: object = {}) {
  const port = await listen(t, (socket) => socket.once('data', () => socket.write(Buffer.from(bytes))))
  const config = { ...configFor(port), ...part }
  const server = { address: '127.0.0.1', host: '127.0.0.1', port }
  return checkLogin(server, identityOf(configFor(port)), config, { ...resolving(), deadlines })
}

test('each return code says what it means, and what to look at', async (t) => {
  for (const [code, part, message, hint] of [
    [2, {}, /^2 \(/, /^the clientId is not accepted, or keepAlive 60 s$/],
    [2, { link: { keepAliveS: 90 } }, /^2 \(/, /keepAlive 90 s$/],
    [3, {}, /^3 \(/, /at most 5 logins a minute/],
    [4, {}, /^4 \(/, /DeviceSecret\)\.\nIf it is right: .* lives at 127\.0\.0\.1$/],
    [4, { aliyun: undefined }, /^4 \(/, /^the copied parameters are not right/],
    [5, {}, /^5 \(/, /^switch-1 is disabled or deleted/],
    [1, {}, /^1 \(/, /^is it a broker for MQTT 3\.1\.1\?$/],
  ] as const) {
    const outcome = await loginTo(t, [0x20, 2, 0, code], part)
    assert.deepEqual([outcome.failure?.slug, outcome.failure?.exitCode], ['connack-refused', 2])
    assert.match(outcome.message, message)
    assert.match(outcome.failure?.hint ?? '', hint)
  }
  assert.match((await loginTo(t, [0x20, 2, 0, 0])).message, /^switch-1 is let in, \d+ ms$/)
  assert.equal((await loginTo(t, [0xd0, 0])).failure?.slug, 'unexpected-packet')
})

test('nobody is logged in where nobody can be asked, or where --no-login says so, even with --yes', async (t) => {
  const port = await listen(t, () => undefined)
  const said = async (...args: string[]) => (await diagnose(t, configFor(port), args)).said
  assert.match(
    await said(),
    /^-- {4}login {5}not tried, nobody to ask: this ends the session of switch-1 .* --yes does it$/m,
  )
  assert.match(await said('--no-login', '--yes'), /^-- {4}login {5}not tried: --no-login$/m)
  const refused = await diagnose(t, configFor(port), [], { confirm: () => Promise.resolve(false) })
  assert.match(refused.said, /^-- {4}login {5}not tried: you said no$/m)
})

test('the identity is that of the firmware: host, port, names, and the CONNECT for them', () => {
  const { host, port, tls, deviceName, connectPacket } = identityOf(configFor(1884))
  assert.deepEqual([host, port, tls, deviceName], ['127.0.0.1', 1884, false, 'switch-1'])
  assert.equal(connectPacket.charCodeAt(0), 0x10)
  assert.ok(connectPacket.includes('switch-1&a1b2C3d4E5F'))
})

test('a port that cannot be opened or used is the port, what does not answer there is the board', async (t) => {
  for (const [slug, failed, port] of [
    ['port-none', 'port port-none', 'FAIL'],
    ['port-busy', 'port port-busy', 'FAIL'],
    ['no-serialport', 'port no-serialport', 'FAIL'],
    ['no-prompt', 'board no-prompt', 'ok'],
  ] as const) {
    const boards = { listPorts: assert.fail, askBoard: () => Promise.reject(new UserError(slug, 'text', '', 2)) }
    const diagnosis = await diagnose(t, configFor(1883), ['--offline', '--port', 'COM3'], { boards })
    assert.deepEqual(diagnosis.failed, [failed])
    assert.match(diagnosis.said, new RegExp(`^${port} +port `, 'm'))
    assert.equal(/ board /.test(diagnosis.said), slug === 'no-prompt')
  }
})

test('what answers, but not as a board that was asked does, is no board', async (t) => {
  const whole = ['2v29', 'ESP32', 'net,tls,Storage', 1, 2, []]
  for (const [answer, failed] of [
    [whole, []],
    [whole.slice(0, 5), ['board no-prompt']],
    [[...whole, 1], ['board no-prompt']],
    [[1, ...whole.slice(1)], ['board no-prompt']],
    ['2v29', ['board no-prompt']],
  ] as const) {
    const boards = { listPorts: assert.fail, askBoard: () => Promise.resolve(answer) }
    const diagnosis = await diagnose(t, configFor(1883), ['--offline', '--port', 'COM3'], { boards })
    assert.deepEqual(diagnosis.failed, failed)
  }
})
