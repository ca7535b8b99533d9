import assert from 'node:assert/strict'
import type { KalumaCase } from './case.ts'
import { meets, played } from './ring-b.ts'
import { setPayload, type Attempt } from './scenario.ts'

/** Ready, a set that is kept, and then an RST of which nobody is told: its socket is left alone. */
const isReset: Attempt = {
  onReady: [
    { afterMs: 500, set: setPayload('1', { PowerSwitch_1: 1 }) },
    { afterMs: 100, peer: 'rst' },
  ],
}
/** It closes when the device has given up already. */
const closesLater: Attempt = { connack: 'never', onOpen: [{ afterMs: 14_000, peer: 'fin' }] }
const closesSoon: Attempt = { onReady: [{ afterMs: 500, peer: 'fin' }] }
const staysSilent: Attempt = { onReady: [{ afterMs: 500, peer: 'silent' }] }

/** Sockets that are left alone, until there is none. */
export const socketCases: readonly KalumaCase[] = [
  played({
    name: 'sockets: after 12 that were reset and left alone the states are saved and the board starts anew',
    scenario: meets(50, 3000, isReset),
    judge(run) {
      const line = run.line(/ W board no socket left: reboot$/)
      assert.equal(run.of('open').length, 12)
      assert.deepEqual(
        run.of('watchdog').map(({ rest }) => rest),
        ['8300', '1'],
      )
      assert.ok(run.of('file').every(({ at }) => at <= line.at + 1000))
      assert.equal(run.of('file').filter(({ rest }) => rest.startsWith('rename ')).length, 1)
      assert.equal(run.of('reset').at(-1)?.rest, '')
    },
  }),
  played({
    name: 'sockets: when silent peers hold all 5 connections of the stack, the second refusal starts the board anew',
    scenario: meets(50, 3000, staysSilent),
    judge(run) {
      assert.equal(run.of('open').length, 5)
      assert.deepEqual(
        run
          .faults()
          .slice(-2)
          .map(({ fault }) => fault),
        ['open-refused', 'open-refused'].slice(0, run.faults().length - 5).length === 2
          ? ['open-refused', 'open-refused']
          : ['pingresp-timeout', 'open-refused'],
      )
      run.line(/ W board no socket left: reboot$/)
    },
  }),
  played({
    name: 'sockets: a peer that closes later what was left alone gives the socket back: 18 connections and more',
    scenario: meets(50, 2400, ...Array.from({ length: 9 }, () => [closesLater, closesLater, closesSoon]).flat()),
    judge(run) {
      assert.ok(run.of('open').length >= 18, `${run.of('open').length} connections`)
      assert.deepEqual(run.said(/no socket left/), [])
    },
  }),
]
