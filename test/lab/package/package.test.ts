import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { sha256 } from '../../../tools/build/source-hash.ts'
import { installPackage, type Consumer } from './consumer.ts'

// npm run test:package. Needs the registry, and two minutes.

const engine = process.env['ESPRUINO'] ?? ''
const identity = { productKey: 'a1b2C3d4E5F', deviceName: 'lamp-1' }
const secrets = { SWITCH_WIFI_PASSWORD: 'correct horse', SWITCH_DEVICE_SECRET: '0123456789abcdef0123456789abcdee' }

const app = `import { onProp, postProps } from 'espruino-aliyun'
import { percent } from 'percent'

const clamp = require('clamp')

onProp((name, value) => {
  if (name !== 'Brightness') return false
  analogWrite(D4, percent(clamp.clamp(value)))
  postProps({ Brightness: value })
})
`
const typed = `import { device, type Reply } from 'espruino-aliyun'

const lamp = device()
lamp.on('connect', () => lamp.postProps({ Brightness: 1 }, (reply: Reply) => print(reply.code)))
digitalWrite(D4, 1)
`
const model = {
  properties: [{ identifier: 'Brightness', dataType: { type: 'int', specs: { min: '0', max: '100' } } }],
}

let user: Consumer
before(() => {
  user = installPackage({ ESPRUINO: engine, LANG: 'C', ...secrets })
  user.write('app.js', app)
  user.write('src/lamp.ts', typed)
  user.write('model.json', JSON.stringify(model))
  user.write('modules/clamp.js', 'exports.clamp = function (n) { return n > 100 ? 100 : n; };\n')
  user.write('node_modules/percent/package.json', '{ "name": "percent", "version": "1.0.0", "main": "index.js" }')
  user.write('node_modules/percent/index.js', 'exports.percent = (n) => n / 100\n')
})
after(() => user.close())

test('npm install compiles nothing, and brings nothing that would', () => {
  assert.doesNotMatch(user.installed, /gyp|npm error/)
  assert.ok(!existsSync(join(user.folder, 'node_modules', '@abandonware')))
  assert.ok(!existsSync(join(user.folder, 'node_modules', 'vite')), 'the page is there without it')
})

test('one command with verbs', () => {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string }
  const asked = user.npx('espruino-aliyun', '--version')
  assert.deepEqual(asked, { code: 0, said: `${name} ${version}, Node.js ${process.versions.node}\n` })
  assert.match(user.run().said, /^usage: npx espruino-aliyun VERB[^]*\n {2}flash +\S/)
  assert.match(user.run('--lang', 'zh').said, /^用法：npx espruino-aliyun /)
  assert.deepEqual(user.run('flsh'), { code: 1, said: 'unknown-verb - "flsh" is no verb\n  did you mean flash?\n' })
})

test('the switch has the bytes that a checkout gives it', async () => {
  const { code, said } = user.run('build')
  assert.equal(code, 0, said)
  assert.equal(sha256(readFileSync(join(user.folder, 'dist/firmware.js'))), (await ensureBuilt()).sha256)
})

test("TypeScript of the user's: made types, the build, and the compiler alone", () => {
  const { code, said } = user.run('types', 'model.json', '--out', 'src/model.d.ts')
  assert.equal(code, 0, said)
  assert.match(user.run('build', '--app', 'src/lamp.ts').said, /^build {2}dist\/lamp\.firmware\.js /)
  user.write('tsconfig.json', '{ "extends": "espruino-aliyun/tsconfig.json" }')
  user.write(
    'src/partners.ts',
    "import type { Bench } from 'espruino-aliyun/partners'\n\nexport default (bench: Bench) => bench.analog('D34', 0.4)\n",
  )
  assert.deepEqual(user.npx('tsc'), { code: 0, said: '' })
  user.write('src/wrong.ts', "import { postProps } from 'espruino-aliyun'\n\npostProps({ Brightnes: 1 })\n")
  const wrong = /wrong\.ts[(:]3[,:]13\)?.* 'Brightnes'/
  assert.match(user.npx('tsc').said, wrong)
  assert.match(user.run('build', '--app', 'src/wrong.ts').said, wrong)
})

