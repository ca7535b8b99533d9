import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { accessKey, plug } from '../cloud-openapi/bench.ts'
import { fuzzHttp } from './http-fuzz.ts'

// usage: tsx test/tools/console/fuzz-run.ts [COUNT [SEED]]   requests that nobody should send; exits with 1 on any 5xx

const [count = 100_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number)
const running = await startPlatform({ devices: [plug], port: 0, controlPort: 0, accessKey })
const { statuses, bad } = await fuzzHttp(running.controlPort, count, seed)
await running.close()
const counts = [...statuses].sort(([one], [other]) => one - other).map(([status, times]) => `${status}: ${times}`)
process.stdout.write(
  `${count} requests, seed ${seed}: ${counts.join(', ')}\n${bad.map((line) => `${line}\n`).join('')}`,
)
if (bad.length > 0) process.exitCode = 1
