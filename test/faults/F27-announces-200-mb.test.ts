import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

const bytes = 200 * 1024 * 1024
const header = [0x30, (bytes & 127) | 128, ((bytes >> 7) & 127) | 128, ((bytes >> 14) & 127) | 128, bytes >> 21]

faultTest(
  'F27 a PUBLISH announces 200 MB: malformed-packet, nothing allocated',
  (bench) => {
    bench.bootReady()
    bench.connection.send(Buffer.concat([Uint8Array.from([...header, 0, 4]), Buffer.from('/a/b'), Buffer.alloc(100)]))
    bench.expectFault('malformed-packet', 1_000)
    assert.ok(bench.device.held.peak <= 200, `held ${bench.device.held.peak} bytes`)
  },
  { habits: allHabits },
)

faultTest('F27 the announcement alone is enough, even in chunks of one byte', (bench) => {
  bench.bootReady()
  bench.connection.chunks([1, 1, 1, 1], 100)
  bench.connection.send(Uint8Array.from(header))
  bench.expectFault('malformed-packet', 1_000)
})
