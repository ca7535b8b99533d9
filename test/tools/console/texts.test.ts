import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'

interface Format {
  timeOf(timeMs: number): string
  clockOf(timeMs: number): string
  durationOf(ms: number): string
  readable(value: unknown): string
  short(value: unknown): string
  pretty(text: string): string
  readObject(text: string): object | undefined
}
interface Languages {
  currentLanguage(): 'en' | 'zh'
}
interface Routes {
  deviceLink(device: object, tab?: string): string
}

const page = (file: string): Promise<unknown> => import(new URL(`../../../tools/console/${file}`, import.meta.url).href)
// The page's files are of the browser's project: their types are not to be had here.
const format = (await page('parts/format.ts')) as Format
const { currentLanguage } = (await page('language.ts')) as Languages
const { deviceLink } = (await page('route.ts')) as Routes

/** What the page asks a browser for: what somebody chose before, and the language of the browser itself. */
const browser = { chosen: null as string | null, language: 'en-US' }
const before = { navigator: Object.getOwnPropertyDescriptor(globalThis, 'navigator') }

beforeEach(() => {
  Object.assign(browser, { chosen: null, language: 'en-US' })
  const put = (name: string, value: object) => Object.defineProperty(globalThis, name, { value, configurable: true })
  put('localStorage', { getItem: () => browser.chosen })
  put('navigator', {
    get language() {
      return browser.language
    },
  })
})

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'localStorage')
  if (before.navigator === undefined) Reflect.deleteProperty(globalThis, 'navigator')
  else Object.defineProperty(globalThis, 'navigator', before.navigator)
})

test('the page speaks what was chosen, or else the language of the browser, and English for all but Chinese', () => {
  for (const [chosen, language, spoken] of [
    [null, 'en-US', 'en'],
    [null, 'zh-TW', 'zh'],
    [null, 'ZH', 'zh'],
    [null, 'fr', 'en'],
    ['zh', 'en-US', 'zh'],
    ['en', 'zh-CN', 'en'],
    ['fr', 'zh-CN', 'zh'],
  ] as const) {
    Object.assign(browser, { chosen, language })
    assert.equal(currentLanguage(), spoken, `${chosen} ${language}`)
  }
})

test('a duration has as many digits as are useful', () => {
  assert.deepEqual(
    [0, 9.64, 9.96, 10, 76.4, 999, 1000, 1240].map((ms) => format.durationOf(ms)),
    ['0.0 ms', '9.6 ms', '10.0 ms', '10 ms', '76 ms', '999 ms', '1.0 s', '1.2 s'],
  )
  browser.chosen = 'zh'
  assert.deepEqual([format.durationOf(5), format.durationOf(2000)], ['5.0 毫秒', '2.0 秒'])
})

test('a time of today is a time of day, with three digits of ms where asked for; another has its date', () => {
  const now = new Date()
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 9, 5, 3, 7).getTime()
  assert.deepEqual([format.clockOf(today), format.timeOf(today)], ['09:05:03', '09:05:03.007'])
  const long = new Date(2001, 1, 3, 9, 5, 3, 70).getTime()
  assert.deepEqual([format.clockOf(long), format.timeOf(long)], ['03/02/2001 09:05:03', '03/02/2001 09:05:03.070'])
  browser.chosen = 'zh'
  assert.equal(format.clockOf(long), '2001/2/3 09:05:03')
})

test('JSON for people rounds what is named Ms to a tenth, and nothing else', () => {
  assert.equal(
    format.readable({ latencyMs: 1.26, value: 1.26, waitedMs: 'x' }),
    JSON.stringify({ latencyMs: 1.3, value: 1.26, waitedMs: 'x' }, null, 2),
  )
})

test('a value is on one line: a text as it is, - for none', () => {
  assert.deepEqual(
    [undefined, 'a b', 0, null, { a: [1] }].map((value) => format.short(value)),
    ['-', 'a b', '0', 'null', '{"a":[1]}'],
  )
})

test('a text that is JSON is indented, any other stays as it is', () => {
  assert.equal(format.pretty('{"a":1}'), '{\n  "a": 1\n}')
  assert.equal(format.pretty('{"a":'), '{"a":')
})

test('what somebody typed is read where it is a JSON object', () => {
  assert.deepEqual(format.readObject('{"a":1}'), { a: 1 })
  for (const text of ['', '{', '[]', 'null', '7', '"x"']) assert.equal(format.readObject(text), undefined, text)
})

test('a link to a device holds whatever its names hold', () => {
  const device = { productKey: 'a1', deviceName: 'a/b #1' }
  assert.equal(deviceLink(device), '#/device/a1/a%2Fb%20%231/overview')
  assert.equal(deviceLink(device, 'log'), '#/device/a1/a%2Fb%20%231/log')
})
