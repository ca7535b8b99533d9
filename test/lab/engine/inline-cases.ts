import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { ConsoleLines } from '../../../tools/serial/console-lines.ts'
import { onProcessEnd } from '../../../tools/engine/process-end.ts'
import type { Bench } from './bench.ts'
import { buildInline } from './build-apart.ts'
import type { EngineCase } from './case.ts'
import { checkSet, startCloud } from './cloud.ts'
import { deviceJson } from './device-config.ts'
import type { GivenEngine } from './engines.ts'

/** The script with the configuration inside, for people who paste it somewhere. */
export function inlineCases(engines: readonly GivenEngine[]): EngineCase[] {
  const [linux] = engines
  assert.ok(linux)
  return [
    {
      name: `inline: the script file alone, given to the interpreter, switches on and off [${linux.name}]`,
      load: 'works',
      aboutS: 5,
      run: (bench) => asFile(bench, linux),
    },
    {
      name: `inline: from flash, without device.json, it switches on and off [${engines.map(({ name }) => name).join(', ')}]`,
      load: 'works',
      aboutS: 15,
      run: (bench) => fromFlash(bench, engines),
    },
  ]
}

/** One after another: they are the same device. */
async function fromFlash(bench: Bench, engines: readonly GivenEngine[]): Promise<void> {
  const cloud = await startCloud(bench)
  const { script } = await buildInline(bench, deviceJson({ port: cloud.port }))
  for (const engine of engines) {
    const device = bench.device({ engine, script, config: 'none' })
    await device.line(/I mqtt ready$/)
    await checkSet(cloud, device, 1)
    await checkSet(cloud, device, 0)
    assert.deepEqual(device.levels(), [0, 1, 0])
    await device.stop()
  }
}

/** No `.boot0` here, so the pin shows only in the log. */
async function asFile(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startCloud(bench)
  const { file } = await buildInline(bench, deviceJson({ port: cloud.port }))
  const console = new ConsoleLines()
  // The pipe of its input is never closed: at its end the interpreter would read 0xFF for ever.
  const child = spawn(engine.executable, [file], { stdio: ['pipe', 'pipe', 'pipe'] })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const forget = onProcessEnd(() => child.kill('SIGKILL'))
  bench.atEnd(async () => {
    child.kill('SIGKILL')
    await gone
    forget()
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => console.take(bytes))
  await console.next(/I mqtt ready$/, 10_000)
  for (const value of [1, 0] as const) {
    const result = await cloud.set(value)
    assert.equal(result.outcome === 'answered' && result.reply.code, 200)
    await console.next(new RegExp(`I thing {"PowerSwitch_1":${value}}$`), 10_000)
  }
}
