import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseClientId } from '../../../../tools/cloud/login/client-id.ts'
import { deviceKey, type Device } from '../../../../tools/cloud/model/device.ts'
import { judgeLogin, parseUsername, type LoginBook } from '../../../../tools/cloud/login/login.ts'
import type { LoginRequest } from '../../../../tools/cloud/login/verdicts.ts'
import { sign, signContent } from '../../../../tools/cloud/login/password.ts'
import { defaultRules, type Rules } from '../../../../tools/cloud/model/rules.ts'
import { vectors, type Vector } from '../../../local-platform/vectors.ts'

const consoleCopy = vectors.find((vector) => vector.name.startsWith("the console's"))
assert.ok(consoleCopy)
const { productKey, deviceName, deviceSecret } = consoleCopy
const device: Device = { productKey, deviceName, deviceSecret }

function request(vector: Vector, changes: Partial<LoginRequest> = {}): LoginRequest {
  const { clientId, timestamp, signMethod, password } = vector
  const time = timestamp === undefined ? '' : `,timestamp=${timestamp}`
  const full = `${clientId}|securemode=3,signmethod=${signMethod}${time}|`
  const username = `${vector.deviceName}&${vector.productKey}`
  const defaults = { keepAliveS: 60, cleanSession: true, isSecure: false, address: '192.0.2.1' }
  return { clientId: full, username, password, ...defaults, ...changes }
}

function bookOf(known: Device, admits = true): LoginBook {
  const record = { ...known, createdAtMs: 0 }
  return {
    find: (name) => (deviceKey(name) === deviceKey(known) ? record : undefined),
    admitConnect: () => admits,
    admitWrong: () => admits,
    takeRefusal: () => null,
    product: () => ({}),
    productKeys: () => [known.productKey],
    put: (put) => ({ createdAtMs: 0, ...put }),
    registered: () => undefined,
  }
}

function judge(changes: Partial<LoginRequest>, rules: Partial<Rules> = {}, known: Device = device, admits = true) {
  assert.ok(consoleCopy)
  return judgeLogin(request(consoleCopy, changes), bookOf(known, admits), { ...defaultRules, ...rules })
}

/** The return code of a refusal, 0 for an admission. */
function codeOf(verdict: ReturnType<typeof judge>): number {
  return 'returnCode' in verdict ? verdict.returnCode : 0
}

for (const vector of vectors) {
  test(`signs as the source does: ${vector.name}`, () => {
    assert.equal(sign(vector.signMethod, vector.deviceSecret, vector), vector.password.toLowerCase())
  })
  for (const [letters, password] of [
    ['upper', vector.password.toUpperCase()],
    ['lower', vector.password.toLowerCase()],
  ] as const) {
    test(`admits the password in ${letters} case: ${vector.name}`, () => {
      assert.equal(codeOf(judgeLogin(request(vector, { password }), bookOf(vector), defaultRules)), 0)
    })
  }
}

test('the signed content is the names in alphabetical order without separators', () => {
  const names = { clientId: '12345', deviceName: 'device', productKey: 'pk' }
  assert.equal(signContent(names), 'clientId12345deviceNamedeviceproductKeypk')
  assert.equal(signContent({ ...names, timestamp: '789' }), 'clientId12345deviceNamedeviceproductKeypktimestamp789')
})

test('reads the clientId of C SDK 4.2.0, trailing comma included', () => {
  const parsed = parseClientId(
    'a1B2c3D4e5F.plug01|timestamp=2524608000000,_ss=1,_v=sdk-c-4.2.0,securemode=2,signmethod=hmacsha256,ext=3,|',
  )
  assert.ok(typeof parsed !== 'string')
  const { clientId, signMethod, timestamp, autoSubscribe } = parsed
  const wanted = ['a1B2c3D4e5F.plug01', 'hmacsha256', '2524608000000', true]
  assert.deepEqual([clientId, signMethod, timestamp, autoSubscribe], wanted)
  assert.equal(parsed.extension.get('ext'), '3')
})

test('reads the clientId of C SDK 3.2.0 with its unknown parameters', () => {
  const parsed = parseClientId(
    'a1B2c3D4e5F.plug01|timestamp=2524608000000,_v=sdk-c-3.2.0,securemode=2,signmethod=hmacsha256,lan=C,_ss=1,gw=0,ext=0|',
  )
  assert.ok(typeof parsed !== 'string')
  assert.deepEqual([parsed.signMethod, parsed.autoSubscribe, parsed.extension.get('lan')], ['hmacsha256', true, 'C'])
})

for (const [what, list] of [
  ['another order', 'timestamp=1700000000000,signmethod=hmacsha256,securemode=2'],
  ['white space and newlines', 'securemode=2,\n        signmethod=hmacsha256 ,\ttimestamp = 1700000000000'],
  ['empty items', ',,securemode=2,,signmethod=hmacsha256,timestamp=1700000000000,,'],
  ['unknown keys', 'mid=1,pid=2,os=x,v=a=b,securemode=2,signmethod=hmacsha256,timestamp=1700000000000'],
] as const) {
  test(`admits a clientId with ${what} in its extension`, () => {
    assert.equal(codeOf(judge({ clientId: `a1B2c3D4e5F.plug01|${list}|` })), 0)
  })
}

