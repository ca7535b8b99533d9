import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { after, test } from 'node:test'
import { boardCommand } from '../../../tools/board/board-command.ts'
import { startSimulatedBoard } from '../../../tools/board/demo-board.ts'
import { createBoard } from '../../../tools/board/board.ts'
import { choosePartners } from '../../../tools/board/partners/choose-partners.ts'
import { describePartners, loadPartners } from '../../../tools/board/partners/load-partners.ts'
import { profiles, type ProfileName } from '../../../tools/board/profile.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'
import { good } from '../config/samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'partners-'))
after(() => rmSync(folder, { recursive: true }))

let files = 0
function fileWith(text: string, name = `partners${files++}.mjs`): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** What is said of a partner file with this body, without the path of its folder. */
async function saidOf(body: string, profile: ProfileName = 'esp32'): Promise<string> {
  try {
    await loadPartners(fileWith(`export default (bench) => {\n${body}\n}`), profiles[profile])
  } catch (error) {
    if (error instanceof UserError)
      return `${error.slug} ${error.message.replace(/^.*partners\d+\.mjs/, '')} ${error.hint}`
    throw error
  }
  return 'nothing'
}

test('a partner file puts devices around a board; TypeScript, without a package.json too', async () => {
  const types = join(import.meta.dirname, '../../../tools/board/partners/bench.ts')
  const file = fileWith(
    `import type { Bench } from ${JSON.stringify(types)}
     export default async (bench: Bench): Promise<void> => {
       await Promise.resolve()
       bench.oneWire('D4', bench.ds18b20({ temperature: 19 }), bench.ds18b20({ temperature: 25, serial: 2 }))
       bench.oneWire('D12', bench.ds18b20({ name: 'cellar', temperature: 9 }))
       bench.max6675({ temperature: 20 })
       bench.i2c(0x40, bench.htu21d())
       bench.serial('Serial2', bench.gps({ latitude: 1, longitude: 2 }))
       bench.analog('D34', 0.4)
       bench.dial({ name: 'wind', unit: 'm/s', min: 0, max: 40, value: 3 })
     }`,
    'partners.ts',
  )
  const partners = await loadPartners(file, profiles.esp32)
  assert.deepEqual(
    [Object.keys(partners.oneWire), Object.keys(partners.i2c), partners.analog],
    [['D4', 'D12'], ['64'], { D34: 0.4 }],
  )
  assert.equal(
    describePartners('partners.ts', partners),
    'partners.ts (DS18B20 D4 temperature: 19 °C, DS18B20 D4 temperature 2: 25 °C, cellar temperature: 9 °C, HTU21D 0x40 temperature: 21 °C, HTU21D 0x40 humidity: 45 %, GPS Serial2 latitude: 1 °, GPS Serial2 longitude: 2 °, wind: 3 m/s, MAX6675 temperature: 20 °C)',
  )
})

for (const page of ['docs/applications.md', 'docs/applications.zh-CN.md']) {
  test(`the example of ${page} can be used`, async () => {
    const [, code = ''] = /```javascript\n([^]*?)```/.exec(readFileSync(page, 'utf8')) ?? []
    const partners = await loadPartners(fileWith(code), profiles.esp32)
    const { i2c, spi, serial, dials } = partners
    const line = await new Promise((resolve) => {
      const config = Buffer.from('{}')
      const script = 'print(analogRead(D34).toFixed(1))'
      const board = startSimulatedBoard({ script, config, partners, onLine: resolve, onPins: () => undefined })
      after(() => board.stop())
    })
    assert.equal(line, '0.4')
    assert.deepEqual(
      [i2c, spi, serial].map((each) => Object.keys(each)),
      [['35', '64'], ['D5'], ['Serial2']],
    )
    assert.equal(dials.list().length, 7)
    const [, application = ''] = /```js\nimport[^\n]*\n([^`]*I2C1[^`]*)```/.exec(readFileSync(page, 'utf8')) ?? []
    const posts = 'function postProps(props) { print(JSON.stringify(props)) }'
    const clock = createVirtualClock()
    const lines: string[] = []
    const board = createBoard({
      ...{ script: posts + application, partners, clock, transport: createMemoryNetwork(clock) },
      onPrint: (text) => lines.push(text),
    })
    board.boot()
    clock.advance(10_000)
    assert.ok(dials.set('HTU21D 0x40 temperature', 5))
    clock.advance(10_000)
    board.powerOff()
    assert.deepEqual(lines, ['{"Temperature":21}', '{"Temperature":5}'])
  })
}

test('what is wrong in a partner file is said with its line', async () => {
  const said = await Promise.all([
    saidOf("bench.oneWire('D4', bench.ds18b20())\nbench.oneWire('D99', bench.ds18b20())"),
    saidOf('bench.i2c(0x40, bench.htu21d())\n\nbench.i2c(64, bench.htu21d())'),
    saidOf('bench.i2c(0x80, bench.htu21d())'),
    saidOf('bench.i2c(0x44, {})'),
    saidOf("bench.spi('D5', bench.max6675())\nbench.oneWire('D5', bench.ds18b20())"),
    saidOf("bench.serial('Serial1', bench.gps())"),
    saidOf("bench.serial('Serial3', bench.gps())", 'esp8266'),
    saidOf("bench.analog('D4', 0.5)"),
    saidOf("bench.analog('A0', 5)", 'esp8266'),
    saidOf("bench.dial({ name: 'x', min: 1, max: 0, value: 0 })"),
    saidOf("\nthrow new TypeError('oops')"),
  ])
  assert.deepEqual(said, [
    'bad-partners :3: bench.oneWire: ESP32 has no pin "D99" wanted: a name such as D4',
    'bad-partners :4: bench.i2c: 0x40 is taken already wanted: each device at a place of its own',
    'bad-partners :2: bench.i2c: 128 is no address wanted: a number from 1 to 0x7f',
    'bad-partners :2: bench.i2c: that is no such device wanted: an object with write, read',
    'bad-partners :3: bench.oneWire: D5 is taken already wanted: each device at a place of its own',
    "bad-partners :2: bench.serial: Serial1 is the console's wanted: another port, such as Serial2",
    'bad-partners :2: bench.serial: ESP8266_4MB has no pin "Serial3" wanted: a name such as D4',
    'bad-partners :2: bench.analog: D4 has no analog input wanted: one of D36, D37, D38, D39, D32, D33, D34, D35',
    'bad-partners :2: bench.analog: 5 is no voltage wanted: a number from 0 to 1',
    'bad-partners :2: bench.dial: {"name":"x","min":1,"max":0,"value":0} wanted: a name, min below max, value between them',
    'bad-partners :3: oops nothing was put around the board',
  ])
})

