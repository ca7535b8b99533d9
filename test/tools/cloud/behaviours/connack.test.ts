import assert from 'node:assert/strict'
import type { IConnectPacket } from 'mqtt-packet'
import { sign } from '../../../../tools/cloud/login/password.ts'
import type { Rules } from '../../../../tools/cloud/model/rules.ts'
import {
  connectPacket,
  plug,
  startMemoryCloud,
  type MemoryCloud,
  type RawDevice,
} from '../../../local-platform/memory-cloud.ts'
import { row } from './row.ts'

/** The return code of the CONNACK that came; undefined without one. */
function codeOf(device: RawDevice): number | undefined {
  const [connack] = device.received
  return connack?.cmd === 'connack' ? connack.returnCode : undefined
}

async function ask(cloud: MemoryCloud, changes: Partial<IConnectPacket>, isSecure = false): Promise<RawDevice> {
  const device = cloud.dial(isSecure)
  await device.send({ ...connectPacket(plug), ...changes })
  return device
}

function signed(clientId: string, extension: string, method: 'hmacmd5' | 'hmacsha1' | 'hmacsha256' = 'hmacsha256') {
  return {
    clientId: `${clientId}|${extension}|`,
    password: Buffer.from(sign(method, plug.deviceSecret, { ...plug, clientId })),
  }
}

row('CONNACK 1', 'a protocol level that is neither 3.1 nor 3.1.1', async (t) => {
  const cloud = await startMemoryCloud(t)
  const five = await ask(cloud, { protocolVersion: 5 })
  assert.deepEqual([codeOf(five), five.isClosed], [1, true])
  // mqtt-packet writes no level 6: MQTT's own CONNECT, its level byte changed.
  const six = cloud.dial()
  await six.sendBytes(Buffer.from('100c00044d5154540602003c0000', 'hex'))
  assert.deepEqual([codeOf(six), six.isClosed], [1, true])
  for (const [protocolId, protocolVersion] of [
    ['MQIsdp', 3],
    ['MQTT', 4],
  ] as const) {
    assert.equal(codeOf(await ask(cloud, { protocolId, protocolVersion })), 0)
  }
})

for (const [what, changes] of [
  ['a clientId without bars', { clientId: 'plug01' }],
  ['a clientId with one bar', { clientId: 'plug01|securemode=3' }],
  ['bad extension syntax', { clientId: 'plug01|securemode|' }],
  ['65 characters before the bar', { clientId: `${'x'.repeat(65)}|signmethod=hmacsha256|` }],
  ['an unknown signmethod', { clientId: 'plug01|signmethod=hmacsha512|' }],
  ['keepalive 29', { keepalive: 29 }],
  ['keepalive 0', { keepalive: 0 }],
] as const) {
  row('CONNACK 2', what, async (t) => {
    assert.equal(codeOf(await ask(await startMemoryCloud(t), changes)), 2)
  })
}

row('CONNACK 2', '64 characters before the bar are admitted', async (t) => {
  assert.equal(codeOf(await ask(await startMemoryCloud(t), signed('x'.repeat(64), 'signmethod=hmacsha256'))), 0)
})

row('CONNACK 3', 'the keepalive refusal of the endpoint of 2017, as a rule', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { shortKeepAliveCode: 3 } })
  assert.equal(codeOf(await ask(cloud, { keepalive: 15 })), 3)
})

for (const returnCode of [2, 3, 4, 5] as const) {
  row('CONNACK 3', `a fault asked for refuses the next CONNECT with ${returnCode}, and no other`, async (t) => {
    const cloud = await startMemoryCloud(t)
    cloud.platform.setFaults(plug, { refuseConnect: returnCode })
    const codes = [codeOf(await cloud.connect()), codeOf(await cloud.connect())]
    assert.deepEqual(codes, [returnCode, 0])
  })
}

for (const [what, changes] of [
  ['a wrong signature', { password: Buffer.from('0'.repeat(64)) }],
  ['a user name that is not dn&pk', { username: 'plug01' }],
  ['a user name the wrong way round', { username: 'a1DEMO&plug01' }],
  ['no password', { password: Buffer.alloc(0) }],
] as const) {
  row('CONNACK 4', what, async (t) => {
    assert.equal(codeOf(await ask(await startMemoryCloud(t), changes)), 4)
  })
}

row('CONNACK 5', 'a disabled device; an unknown one by the rule', async (t) => {
  const disabled = await startMemoryCloud(t, { devices: [{ ...plug, disabled: true }] })
  assert.equal(codeOf(await disabled.connect()), 5)
  for (const unknownDeviceCode of [4, 5] as const) {
    const cloud = await startMemoryCloud(t, { rules: { unknownDeviceCode } })
    assert.equal(codeOf(await cloud.connect({ ...plug, deviceName: 'nobody' })), unknownDeviceCode)
  }
})

