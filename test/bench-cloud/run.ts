import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureLatency } from './latency.ts'
import { measureThroughput, rounds, type Throughput } from './throughput.ts'

// usage: tsx test/bench-cloud/run.ts [DEVICES [POSTS]]   the local platform against a bare aedes, in one run

const [devices = 1000, posts = 20] = process.argv.slice(2).map(Number)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

function show(what: string, { platform, echoing, acknowledging }: Throughput): void {
  const against = (name: string, bare: number) =>
    say(
      `           bare aedes that ${name.padEnd(21)} ${bare.toFixed(0)} a second: ratio ${(platform / bare).toFixed(2)}`,
    )
  say(`${what.padEnd(10)} ${platform.toFixed(0)} property posts with post_reply a second`)
  against('delivers as many back', echoing)
  against('only acknowledges', acknowledging)
}

say(
  `devices    ${devices} plain MQTT clients, not boards, in a process of their own; ${posts} posts each, best of ${rounds} rounds`,
)
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
