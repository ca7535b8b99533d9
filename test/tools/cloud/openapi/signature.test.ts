import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { createNonceBook } from '../../../../tools/cloud/openapi/signature.ts'
import { accessKey, plug, start } from '../../../local-platform/official-client.ts'
import { rpcQuery, timestamp } from '../../../local-platform/rpc-query.ts'

async function ask(t: TestContext, query: string, init: RequestInit = {}, port?: number) {
  const to = port ?? (await start(t)).controlPort
  const response = await fetch(`http://127.0.0.1:${to}/${query}`, init)
  const body = Object(await response.json())
  return { status: response.status, code: Reflect.get(body, 'Code'), success: Reflect.get(body, 'Success') }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('the classic RPC signature is taken, in a GET and in the form of a POST', async (t) => {
  assert.equal((await ask(t, `?${rpcQuery('GET')}`)).success, true)
  assert.equal((await ask(t, '', { method: 'POST', headers: form, body: rpcQuery('POST') })).success, true)
})

test('a call that was seen once is not taken again', async (t) => {
  const { controlPort } = await start(t)
  const query = `?${rpcQuery('GET')}`
  assert.equal((await ask(t, query, {}, controlPort)).success, true)
  assert.equal((await ask(t, query, {}, controlPort)).code, 'SignatureNonceUsed')
})

test('a nonce is remembered for half an hour: a signature may be dated 15 minutes ahead and 15 behind', () => {
  const minute = 60_000
  const nonces = createNonceBook()
  assert.equal(nonces.take('a', 0), true)
  assert.equal(nonces.take('a', 30 * minute - 1), false)
  assert.equal(nonces.take('b', 30 * minute - 1), true)
  assert.equal(nonces.take('a', 30 * minute), true)
})

for (const [what, code, status, query, init] of [
  ['a changed parameter', 'SignatureDoesNotMatch', 400, () => `?${rpcQuery('GET').replace('plug01', 'plug02')}`, {}],
  ['another method', 'SignatureDoesNotMatch', 400, () => `?${rpcQuery('POST')}`, {}],
  [
    'a time 16 minutes off',
    'InvalidTimeStamp.Expired',
    400,
    () => `?${rpcQuery('GET', { Timestamp: new Date(Date.now() - 16 * 60_000).toISOString() })}`,
    {},
  ],
  ['no time at all', 'InvalidTimeStamp.Expired', 400, () => `?${rpcQuery('GET', { Timestamp: '' })}`, {}],
  ['no signature', 'MissingParameter', 400, () => '?Action=GetDeviceStatus', {}],
  ['no action', 'MissingAction', 400, () => '', { method: 'POST' }],
  ['an unknown action', 'InvalidAction.NotFound', 404, () => `?${rpcQuery('GET', { Action: 'toString' })}`, {}],
  ['another version', 'InvalidVersion', 404, () => `?${rpcQuery('GET', { Version: '2017-04-20' })}`, {}],
  ['a missing parameter', 'MissingParameter', 400, () => `?${rpcQuery('GET', { DeviceName: '' })}`, {}],
  ['an Authorization of another kind', 'IncompleteSignature', 400, () => '', acs3({ authorization: 'Basic eDp5' })],
  ['a body that is not the signed one', 'SignatureDoesNotMatch', 400, () => '', acs3({}, 'another body')],
  ['an action that is not among the signed headers', 'SignatureDoesNotMatch', 400, () => '', acs3({}, '', 'host')],
] as const) {
  test(`${what} is ${code}`, async (t) => {
    const answer = await ask(t, query(), init)
    assert.deepEqual([answer.code, answer.status], [code, status])
  })
}

/** A call that ACS3 signs; `signed` are its signed headers, `headers` those it has beside them. */
function signedCall(signed: string[], port: number, more: Record<string, string> = {}): RequestInit {
  const values: Record<string, string> = {
    ...{ host: `127.0.0.1:${port}`, 'x-acs-action': 'GetDeviceStatus', 'x-acs-version': '2018-01-20' },
    ...{ 'x-acs-date': timestamp(), 'x-acs-signature-nonce': 'once', 'x-acs-content-sha256': sha256('') },
    ...more,
  }
  const names = signed.toSorted()
  const query = `DeviceName=${plug.deviceName}&ProductKey=${plug.productKey}`
  const lines = names.map((name) => `${name}:${values[name]}\n`).join('')
  const canonical = ['GET', '/', query, lines, names.join(';'), sha256('')].join('\n')
  const text = `ACS3-HMAC-SHA256\n${sha256(canonical)}`
  const signature = createHmac('sha256', accessKey.accessKeySecret).update(text).digest('hex')
  const credential = `Credential=${accessKey.accessKeyId},SignedHeaders=${names.join(';')}`
  const { host: _host, ...headers } = values
  return { headers: { ...headers, authorization: `ACS3-HMAC-SHA256 ${credential},Signature=${signature}` } }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const always = ['host', 'x-acs-action', 'x-acs-date', 'x-acs-version', 'x-acs-content-sha256']
const named = `?DeviceName=${plug.deviceName}&ProductKey=${plug.productKey}`

test('a nonce that is signed counts once', async (t) => {
  const { controlPort } = await start(t)
  const init = signedCall([...always, 'x-acs-signature-nonce'], controlPort)
  assert.equal((await ask(t, named, init, controlPort)).success, true)
  assert.equal((await ask(t, named, init, controlPort)).code, 'SignatureNonceUsed')
})

for (const [what, signed, more] of [
  ['the nonce', always, {}],
  ['the host', [...always.slice(1), 'x-acs-signature-nonce'], {}],
  ['the version', ['host', 'x-acs-action', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'], {}],
  ['the content type', [...always, 'x-acs-signature-nonce'], { 'content-type': 'application/x-www-form-urlencoded' }],
] as const) {
  test(`a right signature that leaves out ${what} is SignatureDoesNotMatch: it could be exchanged`, async (t) => {
    const { controlPort } = await start(t)
    const answer = await ask(t, named, signedCall([...signed], controlPort, more), controlPort)
    assert.deepEqual([answer.code, answer.status], ['SignatureDoesNotMatch', 400])
  })
}

/** A call with an ACS3 header whose signature is the right shape. */
function acs3(changes: Record<string, string>, body = '', signed = 'host;x-acs-action;x-acs-date'): RequestInit {
  const headers = {
    'x-acs-action': 'GetDeviceStatus',
    'x-acs-date': timestamp(),
    'x-acs-content-sha256': createHash('sha256').update('').digest('hex'),
    authorization: `ACS3-HMAC-SHA256 Credential=${accessKey.accessKeyId},SignedHeaders=${signed},Signature=${'0'.repeat(64)}`,
    ...changes,
  }
  return { method: 'POST', headers, body }
}