row('CONNACK 5', 'disabling ends the session there is, deleting too', async (t) => {
  const cloud = await startMemoryCloud(t)
  const first = await cloud.connect()
  assert.equal(cloud.platform.setDisabled(plug, true), true)
  await cloud.clock.settle()
  assert.ok(first.isClosed)
  assert.equal(codeOf(await cloud.connect()), 5)
  cloud.platform.setDisabled(plug, false)
  const second = await cloud.connect()
  assert.equal(codeOf(second), 0)
  assert.equal(cloud.platform.removeDevice(plug), true)
  await cloud.clock.settle()
  assert.ok(second.isClosed)
  assert.equal(codeOf(await cloud.connect()), 4)
})

row('after refused CONNACK', 'the server closes', async (t) => {
  const cloud = await startMemoryCloud(t)
  for (const changes of [{ clientId: 'x' }, { username: 'x' }, { protocolVersion: 5 as const }]) {
    const device = await ask(cloud, changes)
    assert.deepEqual([device.received.length, device.isClosed], [1, true])
  }
})

for (const [rule, value, code] of [
  ['connectLimitCode', 3, 3],
  ['connectLimitCode', 5, 5],
] as const) {
  row('>5 CONNECT/min', `the sixth is refused with ${code}, and a minute later none`, async (t) => {
    const cloud = await startMemoryCloud(t, { rules: { [rule]: value } })
    const codes: (number | undefined)[] = []
    for (let at = 0; at < 6; at++) codes.push(codeOf(await cloud.connect()))
    assert.deepEqual(codes, [0, 0, 0, 0, 0, code])
    await cloud.clock.run(60_000)
    assert.equal(codeOf(await cloud.connect()), 0)
  })
}

row('>5 CONNECT/min', 'wrong signatures count by their address, and do not lock the device out', async (t) => {
  const cloud = await startMemoryCloud(t)
  const wrong = { password: Buffer.from('0'.repeat(64)) }
  const codes: (number | undefined)[] = []
  for (let at = 0; at < 7; at++) codes.push(codeOf(await cloud.connect(plug, wrong)))
  assert.deepEqual(codes, [4, 4, 4, 4, 4, 3, 3])
  assert.equal(codeOf(await cloud.connect()), 0)
  const elsewhere = cloud.dial(false, '192.0.2.9')
  await elsewhere.send({ ...connectPacket(plug), ...wrong })
  assert.equal(codeOf(elsewhere), 4)
  assert.match(cloud.seen('refused').at(-2)?.detail ?? '', /wrong signatures from this address/)
})

for (const [transport, secureMode, isSecure, code] of [
  ['ignore', 2, false, 0],
  ['ignore', 3, true, 0],
  ['securemode', 2, false, 4],
  ['securemode', 3, true, 4],
  ['securemode', 3, false, 0],
  ['securemode', 2, true, 0],
  // Without a signature, after a registration: over TLS alone.
  ['securemode', -2, true, 0],
  ['securemode', -2, false, 4],
  ['tls', 3, false, 4],
  ['tls', 2, true, 0],
] satisfies [Rules['transport'], number, boolean, number][]) {
  const over = isSecure ? 'TLS' : 'plain TCP'
  row(
    'securemode vs transport',
    `securemode ${secureMode} over ${over} by the rule ${transport}: ${code}`,
    async (t) => {
      const cloud = await startMemoryCloud(t, { rules: { transport } })
      const login = signed('plug01', `securemode=${secureMode},signmethod=hmacsha256`)
      assert.equal(codeOf(await ask(cloud, login, isSecure)), code)
    },
  )
}

for (const extension of [
  'securemode=3,signmethod=hmacsha256',
  'signmethod=hmacsha256,securemode=3',
  'signmethod=hmacsha256,',
  ',,signmethod=hmacsha256,,',
  'securemode=3,\n        signmethod=hmacsha256',
  '  signmethod = hmacsha256 , lan=C,_v=9,gw=0,ext=0,partner_id=x,module_id=y,os=z,sii=1',
  'signmethod=hmacmd5,signmethod=hmacsha256',
]) {
  row('ext parsing', `admits ${JSON.stringify(extension)}`, async (t) => {
    assert.equal(codeOf(await ask(await startMemoryCloud(t), signed('plug01', extension))), 0)
  })
}

for (const method of ['hmacmd5', 'hmacsha1', 'hmacsha256'] as const) {
  row('password compare', `${method} in either case`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const login = signed('plug01', `signmethod=${method}`, method)
    for (const text of [login.password.toString(), login.password.toString().toUpperCase()]) {
      assert.equal(codeOf(await ask(cloud, { ...login, password: Buffer.from(text) })), 0)
    }
  })
}

row('password compare', 'hmacmd5 without a signmethod, and a timestamp is signed when it is there', async (t) => {
  const cloud = await startMemoryCloud(t)
  assert.equal(codeOf(await ask(cloud, signed('plug01', 'securemode=3', 'hmacmd5'))), 0)
  assert.equal(codeOf(await ask(cloud, signed('plug01', 'signmethod=hmacmd5,timestamp=2524608000000', 'hmacmd5'))), 4)
  const password = sign('hmacsha256', plug.deviceSecret, { ...plug, clientId: 'plug01', timestamp: '2524608000000' })
  const clientId = 'plug01|signmethod=hmacsha256,timestamp=2524608000000|'
  assert.equal(codeOf(await ask(cloud, { clientId, password: Buffer.from(password) })), 0)
})
