import assert from 'node:assert/strict'
import { ask, everything, hold, requests, toldSince } from '../features/requests.ts'
import { faultTest } from '../rig/fault-test.ts'

for (const request of requests)
  faultTest(
    `F52 the reply to ${request.name} comes twice at once, and once more a second later: its callback is called once`,
    (bench) => {
      bench.bootReady()
      bench.pass(15_000)
      const packet = ask(bench, request, hold(bench, request))
      const from = bench.log.lines.length
      const answer = request.answer(packet, bench.connection)
      bench.connection.send(Buffer.concat([answer, answer]))
      bench.pass(1_000)
      bench.connection.send(answer)
      bench.pass(15_000)
      const told = toldSince(bench, from)
      assert.equal(told.length, 1, told.join('\n'))
      assert.ok(told[0]?.includes(request.told), told[0])
      assert.equal(bench.device.oracle.edges, 0)
      assert.deepEqual(bench.log.faults, [])
    },
    { habits: ['esp32'], app: everything.script, platform: true },
  )
