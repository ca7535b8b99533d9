import assert from 'node:assert/strict'
import mqttPacket from 'mqtt-packet'
import { sign } from '../../../tools/cloud/login/password.ts'
import type { KalumaCase } from './case.ts'
import { identity, keepAliveS, pin } from './judged.ts'
import { setTopic } from './program.ts'
import { endAfter, meets, played } from './ring-b.ts'
import { setPayload, type Attempt, type Scenario } from './scenario.ts'
import type { Transcript } from './transcript.ts'

/** How long a property set is given until its reply and post have been written. */
const settledMs = 3000

/** On, on again, off; the wrong value, the unknown switch, and a nested one. */
const sets: Attempt = {
  onReady: [
    { afterMs: 2000, set: setPayload('11', { PowerSwitch_1: 1 }) },
    { afterMs: settledMs, set: setPayload('12', { PowerSwitch_1: 1 }) },
    { afterMs: settledMs, set: setPayload('13', { PowerSwitch_1: 0 }) },
    { afterMs: settledMs, set: setPayload('14', { PowerSwitch_1: 2 }) },
    { afterMs: settledMs, set: setPayload('15', { PowerSwitch_9: 1 }) },
    { afterMs: settledMs, set: setPayload('16', { PowerSwitch_1: 300 }) },
    endAfter(settledMs),
  ],
}

const quiet: Scenario = meets(40, 5.5 * keepAliveS, {})

/** What a good day shows. */
export const sessionCases: readonly KalumaCase[] = [
  played({
    name: 'start: the pin, the boot line, the signature, CONNECT byte for byte, ready',
    scenario: meets(1, 12, { onReady: [endAfter(1200)] }),
    judge(run, bench) {
      const boot = run.line(/ I boot Kaluma 1\.2\.1 pico-w plug-1&a1B2c3D4e5F$/)
      const [level, direction] = [run.of('pin')[0], run.of('mode')[0]]
      assert.deepEqual([level?.rest, direction?.rest], [`${pin} 0`, `${pin} output`])
      assert.ok(run.all.indexOf(level!) < run.all.indexOf(direction!), 'first the level, then the direction')
      assert.ok(level!.at <= boot.at, 'the pins are set before it signs')
      assertConnect(run)
      run.line(/ I mqtt ready$/)
      assert.deepEqual(
        run.packets('subscribe').map(({ packet }) => packet.filters[0]?.topicFilter),
        [setTopic, `/${identity.productKey}/${identity.deviceName}/user/get`],
      )
      assert.deepEqual(run.posts(), [{ PowerSwitch_1: 0 }])
      bench.figure('signing.ms', run.of('seed')[0]!.at - boot.at)
      bench.figure('bootToReady.ms', run.line(/ I mqtt ready$/).at - boot.at)
    },
  }),
  played({
    name: 'set: on and off with one edge each, reply 200 and a post; no edge for the same again; 460 for what is no value or no switch',
    scenario: meets(10, 60, sets),
    judge(run) {
      assert.deepEqual(run.levels(pin), [0, 1, 0])
      assert.deepEqual(
        run.replies().map(({ id, code }) => `${id} ${code}`),
        ['11 200', '12 200', '13 200', '14 460', '15 460', '16 460'],
      )
      assert.deepEqual(
        run.posts().map((params) => JSON.stringify(params)),
        [0, 1, 1, 0, 0, 0, 0].map((on) => `{"PowerSwitch_1":${on}}`),
      )
    },
  }),
  played({
    name: 'F18: a ping after 24 s of silence, and ready for more than 5 x keepAlive',
    scenario: quiet,
    judge(run) {
      const pings = run.packets('pingreq')
      assert.ok(pings.length >= 11, `${pings.length} pings`)
      const gaps = pings.slice(1).map(({ at }, index) => at - pings[index]!.at)
      for (const gap of gaps) assert.ok(gap >= 23_500 && gap < 30_000, `${gap} ms between pings`)
      assert.deepEqual([run.of('open').length, run.faults()], [1, []])
    },
  }),
  played({
    name: 'a press of the button toggles, and is posted',
    scenario: meets(10, 30, { onReady: [{ afterMs: 2000, press: 14 }, { afterMs: 3000, press: 14 }, endAfter(3000)] }),
    options: { config: { button: 'GP14' } },
    judge(run) {
      assert.deepEqual(
        run.of('mode').map(({ rest }) => rest),
        ['15 output', '14 input_pullup'],
      )
      assert.match(run.of('watch')[0]?.rest ?? '', /^14 \d+ 30$/)
      assert.deepEqual(run.levels(pin), [0, 1, 0])
      assert.deepEqual(
        run.posts().map((params) => JSON.stringify(params)),
        [0, 1, 0].map((on) => `{"PowerSwitch_1":${on}}`),
      )
    },
  }),
  played({
    name: 'a keepAlive of 300 s stands in CONNECT in two bytes: a code above 255 is cut to a byte',
    scenario: meets(10, 20, { onReady: [endAfter(500)] }),
    options: { config: { keepAliveS: 300 } },
    judge: (run) => assert.deepEqual(run.packets('connect')[0]?.packet.keepAliveS, 300),
  }),
  played({
    name: 'the LED is driven by putGpio with a boolean',
    scenario: meets(10, 30, {
      onReady: [{ afterMs: 2000, set: setPayload('1', { PowerSwitch_1: 1 }) }, endAfter(2000)],
    }),
    options: { config: { pin: 'LED' } },
    judge(run) {
      assert.deepEqual(
        run.of('led').map(({ rest }) => rest),
        ['0 false', '0 true'],
      )
      assert.deepEqual([run.of('pin'), run.of('mode')], [[], []])
    },
  }),
  ...['GP22', 'GP25', 'GP29'].map((name) =>
    played({
      name: `${name} is no pin of this board: config-invalid, and nothing is driven or joined`,
      scenario: meets(10, 20, {}),
      options: { config: { pin: name } },
      judge(run) {
        run.line(new RegExp(`E boot config-invalid switches\\.PowerSwitch_1\\.pin "${name}" is no pin of this board$`))
        assert.deepEqual([run.of('pin'), run.of('mode'), run.of('join'), run.of('scan')], [[], [], [], []])
      },
    }),
  ),
]

/** CONNECT as mqtt-packet reads it, and signed as the platform checks it. */
function assertConnect(run: Transcript): void {
  const hex = run.of('write')[0]?.rest.split(' ')[1] ?? ''
  const read: mqttPacket.Packet[] = []
  const parser = mqttPacket.parser()
  parser.on('packet', (packet) => read.push(packet))
  assert.equal(parser.parse(Buffer.from(hex, 'hex')), 0, 'bytes are left over')
  const [packet] = read
  assert.ok(packet?.cmd === 'connect' && read.length === 1)
  const [id = '', extended = ''] = packet.clientId.split('|')
  const timestamp = /(?:^|,)timestamp=(\d+)/.exec(extended)?.[1] ?? ''
  const { productKey, deviceName, deviceSecret } = identity
  assert.match(extended, /^securemode=3,signmethod=hmacsha256,/)
  assert.deepEqual(
    { ...packet, clientId: id, password: packet.password?.toString() },
    {
      ...{ cmd: 'connect', retain: false, qos: 0, dup: false, length: packet.length ?? 0, topic: null, payload: null },
      ...{ protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: keepAliveS },
      clientId: `${productKey}.${deviceName}`,
      username: `${deviceName}&${productKey}`,
      password: sign('hmacsha256', deviceSecret, { clientId: id, deviceName, productKey, timestamp }),
    },
  )
}
