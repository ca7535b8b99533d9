import assert from 'node:assert/strict'
import { ask, everything, hold, requests, toldSince } from '../features/requests.ts'
import { faultTest } from '../rig/fault-test.ts'

/** The table of open requests counts seconds: one more may pass, and a slot until a request goes out. */
const [leastMs, mostMs] = [9_900, 11_600]

for (const request of requests)
  faultTest(
    `F51 the reply to ${request.name} is lost: its callback is called once, 10 s after it went out, and the next one is answered`,
    (bench) => {
      bench.bootReady()
      bench.pass(15_000)
      const held = hold(bench, request)
      ask(bench, request, held)
      const from = bench.log.lines.length
      bench.pass(leastMs)
      assert.deepEqual(toldSince(bench, from), [])
      bench.pass(mostMs - leastMs)
      assert.deepEqual(toldSince(bench, from), [request.lost])
      if (request.keepsPacketId) return bench.connection.rst()
      const packet = ask(bench, request, held)
      bench.connection.send(request.answer(packet, bench.connection))
      bench.pass(15_000)
      const told = toldSince(bench, from)
      assert.equal(told.length, 2)
      assert.ok(told[1]?.includes(request.told), told[1])
    },
    { habits: ['esp32'], app: everything.script, platform: true },
  )
