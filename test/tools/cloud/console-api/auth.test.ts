import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlToken, createAuth } from '../../../../tools/cloud/console-api/auth.ts'
import type { ApiRequest } from '../../../../tools/cloud/net/http-answer.ts'

const key = { accessKeyId: 'id', accessKeySecret: 'secret' }
const password = 'a long password'

function request(headers: ApiRequest['headers'], body = ''): ApiRequest {
  return { method: 'POST', path: '/', query: new URLSearchParams(), headers, body, address: '192.0.2.1' }
}

const login = (auth: ReturnType<typeof createAuth>, given = password) =>
  auth.login(request({}, JSON.stringify({ password: given })))

/** Logs in, and returns the cookie as a browser sends it back. */
function cookieOf(auth: ReturnType<typeof createAuth>): string {
  const [cookie = ''] = String(login(auth).headers?.['set-cookie']).split(';')
  return cookie
}

test('a hundred logins are remembered; one more forgets the oldest alone', () => {
  const auth = createAuth(password, key)
  const cookies = Array.from({ length: 100 }, () => cookieOf(auth))
  const areAllowed = () => cookies.map((cookie) => auth.isAllowed(request({ cookie })))
  assert.ok(areAllowed().every(Boolean))
  cookieOf(auth)
  assert.deepEqual(areAllowed(), [false, ...Array.from({ length: 99 }, () => true)])
})

test('a session is found among other cookies, and nothing else that looks like it is one', () => {
  const auth = createAuth(password, key)
  const cookie = cookieOf(auth)
  assert.equal(auth.isAllowed(request({ cookie: `a=b; ${cookie}; c=d` })), true)
  for (const other of ['', 'console=', `x${cookie}`, `${cookie}0`, `console=${'0'.repeat(64)}`]) {
    assert.equal(auth.isAllowed(request({ cookie: other })), false, other)
  }
})

test('whoever can read the AccessKey needs no password; the token of another key is none', () => {
  const auth = createAuth(password, key)
  const allowed = (authorization: string) => auth.isAllowed(request({ authorization }))
  assert.equal(allowed(`Bearer ${controlToken(key)}`), true)
  assert.equal(allowed(controlToken(key)), false)
  assert.equal(allowed(`Bearer ${controlToken({ ...key, accessKeySecret: 'other' })}`), false)
  assert.equal(auth.isAllowed(request({})), false)
})

test('a wrong password is forgotten after a minute, one by one', () => {
  let now = 0
  const auth = createAuth(password, key, () => now)
  for (let at = 0; at < 10; at++, now += 1000) assert.equal(login(auth, 'wrong').status, 401)
  now = 59_999
  assert.equal(login(auth).status, 429)
  now = 60_000
  assert.equal(login(auth, 'wrong').status, 401, 'the first is forgotten')
  assert.equal(login(auth).status, 429, 'the other nine count, and this one')
})

test('what is no object with a password is a wrong one', () => {
  const auth = createAuth(password, key)
  for (const body of ['', '7', '[]', '{}', `{"password":["${password}"]}`, JSON.stringify(password)]) {
    assert.equal(auth.login(request({}, body)).status, 401, body)
  }
})
