import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureLatency } from './latency.ts'
import { measureThroughput, type Throughput } from './throughput.ts'

// usage: tsx test/bench-cloud/run.ts [DEVICES [POSTS]]   the local platform against a bare aedes, in one run

const [devices = 1000, posts = 20] = process.argv.slice(2).map(Number)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

function show(what: string, { platformPerSecond, aedesPerSecond }: Throughput): void {
  const ratio = (platformPerSecond / aedesPerSecond).toFixed(2)
  say(`${what.padEnd(10)} ${platformPerSecond.toFixed(0)} posts with reply a second; bare aedes`)
  say(`           ${aedesPerSecond.toFixed(0)} publishes with PUBACK a second: ratio ${ratio}`)
}

say(`devices    ${devices} plain MQTT clients, not boards, in a process of their own; ${posts} posts each, 3 rounds`)
show('in memory', await measureThroughput(devices, posts))
const folder = mkdtempSync(join(tmpdir(), 'bench-cloud-'))
try {
  show('on disk', await measureThroughput(devices, posts, join(folder, 'state.sqlite')))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const calls = 200
const took = await measureLatency(calls)
const at = (part: number) => (took[Math.floor(part * (took.length - 1))] ?? 0).toFixed(1)
say(`set to pin ${calls} calls of SetDeviceProperty, simulated board: median ${at(0.5)} ms, p99 ${at(0.99)} ms`)
