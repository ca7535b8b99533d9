import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'
import {
  connectOptions,
  connectPacket,
  host,
  password,
  port,
  setDestination,
  tls,
} from '../../../firmware/identity/destination.ts'
import { encodeConnect } from '../../../firmware/mqtt/packet.ts'
import { goodConfig, goodMqttConfig } from '../support/board-at-boot.ts'
import { nativeHash } from '../support/hashes.ts'

/** Sets the destination of a configuration with these differences in its triple. */
function goTo(changes: object = {}, link: DeviceConfig['link'] = {}): void {
  const aliyun = { ...goodConfig.aliyun, ...changes }
  setDestination({ ...goodConfig, aliyun, link } as DeviceConfig, nativeHash)
}

// What differs in aliyun -> host, port, tls.
const destinations: readonly (readonly [changes: object, host: string, port: number, tls: boolean])[] = [
  [{}, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 1883, false],
  [{ region: 'us-west-1' }, 'a1B2c3D4e5F.iot-as-mqtt.us-west-1.aliyuncs.com', 1883, false],
  [{ instanceId: 'iot-1' }, 'iot-1.mqtt.iothub.aliyuncs.com', 1883, false],
  [{ host: '10.0.0.1', instanceId: 'iot-1' }, '10.0.0.1', 1883, false],
  [{ tls: true }, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 8883, true],
  [{ tls: true, port: 443 }, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 443, true],
  [{ port: 18_831 }, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 18_831, false],
]
for (const [changes, ...wanted] of destinations) {
  test(`${JSON.stringify(changes)} goes to ${wanted[0]}:${wanted[1]}`, () => {
    goTo(changes)
    assert.deepEqual([host, port, tls], wanted)
  })
}

test('the CA of the configuration reaches the socket as DER, and none where there is none', () => {
  goTo({ host: 'broker', tls: true, ca: 'MIIB' })
  assert.deepEqual(connectOptions(), { host: 'broker', port: 8883, ca: '0\x82\x01' })
  goTo({ host: 'broker', tls: true })
  assert.deepEqual(connectOptions(), { host: 'broker', port: 8883 })
})

test("the console's parameters are used as they are", () => {
  const { clientId, username, passwd, mqttHostUrl, port: itsPort } = goodMqttConfig.mqtt
  setDestination(goodMqttConfig, () => assert.fail('nothing is to be signed'))
  assert.deepEqual([host, port, tls, password], [mqttHostUrl, itsPort, false, passwd])
  assert.equal(connectPacket('a1B2c3D4e5F', 'plug01'), encodeConnect(clientId, username, passwd, 60))
})

test("the console's parameters go over TLS where they say so, with their CA; and plainly again after that", () => {
  const { mqtt } = goodMqttConfig
  setDestination({ ...goodMqttConfig, mqtt: { ...mqtt, port: 8883, tls: true, ca: 'MIIB' } }, nativeHash)
  assert.deepEqual([tls, connectOptions()], [true, { host: mqtt.mqttHostUrl, port: 8883, ca: '0\x82\x01' }])
  const { clientId, username, passwd } = mqtt
  assert.equal(connectPacket('a1B2c3D4e5F', 'plug01'), encodeConnect(clientId, username, passwd, 60))
  setDestination(goodMqttConfig, nativeHash)
  assert.deepEqual([tls, connectOptions()], [false, { host: mqtt.mqttHostUrl, port: mqtt.port }])
})

test('keepAlive is as configured, 60 s unless said', () => {
  for (const [link, seconds] of [
    [undefined, 60],
    [{}, 60],
    [{ keepAliveS: 1200 }, 1200],
  ] as const) {
    const mqtt = goodMqttConfig.mqtt
    setDestination({ ...goodMqttConfig, ...(link === undefined ? {} : { link }) }, nativeHash)
    const wanted = encodeConnect(mqtt.clientId, mqtt.username, mqtt.passwd, seconds)
    assert.equal(connectPacket('a1B2c3D4e5F', 'plug01'), wanted)
    goTo({}, link)
    const clientId = 'a1B2c3D4e5F.plug01|securemode=3,signmethod=hmacsha256,timestamp=2524608000000,_ss=1|'
    assert.equal(
      connectPacket('a1B2c3D4e5F', 'plug01'),
      encodeConnect(clientId, 'plug01&a1B2c3D4e5F', password, seconds),
    )
  }
})
