import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'acorn'
import { buildCommand } from '../../../tools/build/build-command.ts'
import { buildFirmware } from '../../../tools/build/firmware.ts'
import { readApplication } from '../../../tools/build/application.ts'
import { refuseCommaLists } from '../../../tools/build/kaluma/comma-lists.mjs'
import { createKalumaBoard } from '../../../tools/board/kaluma/kaluma-board.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'kaluma-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const secret = '0123456789abcdef0123456789abcdee'
const config = {
  wifi: { ssid: 'Home', password: 'the password' },
  aliyun: { productKey: 'a1B2c3D4e5F', deviceName: 'plug01', deviceSecret: secret, region: 'cn-shanghai' },
  switches: { PowerSwitch_1: { pin: 'LED' } },
}
const inline = write('device.json', JSON.stringify(config))
const firmware = join(process.cwd(), 'firmware/device.ts').replaceAll('\\', '/')

const build = (app?: string) =>
  buildFirmware({ ...(app === undefined ? {} : { app: readApplication(app) }), inline, folder, board: 'pico-w' })

/** What a script prints on a simulated Pico W in its first seconds. */
function run(script: string): string[] {
  const clock = createVirtualClock()
  const lines: string[] = []
  const board = createKalumaBoard({
    ...{ script, clock, transport: createMemoryNetwork(clock) },
    wifi: { accessPoints: [{ ssid: 'Home', password: 'the password' }] },
    onPrint: (line) => lines.push(line),
  })
  board.boot()
  clock.advance(8_000)
  assert.deepEqual(board.hangs, [])
  return lines
}

test('the script for a Pico W is the same at each build, ES5, readable by its owner alone, and joins', async () => {
  const [one, two] = [await build(), await build()]
  assert.equal(one.sha256, two.sha256)
  assert.match(one.file, /firmware\.pico-w\.js$/)
  const script = readFileSync(one.file, 'utf8')
  assert.match(script, /^\/\/ Holds secrets/)
  assert.match(script, /^[\n\x20-\x7e]*$/)
  parse(script, { ecmaVersion: 5 })
  if (process.platform !== 'win32') assert.equal(statSync(one.file).mode & 0o777, 0o600)
  const lines = run(script)
  assert.ok(lines.some((line) => line.endsWith('I wifi joined "Home" 192.0.2.7')))
  assert.ok(!lines.join().includes(secret))
})

test('the command says what it built and no secret; another board, and --sizes, are refused', async () => {
  let said = ''
  const say = (text: string): void => void (said += text)
  await buildCommand(['--board', 'pico-w', '--inline', inline], say, folder)
  assert.match(said, /firmware\.pico-w\.js [\d,]+ B/)
  assert.ok(!said.includes(secret))
  for (const args of [
    ['--board', 'esp32'],
    ['--board', 'pico'],
    ['--board', 'pico-w', '--sizes'],
  ])
    await assert.rejects(
      buildCommand(args, say, folder),
      (error) => error instanceof UserError && error.slug === 'bad-flag',
    )
})

test('TLS in the configuration is refused with its place', async () => {
  const tls = write('tls.json', JSON.stringify({ ...config, aliyun: { ...config.aliyun, tls: true } }))
  await assert.rejects(buildFirmware({ inline: tls, folder, board: 'pico-w' }), /aliyun\.tls/)
})

test('what a Pico W has not is refused at its place, all in one build', async () => {
  const app = write(
    'lacks.js',
    [
      `import { device } from '${firmware}'`,
      "device({ tls: true, productKey: 'a' })",
      'print(E.getTemperature())',
      "require('tls')",
      'var a, b',
      'function t() { return (a = function () { return b() }, b = function () { return 1 }, a()) }',
      't()',
    ].join('\n'),
  )
  const error = await build(app).then(
    () => assert.fail('was built'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof UserError)
  const lines = error.message.split('\n')
  const expected = [/:2:1 .*no TLS/, /:3:7 E is Espruino's/, /:4:1 no module tls/, /:6:24 .*JerryScript/]
  for (const [at, pattern] of expected.entries()) assert.match(lines[at] ?? '', pattern)
  assert.equal(lines.length, expected.length)
})

test('an application that throws at its top level is logged, and the link goes on without it', async () => {
  const app = write('throws.js', `import { log } from '${firmware}'\nlog('I mine runs')\nthrow new Error('mine')\n`)
  const lines = run((await build(app)).script)
  assert.ok(lines.some((line) => line.includes('E app bug Error: mine')))
  assert.ok(lines.some((line) => line.includes('I wifi joined')))
})

test("Espruino's functions have Espruino's habits there", async () => {
  const app = write(
    'habits.js',
    [
      `import { log } from '${firmware}'`,
      "var pin = Pin('GP4')",
      'digitalWrite(pin, true)',
      "print(Pin('GP23') === undefined, digitalRead(pin), typeof Pin('LED'))",
      'var left = 3, timer = setInterval(function (x) { print(x + left); if (!--left) clearInterval(timer) }, 10, "n")',
      'setTimeout(function () { throw new Error("gone") })',
      'setTimeout(print, 6000, "end")',
    ].join('\n'),
  )
  const lines = run((await build(app)).script)
  const own = lines.filter((line) => /^(true|n\d|end|Uncaught)/.test(line))
  assert.deepEqual(own, ['true 1 number', 'Uncaught Error: gone', 'n3', 'n2', 'n1', 'end'])
})

test('of comma lists those are traps that JerryScript gets wrong, as asked of the real one', () => {
  const { renderChunk } = refuseCommaLists() as unknown as { renderChunk(this: object, code: string): null }
  const isTrap = (code: string): boolean => {
    let refused = false
    const context = { parse: (text: string) => parse(text, { ecmaVersion: 2020 }), error: () => (refused = true) }
    renderChunk.call(context, code)
    return refused
  }
  const f = 'function(){return b()}'
  assert.ok(isTrap(`function t(){var a,b;return (a=${f},b=1,a())}`))
  assert.ok(isTrap(`function t(){var a,b,c;c=1?(a=${f},b=1,a()):0}`))
  assert.ok(isTrap('function t(){var a;return (a=function(n){return n?a(n-1):7},a(3))}'))
  assert.ok(isTrap(`function t(){var a,b;if((a=${f},b=1,1))return a()}`))
  assert.ok(!isTrap(`function t(){var a,b;return a=${f},b=1,a()}`))
  assert.ok(!isTrap(`function t(){var a,b;if(a=${f},b=1,1)return a()}`))
  assert.ok(!isTrap(`function t(o){var b;return (o.x=${f},b=1,o.x())}`))
  assert.ok(!isTrap('function t(){var a,g;return (a=2,g=function(){return a},g())}'))
})
