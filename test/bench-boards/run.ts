import { powerUp } from './boards.ts'

// usage: tsx test/bench-boards/run.ts [BOARDS]   that many simulated boards in one process, powered up at once

const [count = 500] = process.argv.slice(2).map(Number)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const { ms, cpuMs, residentMb } = await powerUp(count, (ready) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${ready} of ${count} ready`)
})
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
const s = (value: number): string => `${(value / 1000).toFixed(1)} s`
say(
  `boards  ${count} simulated boards, each running the bundle in its own context, and the local platform: one process`,
)
say(`ready   all after ${s(ms)} (${s(cpuMs)} of processor time); ${residentMb.toFixed(0)} MB`)
process.exit()
