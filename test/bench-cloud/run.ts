import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureLatency } from './latency.ts'
import { measureThroughput, rounds, type Pace, type Throughput } from './throughput.ts'

// usage: tsx test/bench-cloud/run.ts [DEVICES [POSTS]]   the local platform against a bare aedes, in one run

const [devices = 1000, posts = 20] = process.argv.slice(2).map(Number)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

function show(what: string, { platform, echoing, acknowledging }: Throughput): void {
  const describe = ({ perSecond, cpuUs }: Pace) => `${perSecond.toFixed(0)} a second, ${cpuUs.toFixed(0)} µs CPU each`
  const against = (name: string, bare: Pace) => {
    const ratio = (platform.perSecond / bare.perSecond).toFixed(2)
    const cpuRatio = (bare.cpuUs / platform.cpuUs).toFixed(2)
    say(`           bare aedes that ${name}: ${describe(bare)}; ratio ${ratio}, by CPU ${cpuRatio}`)
  }
  say(`${what.padEnd(10)} property posts with post_reply: ${describe(platform)}`)
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
