import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { readNumber } from '../run-flags.ts'
import { measureGrowth, sizes } from './growth.ts'
import { measureLatency } from './latency.ts'
import { measureThroughput, rounds, type Pace, type Throughput } from './throughput.ts'

const usage = 'npm run bench:cloud'
const help = `usage: ${usage} -- [flags]

Measures the local platform against a bare aedes, in one run: property posts with their replies, and the time from a call of
SetDeviceProperty to the pin's edge on a simulated board. Then what one more of everything that it collects costs, by how
many there are.

  --devices N  how many plain MQTT clients (1000)
  --posts N    property posts each (20)
  --growth     only what one more costs
  --verbose    a stack with an error
  --help       this text
`

const options = {
  devices: { type: 'string', default: '1000' },
  posts: { type: 'string', default: '20' },
  growth: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const calls = 200

type Print = (text: string) => void

/** `npm run bench:cloud`. Throws UserError bad-flag, unknown-flag. */
export async function cloudBenchCommand(args: readonly string[], print: Print): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const devices = readNumber('--devices', flags.devices, { least: 1, most: 100_000, whole: true })
  const posts = readNumber('--posts', flags.posts, { least: 1, most: 1e6, whole: true })
  if (flags.growth) return printGrowth(print)
  print(
    `devices    ${devices} plain MQTT clients, not boards, in a process of their own; ${posts} posts each, best of ${rounds} rounds\n`,
  )
  print(toLines('in memory', await measureThroughput(devices, posts)))
  const folder = mkdtempSync(join(tmpdir(), 'bench-cloud-'))
  try {
    print(toLines('on disk', await measureThroughput(devices, posts, join(folder, 'state.sqlite'))))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const took = await measureLatency(calls)
  const at = (part: number) => (took[Math.floor(part * (took.length - 1))] ?? 0).toFixed(1)
  print(`set to pin ${calls} calls of SetDeviceProperty, simulated board: median ${at(0.5)} ms, p99 ${at(0.99)} ms\n`)
  await printGrowth(print)
}

async function printGrowth(print: Print): Promise<void> {
  const columns = (texts: readonly string[]) => texts.map((text) => text.padStart(9)).join('')
  print(`one more, µs CPU, with so many there:           ${columns(sizes.map((size) => size.toLocaleString('en')))}\n`)
  for (const { what, costsUs } of await measureGrowth()) {
    print(`           ${what.padEnd(37)}${columns(costsUs.map((cost) => cost.toFixed(0)))}\n`)
  }
}

function toLines(what: string, { platform, echoing, acknowledging }: Throughput): string {
  const describe = ({ perSecond, cpuUs }: Pace) => `${perSecond.toFixed(0)} a second, ${cpuUs.toFixed(0)} µs CPU each`
  const against = (name: string, bare: Pace) => {
    const ratio = (platform.perSecond / bare.perSecond).toFixed(2)
    const cpuRatio = (bare.cpuUs / platform.cpuUs).toFixed(2)
    return `           bare aedes that ${name}: ${describe(bare)}; ratio ${ratio}, by CPU ${cpuRatio}\n`
  }
  return (
    `${what.padEnd(10)} property posts with post_reply: ${describe(platform)}\n` +
    against('delivers as many back', echoing) +
    against('only acknowledges', acknowledging)
  )
}
