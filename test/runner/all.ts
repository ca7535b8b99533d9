import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { ensurePicoScript } from '../rig/pico-script.ts'
import { createProgress } from './progress.ts'
import { findShards, type Shard } from './shards.ts'
import { readFailures, readSummary, type Summary } from './summary.ts'

// usage: node --import tsx test/runner/all.ts   everything that can be tested here; exits with 1 when anything fails or a folder runs no test

interface Result extends Summary {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
  readonly output: string
}

/** More than the two cores of a small machine: tests wait for sockets, processes and boards. */
const lanes = 4
/** A process that takes longer has hung, ms. */
const longestMs = 600_000

/** Both scripts, so that no two processes build the same one. */
const built = ensureBuilt().then(({ sha256 }) => ensurePicoScript(sha256))
const waiting = [...findShards()]
const results: Result[] = []
const progress = createProgress(process.stdout)

async function run({ folders, files, wantsScript }: Shard): Promise<Result> {
  if (wantsScript) await built
  const startedAt = performance.now()
  const command = ['--import', import.meta.resolve('tsx'), '--test-reporter=spec', 'test/runner/run.ts', ...files]
  // The faults on a Pico W take as long as those on all other boards: npm run test:faults:pico-w.
  const env = { ...process.env, FAULTS_ON: 'espruino' }
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs, env })
  child.stdout.on('data', (chunk: Buffer) => progress.heard(chunk))
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ])
  const seconds = (performance.now() - startedAt) / 1000
  const summary = readSummary(stdout)
  const { passed, failed, skipped } = summary ?? { passed: 0, failed: 1, skipped: 0 }
  const ok = code === 0 && failed === 0 && passed > 0
  const output = readFailures(stdout) + stderr
  const name = folders.map((each) => each.replace(/^test\/(?:tools\/)?/, '')).join(' ')
  return { name, ok, seconds, output, passed, failed, skipped }
}

/** Prints a line for a process that has ended, and its output when it failed. */
function report({ name, ok, seconds, output, passed, failed, skipped }: Result): void {
  const counts = `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
  const time = `${seconds.toFixed(1)} s`.padStart(7)
  progress.say(`${ok ? 'ok  ' : 'FAIL'}  ${time}  ${counts.padEnd(32)}  ${name}`)
  if (ok) return
  const hangs = seconds * 1000 >= longestMs ? `did not end within ${longestMs / 1000} s\n` : ''
  const empty = passed + failed === 0 ? 'no test was run\n' : ''
  progress.say(`\n${hangs}${empty}${output.trimEnd()}\n`)
}

async function runLane(): Promise<void> {
  for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
    const result = await run(shard)
    results.push(result)
    report(result)
  }
}

await Promise.all(Array.from({ length: lanes }, runLane))
const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0)
const broken = results.filter(({ ok, failed }) => !ok && failed === 0).map(({ name }) => name)
if (broken.length > 0) progress.say(`\n${broken.join(', ')} failed`)
progress.say(`\n${sum('passed')} passed, ${sum('failed') + broken.length} failed`)
if (results.some(({ ok }) => !ok)) process.exitCode = 1
