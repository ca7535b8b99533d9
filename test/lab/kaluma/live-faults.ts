import assert from 'node:assert/strict'
import type { KalumaCase } from './case.ts'
import { pin } from './judged.ts'
import { healed } from './opening-faults.ts'
import { assertBack, endAfter, meets, played } from './ring-b.ts'
import { setPayload } from './scenario.ts'

/** Faults of a link that was ready. */
export const liveFaults: readonly KalumaCase[] = [
  played({
    name: 'F22: a FIN is socket-closed; it comes back, with waits that grow and are jittered',
    scenario: meets(
      20,
      400,
      ...Array.from({ length: 5 }, () => ({ onReady: [{ afterMs: 500, peer: 'fin' as const }] })),
      healed,
    ),
    judge(run) {
      const faults = run.faults()
      assert.deepEqual(
        faults.map(({ fault }) => fault.replace('identity-stolen', 'socket-closed')),
        Array(5).fill('socket-closed'),
      )
      const jittered = faults.filter(({ fault }) => fault === 'socket-closed')
      assert.ok(new Set(jittered.map(({ retryMs }) => retryMs)).size > 1, 'no jitter')
      for (const [attempt, { retryMs }] of faults.entries())
        if (faults[attempt]?.fault === 'socket-closed')
          assert.ok(
            retryMs >= 1000 && retryMs <= Math.min(60_000, 2000 * 2 ** attempt),
            `${retryMs} ms, attempt ${attempt}`,
          )
      assert.equal(run.of('closed').length, 5)
      assertBack(run)
    },
  }),
  played({
    name: 'F21: an RST, of which nobody is told, is socket-closed once the ping has been refused for 2 s, within 30 s; nothing is closed',
    scenario: meets(20, 300, { onReady: [{ afterMs: 1500, peer: 'rst' }] }, healed),
    judge(run) {
      const [fault] = run.faults()
      assert.equal(fault?.fault, 'socket-closed')
      const waited = fault!.at - run.of('reset')[0]!.at
      assert.ok(waited <= 30_000, `after ${waited} ms`)
      assert.ok(run.of('refused').length > 0)
      assert.equal(run.of('shutdown').length, 0, 'shutdown of a socket that was reset')
      assertBack(run)
    },
  }),
  played({
    name: 'F23: a peer that sends and takes nothing fills the send buffer: write-stalled, or socket-closed, within 30 s',
    scenario: meets(
      20,
      300,
      {
        onReady: [
          { afterMs: 1500, peer: 'deaf' },
          // Each makes a reply and a post of 240 bytes in all.
          ...Array.from({ length: 60 }, (_none, at) => ({
            afterMs: 400,
            set: setPayload(String(at), { PowerSwitch_1: at & 1 }),
          })),
        ],
      },
      healed,
    ),
    judge(run) {
      const [fault] = run.faults()
      assert.match(fault?.fault ?? '', /^(write-stalled|socket-closed)$/)
      const [refused] = run.of('refused')
      assert.ok(refused && fault!.at - refused.at < 30_000)
      run.line(/ I mqtt ready$/, fault!.at)
      assert.deepEqual(run.replies().at(-1), { id: '99', code: 200 })
    },
  }),
  played({
    name: 'F18 F20: a peer that falls silent is pingresp-timeout within 45 s of its last byte',
    scenario: meets(20, 300, { onReady: [{ afterMs: 1500, peer: 'silent' }] }, healed),
    judge(run) {
      const [fault] = run.faults()
      assert.equal(fault?.fault, 'pingresp-timeout')
      assertBack(run)
    },
  }),
  played({
    name: 'F18: a PINGRESP that never comes is pingresp-timeout 15 s after the ping',
    scenario: meets(20, 300, { pingresp: false }, healed),
    judge(run) {
      const [fault] = run.faults()
      assert.equal(fault?.fault, 'pingresp-timeout')
      const waited = fault!.at - run.packets('pingreq')[0]!.at
      assert.ok(waited >= 14_500 && waited < 20_000, `after ${waited} ms`)
      assertBack(run)
    },
  }),
  played({
    name: 'F34: a payload of 249 opened brackets is ignored, and so are 40 nested objects with brackets in a string; the link goes on',
    scenario: meets(10, 60, {
      onReady: [
        { afterMs: 1500, set: '['.repeat(249) },
        { afterMs: 1500, set: `{"id":"5","params":{"PowerSwitch_1":${'['.repeat(1900)}` },
        { afterMs: 1500, set: `{"id":"6","params":{"PowerSwitch_1":${'['.repeat(100)}${']'.repeat(100)}}}` },
        { afterMs: 1500, set: setPayload('7', { PowerSwitch_1: 1 }).replace('1.0.0', '[{'.repeat(60)) },
        endAfter(2500),
      ],
    }),
    judge(run) {
      assert.deepEqual([run.of('open').length, run.faults()], [1, []])
      // Brackets in a string nest nothing: that one acts.
      assert.deepEqual(run.levels(pin), [0, 1])
      assert.deepEqual(
        run.replies().filter(({ id }) => id === '7'),
        [{ id: '7', code: 200 }],
      )
    },
  }),
  played({
    name: 'F33: __proto__, big numbers and 1e400 in a set make no edge and no fault',
    scenario: meets(10, 60, {
      onReady: [
        { afterMs: 1500, set: '{"id":"5","params":{"__proto__":{"PowerSwitch_1":1}}}' },
        { afterMs: 1500, set: '{"id":"6","params":{"PowerSwitch_1":18446744073709551617}}' },
        { afterMs: 1500, set: '{"id":"7","params":{"PowerSwitch_1":1e400}}' },
        { afterMs: 1500, set: '{"id":"8","params":{"PowerSwitch_1":4294967297}}' },
        { afterMs: 1500, set: '{"id":"9","params":{"constructor":1,"hasOwnProperty":1}}' },
        { afterMs: 1500, set: '{"id":"10","__proto__":{"params":{"PowerSwitch_1":1}}}' },
        { afterMs: 1500, set: setPayload('11', { PowerSwitch_1: 1 }) },
        endAfter(2500),
      ],
    }),
    judge(run) {
      assert.deepEqual([run.of('open').length, run.faults()], [1, []])
      assert.deepEqual(run.levels(pin), [0, 1])
      assert.deepEqual(run.replies().at(-1), { id: '11', code: 200 })
    },
  }),
  played({
    name: 'F33: a text of UTF-8 goes to the log byte for byte, once encoded',
    scenario: meets(10, 30, {
      onReady: [
        {
          afterMs: 1500,
          bytes: escapedPublish('/a1B2c3D4e5F/plug-1/user/get', '\u5f00\u706f'),
        },
        endAfter(2500),
      ],
    }),
    judge(run) {
      const bytes = Buffer.from('\u5f00\u706f', 'utf8').toString('latin1')
      assert.ok(run.output.includes(`"${bytes}"\r\n`), 'the bytes are not in the output')
    },
  }),
]

function escapedPublish(topic: string, text: string): string {
  const body = Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic), Buffer.from(text, 'utf8')])
  return [0x30, body.length, ...body].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}
