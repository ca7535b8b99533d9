import assert from 'node:assert/strict'
import { ask, everything, hold, requests, toldSince } from '../features/requests.ts'
import { faultTest } from '../rig/fault-test.ts'

for (const request of requests)
  faultTest(
    `F53 the session of ${request.name} ends before its reply: its callback is called once, at the end, and a reply in the next session does nothing`,
    (bench) => {
      bench.bootReady()
      bench.pass(15_000)
      const held = hold(bench, request)
      const packet = ask(bench, request, held)
      const answer = request.answer(packet, bench.connection)
      // What the application asks for at each `connect` is answered.
      for (const type of ['publish', 'subscribe', 'unsubscribe'] as const) bench.peer.off(type)
      const from = bench.log.lines.length
      bench.connection.rst()
      bench.expectFault('socket-closed', 1_000)
      bench.pass(100)
      // The clock goes on: it is asked again at the next connect, by itself.
      const isClock = request.name === 'syncClock'
      if (!isClock) assert.deepEqual(toldSince(bench, from), [request.lost])
      bench.untilReady(70_000)
      bench.pass(100)
      if (request.isAcknowledged === undefined) bench.connection.send(Buffer.concat([answer, answer]))
      bench.pass(15_000)
      assert.equal(toldSince(bench, from).length, 1, toldSince(bench, from).join('\n'))
      assert.equal(bench.device.oracle.edges, 0)
      assert.equal(bench.log.faults.length, 1)
    },
    { habits: ['esp32'], app: everything.script, platform: true },
  )
