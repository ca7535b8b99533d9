import assert from 'node:assert/strict'
import { isJsonObject, readJson, type JsonObject } from '../../../../tools/cloud/model/json.ts'
import { signRegistration } from '../../../../tools/cloud/login/dynamic-registration.ts'
import {
  connectPacket,
  plug,
  startMemoryCloud,
  type MemoryCloud,
  type RawDevice,
} from '../../../local-platform/memory-cloud.ts'
import { row } from './row.ts'

const productSecret = 'PSecret123456789'
const random = '8Ygb7ULYh53B6OA'
const product = { productSecret, dynamicRegistration: true }
const unused = { ...plug, deviceName: 'new01' }

for (const [method, expected] of [
  ['hmacmd5', '7f20495d145c32e135df142fcf916562'],
  ['hmacsha1', 'ce60976e6b24104d201cf9aa3a48e595e6aa3607'],
  ['hmacsha256', 'b8725f9d012d6d3ee01f947cd2465047d49890942c68e1e3b2291cf76f95fe17'],
] as const) {
  row('dynreg', `the signature of the reference's vector with ${method}`, () => {
    const name = { productKey: 'a1B2c3D4e5F', deviceName: 'plug01' }
    assert.equal(signRegistration(method, productSecret, name, random), expected)
  })
}

interface Wish {
  readonly authType: 'register' | 'regnwl'
  readonly deviceName?: string
  readonly secret?: string
  readonly isSecure?: boolean
}

async function register(cloud: MemoryCloud, wish: Wish): Promise<RawDevice> {
  const { authType, deviceName = plug.deviceName, secret = productSecret, isSecure = true } = wish
  const name = { productKey: plug.productKey, deviceName }
  const device = cloud.dial(isSecure)
  const extension = `securemode=2,authType=${authType},random=${random},signmethod=hmacsha256`
  const password = Buffer.from(signRegistration('hmacsha256', secret, name, random).toUpperCase())
  // Keep alive 0: it is not looked at here.
  await device.send({ ...connectPacket({ ...unused, deviceName }, extension), password, keepalive: 0 })
  return device
}

function codeOf(device: RawDevice): number | undefined {
  const [connack] = device.received
  return connack?.cmd === 'connack' ? connack.returnCode : undefined
}

function answerOf(device: RawDevice): { topic: string | undefined; body: JsonObject } {
  const [publish] = device.published()
  const body = readJson(publish?.payload.toString() ?? '')
  return { topic: publish?.topic, body: isJsonObject(body) ? body : {} }
}

row('dynreg', 'register hands out the secret right after CONNACK, again and again until the first login', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  for (let time = 0; time < 2; time++) {
    const device = await register(cloud, { authType: 'register' })
    assert.equal(codeOf(device), 0)
    assert.deepEqual(answerOf(device), { topic: '/ext/register', body: { ...plug } })
    await device.send({ cmd: 'disconnect' })
  }
  assert.equal(codeOf(await cloud.connect()), 0)
  assert.equal(codeOf(await register(cloud, { authType: 'register' })), 4)
  assert.match(cloud.seen('refused')[0]?.detail ?? '', /6289/)
})

row('dynreg', 'it makes no session, and does not kick one', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  await register(cloud, { authType: 'register' })
  assert.equal(cloud.platform.devices()[0]?.online, false)
  assert.deepEqual(cloud.seen('online'), [])
  assert.deepEqual(
    cloud.seen('registered').map(({ way, device }) => [way, device.deviceName]),
    [['register', 'plug01']],
  )
})

for (const [what, wish, code] of [
  ['a wrong product secret', { authType: 'register', secret: 'wrong' }, 4],
  ['a device that is not pre-registered', { authType: 'register', deviceName: 'new01' }, 4],
  ['a new device whose deviceName is too short', { authType: 'regnwl', deviceName: 'new' }, 4],
  ['plain TCP', { authType: 'register', isSecure: false }, 4],
] satisfies [string, Wish, number][]) {
  row('dynreg', `${what} is refused with ${code}`, async (t) => {
    assert.equal(codeOf(await register(await startMemoryCloud(t, { product }), wish)), code)
  })
}

row('dynreg', 'plain TCP is allowed by the rule, a product that has it off is not', async (t) => {
  const plain = await startMemoryCloud(t, { product, rules: { registrationWithoutTls: 'allow' } })
  assert.equal(codeOf(await register(plain, { authType: 'register', isSecure: false })), 0)
  const off = await startMemoryCloud(t, { product: { productSecret } })
  assert.equal(codeOf(await register(off, { authType: 'register' })), 4)
})

row('dynreg', 'regnwl makes the device, and its token logs in without a signature', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await register(cloud, { authType: 'regnwl', deviceName: 'new01' })
  const { topic, body } = answerOf(device)
  assert.equal(topic, '/ext/regnwl')
  assert.deepEqual([body.productKey, body.deviceName, body.deviceSecret], ['a1DEMO', 'new01', undefined])
  assert.ok(typeof body.deviceToken === 'string')
  const again = await register(cloud, { authType: 'regnwl', deviceName: 'new01' })
  assert.equal(answerOf(again).body.deviceToken, body.deviceToken, 'the same as long as it asks')
  const login = { ...connectPacket(unused, 'securemode=-2,authType=connwl'), password: Buffer.from(body.deviceToken) }
  const second = cloud.dial(true)
  await second.send(login)
  assert.equal(codeOf(second), 0)
  const third = cloud.dial(true)
  await third.send({ ...login, password: Buffer.from('no token') })
  assert.equal(codeOf(third), 4)
  const refusing = await startMemoryCloud(t, { product, rules: { registrationOfUnknown: 'refuse' } })
  assert.equal(codeOf(await register(refusing, { authType: 'regnwl', deviceName: 'new01' })), 4)
})
