import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'

interface Api {
  get(path: string, query?: object): Promise<unknown>
  post(path: string, body: object): Promise<unknown>
}

// The page's files are of the browser's project: their types are not to be had here.
const file = new URL('../../../tools/console/api.ts', import.meta.url).href
const { get, post } = (await import(file)) as Api

/** A platform that gives this response, and the page's window. Returns what was asked and what the window heard. */
function answerWith(t: TestContext, status: number, body: unknown) {
  const asked: [string, RequestInit][] = []
  const heard: string[] = []
  t.mock.method(globalThis, 'fetch', (url: string, init: RequestInit) => {
    asked.push([url, init])
    if (status === 0) return Promise.reject(new TypeError('fetch failed'))
    return Promise.resolve(new Response(JSON.stringify(body), { status }))
  })
  Object.assign(globalThis, { window: { dispatchEvent: ({ type }: Event) => heard.push(type) } })
  t.after(() => Reflect.deleteProperty(globalThis, 'window'))
  return { asked, heard }
}

test('a GET has in its query what is given, and returns the body', async (t) => {
  const { asked } = answerWith(t, 200, { devices: [] })
  assert.deepEqual(await get('/api/devices'), { devices: [] })
  await get('/api/log', { limit: 5, types: undefined, deviceName: 'a b&c' })
  assert.deepEqual(
    asked.map(([url]) => url),
    ['/api/devices', '/api/log?limit=5&deviceName=a+b%26c'],
  )
})

test('a POST says that it is JSON, without which the platform refuses it', async (t) => {
  const { asked } = answerWith(t, 200, {})
  await post('/api/fault', { fault: 'kick' })
  const [[url, { method, headers, body }] = ['', {}]] = asked
  assert.deepEqual(
    [url, method, headers, body],
    ['/api/fault', 'POST', { 'content-type': 'application/json' }, '{"fault":"kick"}'],
  )
})

for (const [what, status, body, code, message, heard] of [
  ['that wants a password', 401, { error: { code: 'password-wanted', message: 'x' } }, 'password-wanted', 'x', 1],
  ['of a device that is gone', 404, { error: { code: 'no-such-device', message: 'x' } }, 'no-such-device', 'x', 0],
  ['without a reason', 500, {}, 'error', '', 0],
  ['that nobody takes', 0, {}, 'no-platform', 'fetch failed', 0],
] as const) {
  test(`a call ${what} is refused as ${code}, and the page ${heard === 1 ? 'asks' : 'does not ask'} for it`, async (t) => {
    const window = answerWith(t, status, body)
    await assert.rejects(get('/api/device'), { status, code, message })
    assert.deepEqual(window.heard, heard === 1 ? ['password-wanted'] : [])
  })
}
