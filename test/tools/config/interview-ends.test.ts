import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { hangUp, makeDesk, type Answer } from './desk.ts'
import { aliyun, good, secret, wifi } from './samples.ts'

const down = '\x1b[B'
const wipe = '\x15'

for (const [what, keys, before] of [
  ['Ctrl-C at a question', '\x03', 'Wi-Fi name'],
  ['Ctrl-C at a hidden one', '\x03', 'Wi-Fi password'],
] as const) {
  test(`${what} writes nothing`, async (t) => {
    const desk = makeDesk(t)
    const answers = [
      ['Board', '\r'],
      ['Wi-Fi name', 'Home\r'],
    ] as const
    const until = before === 'Wi-Fi name' ? answers.slice(0, 1) : answers
    await assert.rejects(desk.runAnswering([...until, [before, keys]]), { slug: 'stopped', exitCode: 1 })
    assert.ok(!existsSync(desk.file))
  })
}

test('Ctrl-C while pasting writes nothing', async (t) => {
  const desk = makeDesk(t)
  const flags = ['--board', 'esp32', '--ssid', 'Home', '--open']
  const answers = [
    ['Who the device is', `${down}\r`],
    ['What the console copied', '\x03'],
  ] as const
  await assert.rejects(desk.runAnswering(answers, ...flags), { slug: 'stopped' })
  assert.ok(!existsSync(desk.file))
})

const typed: readonly Answer[] = [
  ['Board', '\r'],
  ['Wi-Fi name', 'Home\r'],
  ['Wi-Fi password', `${wifi.password}\r`],
  ['Who the device is', '\r'],
  ['productKey', 'a1b2C3d4E5F\r'],
  ['deviceName', 'switch-1\r'],
  ['deviceSecret', `${secret}\r`],
]

for (const [what, keys] of [
  ['Ctrl-C', '\x03'],
  ['a window that is closed', hangUp],
] as const) {
  test(`${what} loses nothing that was typed: a draft for the owner only, and the next run goes on from it`, async (t) => {
    const desk = makeDesk(t)
    const draft = `${desk.file}.draft`
    const message = `${desk.file} was not written; what was answered is in ${draft}`
    await assert.rejects(desk.runAnswering([...typed, ['Region', keys]]), { slug: 'stopped', exitCode: 1, message })
    assert.deepEqual(readdirSync(desk.folder), ['device.json.draft'])
    if (process.platform !== 'win32') assert.equal(statSync(draft).mode & 0o777, 0o600)
    const { region: _region, ...answered } = aliyun
    const { $schema: _schema, ...kept } = JSON.parse(readFileSync(draft, 'utf8')) as Record<string, unknown>
    assert.deepEqual(kept, { board: 'esp32', wifi, aliyun: answered })

    const enter = ['has answers of before', 'Board', 'Wi-Fi name', 'Wi-Fi password (Enter keeps', 'Who the device is']
      .concat(['productKey', 'deviceName', 'deviceSecret (Enter keeps', 'Region', 'Connect with TLS', 'Pin'])
      .concat(['while the pin is', 'Button'])
    await desk.runAnswering(enter.map((question) => [question, '\r'] as const))
    const { wifi: network, aliyun: login } = JSON.parse(desk.read()) as typeof good
    assert.deepEqual([network, login], [wifi, { ...aliyun, tls: true }])
    assert.deepEqual(readdirSync(desk.folder), ['device.json'])
    assert.doesNotMatch(desk.said, /correct horse|fedcba/)
  })
}

test('a file that is there is as it was after a dialogue that ended early, and a draft can be forgotten', async (t) => {
  const desk = makeDesk(t)
  desk.write('device.json', good)
  const answers: Answer[] = [
    ['Board', '\r'],
    ['Wi-Fi name', `${wipe}Away\r`],
    ['Wi-Fi password', '\x03'],
  ]
  await assert.rejects(desk.runAnswering(answers), { slug: 'stopped' })
  assert.deepEqual(JSON.parse(desk.read()), good)
  await assert.rejects(
    desk.runAnswering([
      ['has answers of before', `${down}\r`],
      ['Board', '\x03'],
    ]),
    { slug: 'stopped', message: 'nothing was written' },
  )
  assert.deepEqual(readdirSync(desk.folder), ['device.json'])
})

test('flags alone neither read nor remove a draft', async (t) => {
  const desk = makeDesk(t, { SWITCH_DEVICE_SECRET: secret })
  await assert.rejects(desk.runAnswering([...typed.slice(0, 2), ['Wi-Fi password', '\x03']]), { slug: 'stopped' })
  const login = ['--product-key', 'a1b2C3d4E5F', '--device-name', 'switch-1', '--region', 'cn-shanghai']
  await desk.run('--ssid', 'Home', '--open', '--pin', 'D5', ...login)
  assert.deepEqual(readdirSync(desk.folder).sort(), ['device.json', 'device.json.draft'])
})

test('a draft that git tracks is refused, and one that is no JSON is left alone', async (t) => {
  const desk = makeDesk(t)
  const draft = `${desk.file}.draft`
  writeFileSync(draft, '{ "wifi": ', { mode: 0o600 })
  await assert.rejects(desk.runAnswering([]), { slug: 'config-invalid', message: /device\.json\.draft has 1 problem/ })
  assert.equal(readFileSync(draft, 'utf8'), '{ "wifi": ')
  const git = (...words: string[]) => assert.equal(spawnSync('git', words, { cwd: desk.folder }).status, 0)
  git('init', '--quiet')
  git('add', 'device.json.draft')
  await assert.rejects(desk.runAnswering([]), { slug: 'secret-tracked' })
})