test('a file that is missing, exports no function or cannot be read is said, too', async () => {
  const slugOf = (file: string): Promise<string> =>
    loadPartners(file, profiles.esp32).then(() => 'none', (error: unknown) => (error instanceof UserError ? error.slug : String(error))) // prettier-ignore
  assert.equal(await slugOf(join(folder, 'nowhere.js')), 'no-partners')
  assert.equal(await slugOf(folder), 'no-partners')
  assert.equal(await slugOf(fileWith('export const bench = 1')), 'bad-partners')
})

test('a partner file is read whatever the package.json above it says, and so are the errors in it', () => {
  const module = "import { at } from './at.js'\n\nexport default (bench) => {\n  bench.dial({ name: 'x', at })\n}\n"
  const common =
    "const { at } = require('./at.js')\n\nmodule.exports = (bench) => {\n  bench.dial({ name: 'x', at })\n}\n"
  const contents = {
    ...{ 'module.js': module, 'common.js': common, 'typed.ts': module.replace('bench', 'bench: any') },
    ...{ 'wrong.js': 'export default (bench) => {\n\n  bench bench\n}', 'at.js': 'export const at = 1' },
  }
  const types = ['', '{}', '{ "type": "commonjs" }', '{ "type": "module" }']
  const places = types.flatMap((type, number) => {
    const place = join(folder, `as${number}`)
    mkdirSync(place)
    if (type !== '') writeFileSync(join(place, 'package.json'), type)
    for (const [name, text] of Object.entries(contents)) writeFileSync(join(place, name), text)
    return Object.keys(contents)
      .slice(0, -1)
      .map((name) => [place, name])
  })
  // As the package's command: there nothing has taught require() to read other files than JavaScript's.
  const program = `import { register } from 'tsx/esm/api'
    register()
    const { loadPartners } = await import(${JSON.stringify(resolve('tools/board/partners/load-partners.ts'))})
    const { profiles } = await import(${JSON.stringify(resolve('tools/board/profile.ts'))})
    for (const [place, name] of ${JSON.stringify(places)}) {
      process.chdir(place)
      await loadPartners(name, profiles.esp32).catch((error) => console.log(error.slug, error.message))
    }`
  const words = ['--input-type=module', '--eval', program]
  const lines = execFileSync(process.execPath, words, { encoding: 'utf8' }).trimEnd().split('\n')
  const dial = 'bench.dial: {"name":"x"}'
  const each = [
    ...['module.js', 'common.js', 'typed.ts'].map((name) => `bad-partners ${name}:4: ${dial}`),
    'bad-partners wrong.js:3: Expected ";" but found "bench"',
  ]
  assert.deepEqual(
    lines,
    types.flatMap(() => each),
  )
})

test('a partner file beside the application is used by itself; boards without partners refuse the flag', () => {
  mkdirSync(join(folder, 'app'))
  const app = join(folder, 'app', 'app.js')
  assert.equal(choosePartners({ app, engine: false }), undefined)
  const beside = fileWith('', 'app/partners.js')
  assert.equal(choosePartners({ app, engine: false }), relative('', beside))
  assert.equal(choosePartners({ app, engine: false, partners: 'other.js' }), 'other.js')
  assert.equal(choosePartners({ app, engine: true }), undefined)
  assert.equal(choosePartners({ app, engine: false, board: 'pico-w' }), undefined)
  const slug = { name: 'UserError', slug: 'bad-flag' }
  assert.throws(() => choosePartners({ engine: true, partners: 'other.js' }), slug)
  assert.throws(() => choosePartners({ engine: false, board: 'pico-w', partners: 'other.js' }), slug)
})

test('npm run board shows the partners and runs the script among them', async () => {
  const config = fileWith(JSON.stringify(good), 'device.json')
  const script = fileWith('I2C1.setup({});I2C1.writeTo(0x40,0xE7);print(I2C1.readFrom(0x40,1)[0])', 'firmware.js')
  const partners = fileWith('export default (bench) => bench.i2c(0x40, bench.htu21d())')
  const shown: Record<string, unknown>[] = []
  const flags = ['--json', '--config', config, '--script', script, '--partners', partners]
  await new Promise<void>((resolve) => {
    const board = boardCommand(flags, (text) => {
      shown.push(JSON.parse(text) as Record<string, unknown>)
      if (shown.length === 2) resolve(board.then((one) => one?.stop()))
    }, false) // prettier-ignore
  })
  assert.deepEqual(
    (shown[0]?.['dials'] as { name: string }[]).map(({ name }) => name),
    ['HTU21D 0x40 temperature', 'HTU21D 0x40 humidity'],
  )
  assert.equal(shown[1]?.['line'], '2')
})
