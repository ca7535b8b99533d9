import assert from 'node:assert/strict'
import type { KalumaCase } from './case.ts'
import { homeNetwork } from './judged.ts'
import { healed } from './opening-faults.ts'
import { endAfter, meets, played } from './ring-b.ts'
import type { AccessPoint, Scenario, Step } from './scenario.ts'

const neighbour: AccessPoint = { ssid: 'cafe', password: 'other', rssi: -80 }
const gone: Step = { networks: [neighbour] }
const back: Step = { networks: [neighbour, homeNetwork] }
/** Names whose bytes are no ASCII: UTF-8 of three bytes a character, of four, and GBK, which is no UTF-8. */
const namesOfBytes: readonly (readonly [name: string, ssid: Buffer])[] = [
  ['a Chinese name', Buffer.from('\u5496\u5561')],
  ['a picture in its name', Buffer.from('home \u{1f600}')],
  ['a name in GBK', Buffer.from('d6d0b9faeda0', 'hex')],
]

const inAir = (
  scale: number,
  untilS: number,
  networks: readonly AccessPoint[],
  steps: readonly Step[] = [],
): Scenario => ({
  ...meets(scale, untilS, healed),
  networks,
  steps,
})

/** Wi-Fi by a driver that tells nobody when it is gone, and blocks while it joins. */
export const wifiCases: readonly KalumaCase[] = [
  played({
    name: 'F40: a network that goes away while ready is noticed within 2 s, and no join blocks while the watchdog runs',
    scenario: {
      ...meets(10, 200, { onReady: [] }, healed),
      steps: [
        { afterMs: 12_000, ...gone },
        { afterMs: 60_000, ...back },
      ],
    },
    judge(run) {
      const [left, returned] = run.of('air').map(({ at }) => at)
      const [fault] = run.faults()
      assert.equal(fault?.fault, 'wifi-lost')
      assert.ok(fault.at - left! < 2200, `after ${fault.at - left!} ms`)
      const joins = run.of('join').map(({ at }) => at)
      assert.equal(joins.filter((at) => at > left! && at < returned!).length, 0, 'it joined what nobody hears')
      run.line(/ I mqtt ready$/, returned)
      assert.deepEqual(run.of('reset'), [])
    },
  }),
  played({
    name: 'F40: a network that is back at once is used again: the chip has joined by itself',
    scenario: {
      ...meets(10, 200, { onReady: [] }, healed),
      steps: [
        { afterMs: 12_000, ...gone },
        { afterMs: 1500, ...back },
      ],
    },
    judge(run) {
      // Tried before it was back, it leaves and joins anew.
      const tooSoon = run.said(/ W wifi not joined: not in range$/).length
      assert.equal(run.of('join').length, tooSoon > 0 ? 2 : 1)
      run.line(/ I mqtt ready$/, run.of('air')[1]!.at)
    },
  }),
  played({
    name: 'F42: a network that is not there at the start is tried blindly at every fourth attempt, and joined when it comes',
    scenario: inAir(20, 700, [neighbour], [{ afterMs: 330_000, ...back }]),
    judge(run) {
      const [came] = run.of('air').map(({ at }) => at)
      const before = run.faults().filter(({ at }) => at < came!)
      const joins = run.of('join').filter(({ at }) => at < came!)
      assert.ok(before.length >= 4, `${before.length} attempts`)
      assert.ok(
        joins.length >= 1 && joins.length <= 1 + before.length / 4,
        `${joins.length} of ${before.length} joined`,
      )
      assert.ok(before.every(({ fault }) => fault === 'wifi-timeout'))
      run.line(/ W wifi not joined: not in range$/)
      run.line(/ I mqtt ready$/, came)
    },
  }),
  played({
    name: 'a wrong password is told from a network out of range, and the networks in range are listed',
    scenario: inAir(10, 60, [neighbour, { ...homeNetwork, password: 'battery staple' }, { ...neighbour, rssi: -62 }]),
    judge(run) {
      run.line(/ W wifi not joined: wrong password, or no answer within 30 s$/)
      // The louder of the two of one name.
      run.line(/ W wifi wanted "home", in range: .*"cafe" -62 dBm/)
      assert.deepEqual(run.of('connect'), [])
    },
  }),
  played({
    name: 'a network that hides its name is joined all the same',
    scenario: inAir(10, 60, [neighbour, { ...homeNetwork, hidden: true }]),
    judge: (run) => void run.line(/ I mqtt ready$/),
  }),
  ...namesOfBytes.map(([name, bytes]) =>
    played({
      name: `a network with ${name} is found, joined, logged byte for byte, and recognised when it is back`,
      scenario: {
        ...meets(10, 200, { onReady: [] }, healed),
        networks: [neighbour, { ...homeNetwork, ssid: bytes.toString('latin1') }],
        steps: [
          { afterMs: 12_000, ...gone },
          { afterMs: 15_000, networks: [neighbour, { ...homeNetwork, ssid: bytes.toString('latin1') }] },
        ],
      },
      options: { config: { ssid: bytes } },
      judge(run) {
        assert.ok(run.of('join').length <= 2)
        assert.ok(
          run.output.includes(`I wifi joined "${bytes.toString('latin1')}" 10.0.0.2\r\n`),
          'not logged as it is',
        )
        run.line(/ I mqtt ready$/, run.of('air')[1]!.at)
      },
    }),
  ),
  played({
    name: 'a neighbour whose name is no text keeps nobody from joining',
    scenario: inAir(10, 60, [{ ...neighbour, ssid: 'x\xed\xa0\x80' }, { ...neighbour, ssid: '\xff\xd6' }, homeNetwork]),
    judge: (run) => void run.line(/ I mqtt ready$/),
  }),
  played({
    name: 'F41: five failures in a row reset Wi-Fi, and it joins anew',
    scenario: meets(20, 400, ...Array.from({ length: 5 }, () => ({ opens: 'lost' }) as const), {
      onReady: [endAfter(3000)],
    }),
    judge(run) {
      const reset = run.line(/ W wifi reset after 5 attempts$/)
      assert.ok(run.of('leave').some(({ at }) => at >= reset.at))
      assert.ok(run.of('join').some(({ at }) => at > reset.at))
      run.line(/ I mqtt ready$/, reset.at)
    },
  }),
]
