import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { consoleCopy } from '../../local-platform/console-copy.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { closedPort, configFor, diagnose } from './clinic.ts'

const config = { board: 'esp32', ...configFor(1883) }
const esp32 = ['2v29', 'ESP32', 'Flash,Storage,net,tls,crypto,Wifi', 15_120, 16_383, []]

/** The doctor offline, with a board that answers so. */
function withBoard(t: TestContext, answer: unknown, part: object = {}, args: readonly string[] = []) {
  const asked: string[] = []
  const boards = {
    listPorts: async () => [{ path: '/dev/ttyUSB0', what: 'CP210x' }],
    askBoard: async (port: string, expression: string) => {
      asked.push(`${port} ${expression}`)
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  const done = diagnose(t, { ...config, ...part }, ['--offline', ...args], { boards })
  return done.then((diagnosis) => ({ ...diagnosis, asked }))
}

test('the only port is taken, and the board says what it is', async (t) => {
  const { said, exitCode, asked } = await withBoard(t, esp32)
  assert.equal(exitCode, 0, said)
  assert.match(
    said,
    /^ok {4}port {6}\/dev\/ttyUSB0 \(CP210x\)\nok {4}board {5}Espruino 2v29 on ESP32, 15120 of 16383 JsVars free$/m,
  )
  assert.match(asked.join(), /^\/dev\/ttyUSB0 \[process\.env\.VERSION/)
})

test('--port names another', async (t) => {
  const { asked } = await withBoard(t, esp32, {}, ['--port', 'tcp://127.0.0.1:2323'])
  assert.match(asked.join(), /^tcp:\/\/127\.0\.0\.1:2323 /)
})

test('several ports are named, none is taken', async (t) => {
  const boards = {
    listPorts: async () => ['COM3', 'COM4'].map((path) => ({ path, what: '' })),
    askBoard: () => assert.fail('asked'),
  }
  const { said, exitCode } = await diagnose(t, config, ['--offline'], { boards })
  assert.equal(exitCode, 0)
  assert.match(said, /^-- {4}port {6}COM3, COM4: name one with --port$/m)
})

for (const [what, answer, part, failed, says] of [
  [
    'another board than the file is for',
    ['2v29', 'ESP8266_4MB', 'net,Wifi', 1000, 1600, []],
    {},
    'board wrong-board',
    /the board says ESP8266_4MB, .* is for esp32/,
  ],
  [
    'no network library',
    ['2v29', 'ESPR_RP2040_PICO', 'Flash,Storage', 11_000, 12_000, []],
    {},
    'board no-network',
    /install Kaluma 1\.2\.1/,
  ],
  [
    'no TLS where the file wants it',
    ['2v29', 'ESP32_IDF4', 'net,Wifi', 15_000, 16_383, []],
    { aliyun: { ...config.aliyun, tls: true } },
    'board config-invalid',
    /this Espruino build has no TLS/,
  ],
  [
    "no TLS where the console's parameters want it",
    ['2v29', 'ESP32_IDF4', 'net,Wifi', 15_000, 16_383, []],
    { aliyun: undefined, mqtt: { ...consoleCopy(config.aliyun, 'broker.lan', 8883), tls: true } },
    'board config-invalid',
    /mqtt\.tls true, but this Espruino build has no TLS/,
  ],
  [
    'pins that the board has not',
    ['2v29', 'ESPRUINOWIFI', 'net,tls,Wifi', 7000, 8190, []],
    { board: undefined },
    'board config-invalid',
    /"D5" is no pin of Espruino WiFi/,
  ],
  ['an answer of something else', 'login: ', {}, 'board no-prompt', /what answers at \/dev\/ttyUSB0 is not Espruino/],
  [
    'no answer',
    new UserError('no-prompt', 'nobody answers', 'hold BOOT', 2),
    {},
    'board no-prompt',
    /nobody answers\n +hold BOOT\n/,
  ],
] as const) {
  test(`a board with ${what} is told as ${failed}`, async (t) => {
    const diagnosis = await withBoard(t, answer, part)
    assert.deepEqual(diagnosis.failed, [failed], diagnosis.said)
    assert.match(diagnosis.said, says)
  })
}

test('a port that cannot be opened is told as the port, not as the board', async (t) => {
  const { said, failed } = await withBoard(t, new UserError('port-busy', '/dev/ttyUSB0 is in use', 'close it'))
  assert.deepEqual(failed, ['port port-busy'], said)
  assert.doesNotMatch(said, /board/)
})

test('a board that nobody knows is a note', async (t) => {
  const { said, exitCode } = await withBoard(t, ['2v29', 'MYBOARD', 'net,Wifi', 100, 200, []])
  assert.equal(exitCode, 0)
  assert.match(said, /note: no board that we know calls itself MYBOARD/)
})

test('a Node that is too old fails, one of the same minor or a newer major does not', async (t) => {
  const nodeVersions = ['v18.20.0', 'v20.18.9', 'v20.19.0', 'v22.0.0'].map(async (nodeVersion) => {
    const { failed } = await diagnose(t, config, ['--offline'], { nodeVersion })
    return failed.join()
  })
  assert.deepEqual(await Promise.all(nodeVersions), ['node node-old', 'node node-old', '', ''])
})

test('a file that is missing is told with what makes it', async (t) => {
  const { said, exitCode, failed } = await diagnose(t, undefined)
  assert.deepEqual([exitCode, failed], [1, ['config config-missing']])
  assert.match(said, /npm run config -- --file \S+ makes it\n +docs\/troubleshooting\.md#config-missing/)
})

test('--help says that a login ends the session of a running device', async (t) => {
  const { said } = await diagnose(t, undefined, ['--help'])
  assert.match(said, /^usage: npm run doctor[^]*ends the session of the device/)
})

/** What may go wrong in a way that nobody foresaw. */
const broken = (): never => {
  throw new TypeError('spawn udevadm ENOENT')
}

for (const [check, surroundings, rest] of [
  ['port', { boards: { listPorts: broken, askBoard: broken } }, ['node', 'config', 'dns', 'tcp']],
  [
    'board',
    { boards: { listPorts: async () => [{ path: 'COM3', what: '' }], askBoard: broken } },
    ['node', 'config', 'port', 'dns', 'tcp'],
  ],
  ['node', { nodeVersion: undefined as unknown as string }, ['config', 'port', 'dns', 'tcp']],
  [
    'dns',
    { network: { resolve: broken, usualPorts: [], deadlines: { tcpMs: 1, tlsMs: 1, connackMs: 1 } } },
    ['node', 'config', 'port'],
  ],
] as const) {
  test(`${check} that cannot be checked takes no other check along`, async (t) => {
    const port = await closedPort()
    const given = configFor(port)
    const named = check === 'dns' ? { ...given, aliyun: { ...given.aliyun, host: 'mqtt.test' } } : given
    const { said, failed, exitCode } = await diagnose(t, named, ['--no-login'], surroundings)
    const seen = [...said.matchAll(/^(?:ok|--|FAIL) +(\w+)/gm)].map(([, name]) => name)
    for (const name of [check, ...rest]) assert.ok(seen.includes(name), `${name} is in\n${said}`)
    assert.ok(
      failed.some((line) => line === `${check} bug` || line === 'dns dns-failed'),
      said,
    )
    assert.notEqual(exitCode, 0)
  })
}
