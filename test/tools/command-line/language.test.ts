import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { columnsOf, padColumns } from '../../../tools/command-line/columns.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { languageFor, phrase, speak, useLanguage } from '../../../tools/command-line/language.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { formatProblems } from '../../../tools/config/check/problem.ts'
import { help as flashHelp } from '../../../tools/flash/flash-help.ts'

async function speakChinese(t: TestContext): Promise<void> {
  t.after(() => useLanguage('en'))
  await useLanguage('zh')
}

/** A computer whose own locale is Chinese, whatever its environment says. */
const inChina = () => 'zh-CN'
const inBritain = () => 'en-GB'

test('--lang decides, the last one if there are several, before -- only', () => {
  const chinese = { LC_ALL: 'zh_CN.UTF-8' }
  assert.equal(languageFor(['--lang', 'en'], chinese), 'en')
  assert.equal(languageFor(['--lang=zh'], { LANG: 'en_US.UTF-8' }), 'zh')
  assert.equal(languageFor(['--lang', 'en', '--lang', 'zh'], {}), 'zh')
  assert.equal(languageFor(['--', '--lang', 'en'], chinese), 'zh')
  // Refused by readFlags(), in the language of the locale.
  assert.equal(languageFor(['--lang', 'fr'], chinese), 'zh')
  assert.equal(languageFor(['--lang'], chinese), 'zh')
})

test('else the locale does: LC_ALL, LC_MESSAGES, LANG, each only where those before it are empty', () => {
  const languageOf = (environment: NodeJS.ProcessEnv) => languageFor([], environment, inBritain)
  assert.equal(languageOf({ LANG: 'zh_TW.UTF-8' }), 'zh')
  assert.equal(languageOf({ LANG: 'zh' }), 'zh')
  assert.equal(languageOf({ LANG: 'en_US.UTF-8' }), 'en')
  assert.equal(languageOf({ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'de_DE.UTF-8' }), 'en')
  assert.equal(languageOf({ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8' }), 'zh')
  assert.equal(languageOf({ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }), 'en')
  assert.equal(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: '' }), 'zh')
})

test('LANGUAGE counts more than the locale, but for the locale C', () => {
  assert.equal(languageFor([], { LANG: 'en_US.UTF-8', LANGUAGE: 'zh_CN:en' }), 'zh')
  assert.equal(languageFor([], { LANG: 'zh_CN.UTF-8', LANGUAGE: 'en' }), 'en')
  for (const locale of ['C', 'C.UTF-8', 'POSIX']) {
    assert.equal(languageFor([], { LC_ALL: locale, LANGUAGE: 'zh_CN' }, inChina), 'en')
  }
})

test('where the environment has no locale, that of the system counts', () => {
  assert.equal(languageFor([], {}, inChina), 'zh')
  assert.equal(languageFor([], { LANG: '' }, inChina), 'zh')
  assert.equal(languageFor([], {}, inBritain), 'en')
})

test('a text is English until Chinese is wanted, and its values stand where the translation wants them', async (t) => {
  const [line, file] = [7, 'device.json']
  const say = () => speak`line ${line} of ${file}`
  assert.equal(say(), 'line 7 of device.json')
  await speakChinese(t)
  assert.equal(say(), 'device.json 第 7 行')
  assert.equal(speak(phrase`the disk is full`), '磁盘已满')
  assert.equal(speak`what ${'nobody'} translated`, 'what nobody translated')
  await useLanguage('en')
  assert.equal(say(), 'line 7 of device.json')
})

test('a value that looks like a place for a value stays as it is', async (t) => {
  await speakChinese(t)
  assert.equal(speak`cannot read ${'{1}'}: ${'{0} $&'}`, '无法读取 {1}：{0} $&')
})

test('every verb takes --lang, and refuses a language that it does not speak', () => {
  const options = { help: { type: 'boolean' } } as const
  assert.deepEqual(
    { ...readFlags({ args: ['--lang', 'zh', '--help'], options }, 'npm test').values },
    { lang: 'zh', help: true },
  )
  assert.throws(
    () => readFlags({ args: ['--lang', 'fr'], options }, 'npm test'),
    (error) => error instanceof UserError && error.slug === 'bad-flag' && error.hint === 'wanted: en, zh',
  )
})

test('Chinese takes two columns a character, and is padded so', () => {
  assert.equal(columnsOf('设备：switch-1'), 14)
  assert.equal(columnsOf('“ok” é …'), 8)
  assert.equal(padColumns('设备', 6), '设备  ')
  assert.equal(padColumns('device', 3), 'device')
})

/** A file with a mistake of each kind. */
const wrongConfig = JSON.stringify({
  wifi: { ssid: 'Home', password: 'short' },
  aliyun: { productKey: 'a1b2C3d4E5F', deviceName: 'switch-1', deviceSecret: 'abc', region: 'shanghai' },
  switches: { PowerSwitch_1: { pin: 'D6', activHigh: true } },
})

test('what is wrong with a configuration is told in Chinese, in columns of a terminal', async (t) => {
  await speakChinese(t)
  const lines = formatProblems(checkConfig(wrongConfig, 'esp32').problems, 'device.json').split('\n')
  assert.equal(lines[0], 'device.json 有 4 个问题和 1 个警告')
  const [password = '', secret = '', region = '', pin = '', unknown = ''] = lines.slice(2)
  assert.match(password, /^ {2}1:\d+ +wifi\.password +5 个字符，应为：8 到 64 个字符，或 "" +没有密码的网络写 ""$/)
  assert.match(secret, / aliyun\.deviceSecret +3 个字符，应为：32 个字符 +请从控制台重新复制，不要手工输入$/)
  assert.match(
    region,
    /^ {2}警告 {2}1:\d+ +aliyun\.region +"shanghai" 不在已知之列 +是不是 "cn-shanghai"？可选：cn-shanghai/,
  )
  assert.match(pin, / switches\.PowerSwitch_1\.pin +"D6" 连着闪存芯片（ESP32） +可用：D2 D4/)
  assert.match(unknown, / switches\.PowerSwitch_1\.activHigh +未知的键 +是不是 activeHigh？$/)
  const begins = [
    [password, '没有'],
    [secret, '请从'],
    [pin, '可用'],
    [unknown, '是不是'],
  ].map(([line = '', word = '']) => columnsOf(line.slice(0, line.indexOf(word))))
  assert.equal(new Set(begins).size, 1, begins.join())
})

function run(args: readonly string[], environment: NodeJS.ProcessEnv): string {
  const { PATH } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', ...args], {
    encoding: 'utf8',
    env: { ...(PATH === undefined ? {} : { PATH }), ...environment },
  })
  return `${stdout}${stderr}exit code ${status}\n`
}

test('npm run flash -- --lang zh --help says what it does in Chinese', () => {
  const said = run(['tools/flash.ts', '--lang', 'zh', '--help'], { LANG: 'en_US.UTF-8' })
  assert.equal(said, `${flashHelp.zh}exit code 0\n`)
})

test('in a Chinese locale npm run config says in Chinese what is wrong, after the word for it', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'language-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'device.json')
  writeFileSync(file, wrongConfig, { mode: 0o600 })
  const args = ['tools/config.ts', '--check', '--board', 'esp32', '--file', file]
  const said = run(args, { LANG: 'zh_CN.UTF-8' })
  assert.match(said, /^config-invalid - \S+device\.json 有 4 个问题和 1 个警告\n\n {2}1:\d+ /)
  assert.match(said, /exit code 1\n$/)
})
