import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { after, test } from 'node:test'
import type { Plugin } from 'rollup'
import { quote } from '../../../firmware/text.ts'
import { bundleFirmware } from '../../../tools/build/bundle.ts'
import { rollup } from '../../../tools/build/rollup.mjs'
import { startEngine } from '../../../tools/engine/engine.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'
import { Bench } from '../../rig/bench.ts'
import { deviceJson } from '../../rig/identity.ts'
import { everyName } from './every-name.ts'
import { generated } from './generated.ts'

/*
 * No pass of the build may change what code means that is not ours: an application written to trip them does the same in
 * plain Node, as it stands, and in both scripts that the build makes of it.
 */

const folder = mkdtempSync(join(tmpdir(), 'foreign-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** How many modules are made up, of which seed. */
const [count, seed] = [60, 17]

/** Writes the application; returns its path. */
function writeApp(): string {
  const modules = [...everyName(), ...generated(count, seed)]
  modules.forEach((source, at) => writeFileSync(join(folder, `m${at}.js`), source))
  const imports = modules.map((_, at) => `import { run as run${at} } from './m${at}.js'`)
  const calls = modules.map((_, at) => `run${at}(sayOf(${at}), later)`)
  const app = join(folder, 'app.js')
  writeFileSync(
    app,
    `import '${relative(folder, resolve('test/lab/foreign/app.js')).replaceAll('\\', '/')}'
${imports.join('\n')}
function sayOf(at) { return function (what) { print('app m' + at + ' ' + JSON.stringify(what)) } }
function later(task) { setTimeout(function () { task('later') }, 1) }
${calls.join('\n')}
`,
  )
  return app
}

const app = writeApp()

/** The application as it stands, with our functions as they stand. */
async function inNode(): Promise<string[]> {
  const given: Plugin = {
    name: 'given',
    load(id) {
      if (id === resolve('firmware/device.ts')) return 'export var log = $log, quote = $quote'
      return id === resolve('apps/switch/switch.ts') ? '' : null
    },
  }
  const bundle = await rollup({ input: app, plugins: [given], treeshake: false })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  const clock = createVirtualClock()
  const printed: string[] = []
  // The application has one.
  let over = false
  const every = (task: () => void, ms: number): unknown =>
    clock.set(() => {
      task()
      if (!over) every(task, ms)
    }, ms)
  const globals = {
    print: (text: string) => printed.push(text),
    $log: (text: string) => printed.push(text),
    $quote: quote,
    setTimeout: (task: () => void, ms: number) => clock.set(task, ms),
    setInterval: (task: () => void, ms: number) => every(task, ms),
    clearInterval: () => (over = true),
  }
  new Function(...Object.keys(globals), output[0].code)(...Object.values(globals))
  clock.advance(1_000)
  return printed
}

const config = deviceJson()

/** The script that the build makes of it, on a board. */
async function onBoard(readable: boolean): Promise<Bench> {
  const { script } = await bundleFirmware({ entry: app, inline: Buffer.from(JSON.stringify(config)), readable })
  const bench = new Bench({ config, script })
  bench.bootReady()
  return bench
}

/** What the application itself has printed, by which of its parts. */
function partsOf(lines: readonly string[]): Map<string, string[]> {
  const parts = new Map<string, string[]>()
  for (const line of lines.map((each) => each.replace(/^\d+\.\d+ /, ''))) {
    const [own, part = 'by hand'] = /^app (?:(m\d+) )?/.exec(line) ?? []
    if (own !== undefined) parts.set(part, [...(parts.get(part) ?? []), line])
  }
  return parts
}

const expected = partsOf(await inNode())

/** What handlers did is another thing where starting takes longer than a timer. */
const hasOwnPace = (line: string): boolean => line.startsWith('app ["timer"')

/** The same in the real engine, until it has printed as many lines. */
async function inEngine(): Promise<string[]> {
  const { script } = await bundleFirmware({ entry: app, inline: Buffer.from(JSON.stringify(config)) })
  const engine = startEngine({ files: { '.bootcde': script } })
  try {
    const wanted = [...expected.values()].flat().length
    for (let seen = 0; seen < wanted; seen++) await engine.line(/^(\d+\.\d+ )?app /, { withinMs: 20_000 })
    return [...engine.lines]
  } finally {
    await engine.stop()
  }
}

for (const readable of [false, true])
  test(`an application written to trip the build does what it does in Node, ${readable ? 'readable' : 'minified'}`, async () => {
    const bench = await onBoard(readable)
    const done = partsOf(bench.log.lines.map(({ text }) => text))
    assert.ok(expected.size > count)
    for (const [part, lines] of expected) assert.deepEqual(done.get(part), lines, part)
    assert.equal(done.size, expected.size)
    bench.assertInvariants()
  })

const skip = (process.env['ESPRUINO'] ?? '') === '' && 'ESPRUINO is not set'

test('and in the real engine, minified: its flash does not hold more', { skip }, async () => {
  const done = partsOf(await inEngine())
  for (const [part, lines] of expected)
    assert.deepEqual(
      done.get(part)?.filter((line) => !hasOwnPace(line)),
      lines.filter((line) => !hasOwnPace(line)),
      part,
    )
})
