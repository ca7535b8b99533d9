import assert from 'node:assert/strict'
import type { KalumaCase } from './case.ts'
import { assertBack, endAfter, meets, played } from './ring-b.ts'
import { escaped, setPayload, type Attempt } from './scenario.ts'

/** After a fault: a set works, and the run is over. */
export const healed: Attempt = {
  onReady: [{ afterMs: 1500, set: setPayload('99', { PowerSwitch_1: 1 }) }, endAfter(2500)],
}

/** Between the event and the fault: so much earlier or later than the deadline, ms. */
const earliest = -300
const latest = 2500

/** Faults until the link is ready. */
export const openingFaults: readonly KalumaCase[] = [
  played({
    name: 'F01: a name that is not found is dns-failed; the fd is closed, since it was never connected',
    scenario: meets(10, 120, { opens: 'not found' }, { opens: 'dns timeout' }, healed),
    judge(run) {
      assert.deepEqual(
        run.faults().map(({ fault }) => fault),
        ['dns-failed', 'dns-failed'],
      )
      // One of each is that which learns the address.
      assert.equal(run.of('close').length, 3)
      assertBack(run)
    },
  }),
  ...(['refused', 'lost'] as const).map((opens) =>
    played({
      name: `${opens === 'lost' ? 'F03' : 'F02'}: a connection that is ${opens}, of which nobody is told, is open-timeout after 15 s`,
      scenario: meets(10, 120, { opens }, healed),
      judge(run) {
        const [fault] = run.faults()
        assert.equal(fault?.fault, 'open-timeout')
        assertAfter(fault!.at - run.of('connect')[0]!.at, 15_000)
        assertBack(run)
      },
    }),
  ),
  played({
    name: 'F04: a CONNACK that never comes is connack-timeout after 10 s',
    scenario: meets(10, 120, { connack: 'never' }, healed),
    judge(run) {
      const [fault] = run.faults()
      assert.equal(fault?.fault, 'connack-timeout')
      assertAfter(fault!.at - run.of('open')[0]!.at, 10_000)
      assertBack(run)
    },
  }),
  played({
    name: 'F09: CONNACK 5 is connack-refused, and the next attempt comes after 60 s',
    scenario: meets(20, 200, { connack: 5 }, healed),
    judge(run) {
      run.line(/ W mqtt connack-refused 5 not authorized, retry in 60 s/)
      const [first, second] = run.of('connect')
      assertAfter(second!.at - first!.at, 60_000)
      assertBack(run)
    },
  }),
  played({
    name: 'F14: a SUBACK that never comes is suback-timeout after 10 s',
    scenario: meets(10, 120, { suback: 'never' }, healed),
    judge(run) {
      const [fault] = run.faults()
      assert.equal(fault?.fault, 'suback-timeout')
      assertAfter(fault!.at - run.packets('subscribe')[0]!.at, 10_000)
      assertBack(run)
    },
  }),
  played({
    name: 'F15: SUBACK 128 is suback-refused: DISCONNECT and a FIN, since the peer lives, and 60 s of rest',
    scenario: meets(20, 200, { suback: 128 }, healed),
    judge(run) {
      run.line(/ W mqtt suback-refused \S+, retry in 60 s/)
      assert.equal(run.packets('disconnect').length, 1)
      assert.ok(run.of('close').some(({ rest }) => rest === '0'))
      assert.equal(run.of('closed')[0]?.rest, '0')
      assertBack(run)
    },
  }),
  played({
    name: 'F12: a peer that speaks first, each time: at most 5 CONNECTs in any 60 s',
    scenario: meets(20, 300, { onOpen: [{ bytes: 'SSH-2.0-OpenSSH_9.2%0d%0a' }], connack: 'never' }),
    judge(run) {
      const opened = run.of('open').map(({ at }) => at)
      assert.ok(opened.length >= 8, `${opened.length} connections`)
      for (const from of opened) {
        const within = opened.filter((at) => at >= from && at < from + 60_000)
        assert.ok(within.length <= 5, `${within.length} connections in 60 s`)
      }
      assert.deepEqual([...new Set(run.faults().map(({ fault }) => fault))], ['unexpected-packet'])
      // The peer lives each time: none of its sockets is left over.
      const closes = run.of('close').filter(({ rest }) => !rest.endsWith('never connected'))
      assert.ok(closes.length >= opened.length - 1, `${closes.length} of ${opened.length} closed`)
      assert.deepEqual(run.said(/no socket left/), [])
    },
  }),
  ...(
    [
      ['F25: a remaining length of five bytes is malformed-packet', '%30%ff%ff%ff%ff%01%00', 'malformed-packet'],
      ['F30: a reserved packet type is unexpected-packet', '%f0%00', 'unexpected-packet'],
      ['F30: reserved flags are malformed-packet', '%d1%00', 'malformed-packet'],
      ['F31: a second CONNACK is unexpected-packet', '%20%02%00%00', 'unexpected-packet'],
      ['F27: a PUBLISH that announces 200 MB is malformed-packet', '%30%80%84%af%5f%00%04test', 'malformed-packet'],
      ['F32: bytes 0x80 to 0xFF are a fault', escaped(Buffer.from([...Array(128).keys()].map((n) => n + 128))), ''],
    ] as const
  ).map(([name, bytes, fault]) =>
    played({
      name: `${name}; then it comes back`,
      scenario: meets(10, 120, { onReady: [{ afterMs: 1500, bytes }] }, healed),
      judge(run) {
        const [first] = run.faults()
        assert.ok(first)
        if (fault !== '') assert.equal(first.fault, fault)
        assertBack(run)
      },
    }),
  ),
]

/** Ticks are of a second, and the first one may be partial. */
function assertAfter(waitedMs: number, wantedMs: number): void {
  const isFine = waitedMs >= wantedMs + earliest && waitedMs <= wantedMs * 1.1 + latest
  assert.ok(isFine, `after ${waitedMs} ms, wanted ${wantedMs}`)
}