test('takes hmacmd5 when no signmethod is given', () => {
  const password = sign('hmacmd5', device.deviceSecret, { ...device, clientId: 'x' })
  assert.equal(codeOf(judge({ clientId: 'x||', password })), 0)
})

for (const [what, clientId] of [
  ['no bars', 'plug01'],
  ['one bar', 'plug01|signmethod=hmacsha256'],
  ['text behind the second bar', 'plug01|signmethod=hmacsha256|x'],
  ['a third bar', 'plug01|signmethod=hmacsha256||'],
  ['nothing before the first bar', '|signmethod=hmacsha256|'],
  ['an item without =', 'plug01|signmethod|'],
  ['an item without a key', 'plug01|=hmacsha256|'],
  ['an unknown signmethod', 'plug01|signmethod=hmacsha512|'],
  ['a signmethod named like a method of every object', 'plug01|signmethod=toString|'],
  ['65 characters', `${'x'.repeat(65)}|signmethod=hmacsha256|`],
  ['nothing at all', ''],
] as const) {
  test(`refuses a clientId with ${what} with 2`, () => {
    assert.equal(codeOf(judge({ clientId })), 2)
  })
}

test('admits a clientId of 64 characters before the bar, however long the extension is', () => {
  const clientId = 'x'.repeat(64)
  const password = sign('hmacsha256', device.deviceSecret, { ...device, clientId })
  assert.equal(codeOf(judge({ clientId: `${clientId}|signmethod=hmacsha256,pad=${'y'.repeat(500)}|`, password })), 0)
})

for (const [keepAliveS, code] of [
  [0, 2],
  [29, 2],
  [30, 0],
  [1200, 0],
  [1201, 0],
  [65_535, 0],
] as const) {
  test(`answers a keepAlive of ${keepAliveS} s with ${code}`, () => {
    const verdict = judge({ keepAliveS })
    assert.equal(codeOf(verdict), code)
    if ('device' in verdict) assert.equal(verdict.keepAliveS, Math.min(keepAliveS, 1200))
  })
}

test('a rule makes a short keepAlive a 3, another a long one a 2', () => {
  assert.equal(codeOf(judge({ keepAliveS: 20 }, { shortKeepAliveCode: 3 })), 3)
  assert.equal(codeOf(judge({ keepAliveS: 1201 }, { longKeepAlive: 'refuse' })), 2)
})

for (const username of ['', 'plug01', 'plug01&', '&a1B2c3D4e5F', 'plug01&a1B2c3D4e5F&x', 'a1B2c3D4e5F&plug01']) {
  test(`refuses the user name ${JSON.stringify(username)} with 4`, () => {
    assert.equal(codeOf(judge({ username })), 4)
  })
}

test('reads deviceName&productKey', () => {
  assert.deepEqual(parseUsername('plug01&a1B2c3D4e5F'), { deviceName: 'plug01', productKey: 'a1B2c3D4e5F' })
})

test('refuses an unknown device with 4, or with 5 where the rule says so', () => {
  const other = { ...device, deviceName: 'plug02' }
  assert.equal(codeOf(judge({}, {}, other)), 4)
  assert.equal(codeOf(judge({}, { unknownDeviceCode: 5 }, other)), 5)
})

test('refuses a signature that is one digit off, one short, or empty with 4', () => {
  const right = consoleCopy.password
  for (const password of [right.replace(/4$/, '5'), right.slice(0, -1), '', `${right}0`]) {
    assert.equal(codeOf(judge({ password })), 4)
  }
})

test('refuses a password signed with a timestamp that the clientId does not carry', () => {
  assert.equal(codeOf(judge({ clientId: 'a1B2c3D4e5F.plug01|securemode=2,signmethod=hmacsha256|' })), 4)
})

test('refuses a disabled device with 5, and only after a right signature', () => {
  const disabled = { ...device, disabled: true }
  assert.equal(codeOf(judge({}, {}, disabled)), 5)
  assert.equal(codeOf(judge({ password: 'wrong' }, {}, disabled)), 4)
})

test('refuses a device that came too often with 3', () => {
  assert.equal(codeOf(judge({}, {}, device, false)), 3)
})

test('no refusal says what was expected', () => {
  const verdict = judge({ password: 'wrong' })
  assert.ok('returnCode' in verdict)
  assert.doesNotMatch(verdict.detail, new RegExp(`${device.deviceSecret}|${consoleCopy.password}|wrong[0-9a-f]`))
})

test('a character of a clientId counts once, however many bytes it has', () => {
  const reason = (count: number) => parseClientId(`${'\u{1f4a1}'.repeat(count)}|signmethod=hmacsha256|`)
  assert.equal(typeof reason(64), 'object')
  assert.equal(reason(65), 'the clientId is longer than 64 characters')
})
