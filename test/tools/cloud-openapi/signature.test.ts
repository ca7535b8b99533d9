import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { accessKey, start } from './bench.ts'
import { rpcQuery, timestamp } from './rpc-query.ts'

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
