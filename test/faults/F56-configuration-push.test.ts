import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { readApplication } from '../../tools/build/application.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { connack, publish } from '../peer/scripted-peer.ts'
import { Bench } from '../rig/bench.ts'
import { faultTest, type FaultTestOptions } from '../rig/fault-test.ts'
import { withoutReboot } from '../rig/identity.ts'
import type { MemoryPipe } from '../virtual/memory-network.ts'

// A configuration that would cut the link: what the settings of the firmware itself do about it.

const { script: app } = await ensureBuilt('dist', readApplication('test/features/apps/settings-switch.ts'))
const options: FaultTestOptions = { app, habits: ['esp32', 'esp8266'], config: withoutReboot() }
const filesHost = 'files.test'

/** Has a server answer each request for a file with these bytes, or as `act` does. */
function serve(bench: Bench, answer: string | ((pipe: MemoryPipe) => void)): void {
  bench.network.listen(filesHost, 80, (pipe) => {
    pipe.onData = () => {
      if (typeof answer !== 'string') return answer(pipe)
      pipe.write(Buffer.from(answer, 'latin1'))
      pipe.end()
    }
  })
}

const found = (content: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${content.length}\r\n\r\n${content}`

function describe(content: string, changes: object = {}) {
  const sign = createHash('sha256').update(content, 'latin1').digest('hex')
  const size = { configId: `c-${sign.slice(0, 8)}`, configSize: content.length }
  return { ...size, sign, signMethod: 'Sha256', url: `http://${filesHost}/a.json`, getType: 'file', ...changes }
}

let pushes = 0

/** Pushes a configuration whose file is `content`, and lets the board act on it. */
function push(bench: Bench, content: string, changes: object = {}, waitMs = 3_000): void {
  const { productKey, deviceName } = bench.connection.device
  const params = describe(content, changes)
  const payload = JSON.stringify({ id: String(++pushes), method: 'thing.config.push', params, version: '1.0.0' })
  bench.connection.send(publish({ topicName: `/sys/${productKey}/${deviceName}/thing/config/push`, payload }))
  bench.pass(waitMs)
}

const settings = (bench: Bench): string[] => bench.log.with(' settings ').map(({ text }) => text.replace(/^\S+ /, ''))
const keepAlives = (bench: Bench): number[] =>
  bench.peer.received.flatMap(({ packet }) => (packet.type === 'connect' ? [packet.keepAliveS] : []))

/** The session goes on as it was: nothing was changed by what came. */
function assertUntouched(bench: Bench): void {
  assert.deepEqual([bench.log.faults.length, bench.isReady], [0, true])
  bench.connection.rst()
  bench.pass(5_000)
  bench.untilReady(70_000)
  assert.deepEqual(keepAlives(bench), [60, 60])
}

const refused: readonly [content: string, why: string][] = [
  ['{"link":{"keepAliveS":29}}', 'link.keepAliveS, wanted 30 to 1200'],
  ['{"link":{"keepAliveS":1201}}', 'link.keepAliveS, wanted 30 to 1200'],
  ['{"link":{"keepAliveS":60.5}}', 'link.keepAliveS, wanted 30 to 1200'],
  ['{"link":{"keepAliveS":"60"}}', 'link.keepAliveS, wanted 30 to 1200'],
  ['{"link":{"keepAliveS":1e300}}', 'no JSON object'],
  ['{"link":{"rebootAfterMin":-1}}', 'link.rebootAfterMin, wanted 0 to 10080'],
  ['{"link":{"rebootAfterMin":null}}', 'link.rebootAfterMin, wanted 0 to 10080'],
  ['{"link":{"logLevel":"D"}}', 'link.logLevel, wanted E, W or I'],
  ...['wifi', 'host', 'port', 'aliyun', 'mqtt', 'tls', 'ca', 'deviceSecret', 'toString'].map(
    (key): [string, string] => [`{"link":{"keepAliveS":120,"${key}":"secret"}}`, `link.${key} may not be set`],
  ),
  ['{"link":[120]}', 'link is no object'],
  ['{"link":120}', 'link is no object'],
  ['{"link":{"keepAliveS":120}} and more', 'no JSON object'],
  ['{"link":{"keepAliveS":120}', 'no JSON object'],
  [`{"a":${'['.repeat(300)}${']'.repeat(300)},"link":{"keepAliveS":120}}`, 'no JSON object'],
  ['\0\xff', 'no JSON object'],
]