test("start runs the user's application, with a module of Espruino's and a package of npm's", async () => {
  const started = user.start('start', '--app', 'app.js', '--memory', '--port', '0', '--control-port', '0')
  const [, control = ''] = await started.said(/console +(http:\S+)/)
  await started.said(/npx espruino-aliyun set Brightness=100 --control/)
  await started.said(/mqtt ready/)
  const page = await (await fetch(control)).text()
  const [, script = ''] = /src="([^"]+\.js)"/.exec(page) ?? []
  assert.equal((await fetch(new URL(script, control))).status, 200)
  const set = user.run('set', 'Brightness=40', '--control', control)
  assert.match(set.said, /code 200[^]*posted +\{"Brightness":40\}/)
  assert.match(user.run('status', '--control', control).said, /ONLINE[^]*Brightness 40 /)
  assert.equal(await started.stop(), 0)
})

test('device.json is made and checked, and its editor finds the schema', () => {
  assert.match(user.run('config', '--check').said, /^config-missing - [^]*\n {2}npx espruino-aliyun config makes it\n$/)
  const login = ['--product-key', identity.productKey, '--device-name', identity.deviceName, '--region', 'cn-shanghai']
  const made = user.run('config', '--board', 'esp32', '--ssid', 'Home', ...login, '--pin', 'D5')
  assert.match(made.said, /^ok .*Next: npx espruino-aliyun doctor\n$/)
  assert.deepEqual(user.run('config', '--check'), { code: 0, said: 'ok  device.json\n' })
  const { $schema } = JSON.parse(readFileSync(join(user.folder, 'device.json'), 'utf8')) as { $schema: string }
  assert.ok(existsSync(join(user.folder, $schema)), $schema)
})

for (const [what, flags, skip] of [
  ['a simulated board', [], false],
  ['the real engine', ['--engine'], engine === '' && 'ESPRUINO is not set'],
] as const)
  test(`flash puts the application on ${what} over its console`, { skip }, async () => {
    const of = ['--product-key', identity.productKey, '--device-name', identity.deviceName]
    const cloud = user.start('cloud', '--memory', ...of, '--port', '0', '--control-port', '0', '--no-rate-limit')
    const [, port] = await cloud.said(/mqtt:\/\/127\.0\.0\.1:(\d+)/)
    const deviceSecret = secrets.SWITCH_DEVICE_SECRET
    const aliyun = { ...identity, deviceSecret, host: '127.0.0.1', port: Number(port) }
    user.write(
      'device.json',
      JSON.stringify({ wifi: { ssid: 'Home', password: secrets.SWITCH_WIFI_PASSWORD }, aliyun }),
    )
    const board = user.start('board', ...flags, '--console', '0')
    const [, console] = await board.said(/(tcp:\S+) +<- npx espruino-aliyun flash --port tcp:/)
    const { code, said } = user.run('flash', '--app', 'app.js', '--yes', '--port', console ?? '')
    assert.equal(code, 0, said)
    assert.match(said, /mqtt ready[^]*\nready /)
    await cloud.said(/lamp-1 online/)
    await board.stop()
    await cloud.stop()
  })

test("what was made is in the user's folder, and none of it in the package", () => {
  const made = ['app.js', 'device.json', 'dist', 'model.json', 'modules', 'node_modules', 'src', 'tsconfig.json']
  const found = readdirSync(user.folder).filter((name) => !/^(\.cloud|package(-lock)?\.json|board-files)$/.test(name))
  assert.deepEqual(found.sort(), made)
  assert.deepEqual(readdirSync(join(user.folder, 'node_modules/espruino-aliyun/dist')).sort(), ['console', 'types'])
})