faultTest(
  'F56 a configuration with values out of range, keys of Wi-Fi, host or identity, or garbage: all of it is refused, and named',
  (bench) => {
    bench.bootReady()
    for (const [content, why] of refused) {
      serve(bench, found(content))
      push(bench, content)
      assert.equal(settings(bench).at(-1), `W settings refused: ${why}`, content)
    }
    assert.equal(settings(bench).length, refused.length)
    assert.ok(!settings(bench).join().includes('secret'))
    assertUntouched(bench)
  },
  options,
)

const right = '{"link":{"keepAliveS":120}}'

const undelivered: readonly [
  what: string,
  answer: string | ((pipe: MemoryPipe) => void),
  changes: object,
  why: string,
][] = [
  ['a size over 2,048 bytes', found(right), { configSize: 70_000 }, 'refused: configSize 70000, at most 2048'],
  ['another size', found(right), { configSize: 5 }, 'refused: not what was announced'],
  ['no size', found(right), { configSize: null }, 'refused: not what was announced'],
  ['a size that is a text', found(right), { configSize: `${right.length}` }, 'refused: not what was announced'],
  ['a URL that is none', '', { url: 'data:,%7B%7D' }, 'not fetched: "no URL of HTTP"'],
  ['a URL with a line feed', '', { url: `http://${filesHost}/\r\nX: 1` }, 'not fetched: "no URL of HTTP"'],
  ['no URL', '', { url: null }, 'not fetched: "no URL of HTTP"'],
  ['404', 'HTTP/1.1 404 Not Found\r\n\r\n', {}, 'not fetched: "HTTP 404"'],
  ['no HTTP', 'SSH-2.0-x\r\n\r\n', {}, 'not fetched: "HTTP garbage"'],
  ['the end before its length', found(right).slice(0, -1), {}, 'not fetched: "closed"'],
  ['more than its length', `${found(right)} `, {}, 'not fetched: "too long"'],
  ['a length over the limit', 'HTTP/1.1 200 OK\r\nContent-Length: 2049\r\n\r\n', {}, 'not fetched: "over 2048 bytes"'],
  ['more than the limit', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(3000)}`, {}, 'not fetched: "too long"'],
  ['a head without an end', `HTTP/1.1 200 OK\r\n${'X-A: 1\r\n'.repeat(400)}`, {}, 'not fetched: "too long"'],
  ['a reset', (pipe) => pipe.reset(), {}, 'not fetched: "closed"'],
]

faultTest(
  'F56 a file that is not what was announced, too long, or not to be had: nothing changes',
  (bench) => {
    bench.bootReady()
    for (const [what, answer, changes, why] of undelivered) {
      serve(bench, answer)
      push(bench, right, { configId: what, ...changes })
      assert.equal(settings(bench).at(-1), `W settings ${why}`, what)
    }
    assertUntouched(bench)
  },
  options,
)

faultTest(
  'F56 a server that says nothing is given up after 20 s; what is pushed meanwhile is fetched after it, the newest',
  (bench) => {
    bench.bootReady()
    serve(bench, () => undefined)
    push(bench, right, { configId: 'silent' })
    push(bench, right, { configId: 'older' })
    push(bench, right, { configId: 'newest' }, 13_000)
    serve(bench, found(right))
    assert.deepEqual(settings(bench), [])
    bench.pass(3_000)
    assert.deepEqual(settings(bench), ['W settings not fetched: "timeout"', 'I settings {"keepAliveS":120}'])
    assert.equal(bench.network.attempts.filter(({ host }) => host === filesHost).length, 2)
    bench.pass(30_000)
    assert.deepEqual([bench.log.faults.length, bench.isReady], [0, true])
  },
  options,
)

/** From now on each get is answered with this configuration. */
function answerGets(bench: Bench, content: string): void {
  bench.peer.on('publish', (connection, packet) => {
    connection.answer(packet)
    if (!packet.topicName.endsWith('/thing/config/get')) return
    const { id } = JSON.parse(packet.payload.toString()) as { id: string }
    const reply = { code: 200, data: describe(content), id, message: 'success', method: 'thing.config.get' }
    connection.send(publish({ topicName: `${packet.topicName}_reply`, payload: JSON.stringify(reply) }))
  })
}

/** Five sessions, at the beginning of each of which the same configuration is there, which cannot be fetched. */
function fiveSessions(bench: Bench, sessionMs: number): void {
  answerGets(bench, right)
  bench.boot()
  for (let session = 1; session <= 5; session++) {
    bench.untilReady(300_000)
    bench.pass(sessionMs)
    bench.untilReady(300_000)
    bench.connection.rst()
    bench.pass(2_000)
  }
  const tried = bench.network.attempts.filter(({ host }) => host === filesHost)
  assert.equal(tried.length, 3)
  assert.match(settings(bench).at(-1) ?? '', /^W settings not fetched: ".*", given up$/)
}

for (const answer of ['refused', 'dns-failed'] as const) {
  faultTest(
    `F56 a host that cannot be reached (${answer}) is tried at three connects, then not until there is another configuration`,
    (bench) => {
      bench.network.script(filesHost, 80, answer)
      fiveSessions(bench, 5_000)
    },
    options,
  )
}

test('F56 a host that never answers blocks a board whose connect blocks: the link is back, and after three times it is left alone', () => {
  const bench = new Bench({ ...options, habit: 'esp32', seed: 'black hole', extraNoticeMs: 75_000 })
  bench.network.script(filesHost, 80, 'black-hole')
  fiveSessions(bench, 90_000)
  bench.assertBoard()
  // While it is blocked it cannot ping.
  bench.peer.assertStrict(['[MQTT-3.1.2-23]'])
})

faultTest(
  'F56 the platform refuses the new keepAlive: the old one is back at the next CONNECT, and the new one is not taken again',
  (bench) => {
    answerGets(bench, right)
    serve(bench, found(right))
    bench.peer.on('connect', (connection, packet) => {
      if (packet.keepAliveS === 120) connection.send(connack(2))
      else connection.answer(packet)
    })
    bench.bootReady()
    assert.deepEqual(settings(bench), ['I settings {"keepAliveS":120}'])
    for (let session = 2; session <= 3; session++) {
      bench.connection.rst()
      bench.pass(5_000)
      bench.untilReady(200_000)
      bench.pass(5_000)
    }
    assert.deepEqual(keepAlives(bench), [60, 120, 60, 60])
    assert.deepEqual(settings(bench).slice(1), ['W settings taken back, the link did not come up: {"keepAliveS":120}'])
    push(bench, right, { configId: 'anew' })
    assert.equal(settings(bench).at(-1), 'I settings {"keepAliveS":120}', 'another configId is another configuration')
  },
  options,
)

/** How a server may fail a CONNECT with new settings. */
const failures: readonly (readonly [what: string, answer: readonly number[]])[] = [
  ['three attempts in a row fail at CONNECT with new settings', []],
  ['a CONNACK that is too long answers CONNECT with new settings, three times', [0x20, 3, 0, 0, 0]],
  ['a packet of no type answers CONNECT with new settings, three times', [0xf0, 0]],
]

for (const [what, answer] of failures)
  faultTest(
    `F56 ${what}: the old ones are back at the fourth`,
    (bench) => {
      serve(bench, found(right))
      bench.bootReady()
      push(bench, right)
      bench.peer.on('connect', (connection, packet) => {
        if (packet.keepAliveS === 60) connection.answer(packet)
        else connection.send(Buffer.from(answer))
      })
      bench.connection.rst()
      bench.pass(5_000)
      bench.untilReady(300_000)
      assert.deepEqual(keepAlives(bench), [60, 120, 120, 120, 60])
    },
    options,
  )

faultTest(
  'F56 Wi-Fi and the way to the server fail for an hour after new settings: they are kept, as it is none of their doing',
  (bench) => {
    serve(bench, found(right))
    bench.bootReady()
    push(bench, right)
    bench.answers('refused')
    bench.connection.rst()
    bench.pass(1_800_000)
    bench.answers('dns-failed')
    bench.pass(1_800_000)
    bench.answers('open')
    bench.untilReady(130_000)
    assert.deepEqual(keepAlives(bench), [60, 120])
    assert.deepEqual(settings(bench), ['I settings {"keepAliveS":120}'])
  },
  options,
)
