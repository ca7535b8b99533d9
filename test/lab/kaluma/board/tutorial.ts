import assert from 'node:assert/strict'
import { bundleFirmware } from '../../../../tools/build/bundle.ts'
import { sign } from '../../../../tools/cloud/login/password.ts'
import type { Bench } from '../bench.ts'
import { homeNetwork, host, identity, port } from '../judged.ts'
import { publish, rigOf } from './on-board.ts'

/** The scenario of the tutorial: what the console copies in one click, as it is, keep alive 100, `hi!`, user/get, a set. */
export async function doesTheTutorial(bench: Bench): Promise<void> {
  const keepAlive = 100
  const { productKey, deviceName, deviceSecret } = identity
  const clientId = `${productKey}.${deviceName}`
  const timestamp = '1700000000000'
  const passwd = sign('hmacsha256', deviceSecret, { clientId, deviceName, productKey, timestamp })
  const copied = {
    clientId: `${clientId}|securemode=2,signmethod=hmacsha256,timestamp=${timestamp}|`,
    username: `${deviceName}&${productKey}`,
    ...{ mqttHostUrl: host, passwd, port },
  }
  const config = {
    wifi: { ssid: homeNetwork.ssid, password: homeNetwork.password },
    ...{ mqtt: copied, switches: { PowerSwitch_1: { pin: 'LED' } }, link: { keepAliveS: keepAlive } },
  }
  const inline = Buffer.from(JSON.stringify(config))
  const { script } = await bundleFirmware({ entry: 'apps/switch/switch.ts', inline, board: 'pico-w' })
  const rig = rigOf(bench, { script })
  rig.bootReady()
  const [connect] = rig.peer.received
  assert.ok(connect?.packet.type === 'connect')
  assert.equal(connect.packet.clientId, copied.clientId)
  assert.equal(connect.packet.username, copied.username)
  assert.equal(String(connect.packet.password), passwd)
  const said = rig.peer.received.flatMap(({ packet }) => (packet.type === 'publish' ? [packet] : []))
  const hi = said.find(({ topicName }) => topicName === `/${productKey}/${deviceName}/user/update`)
  assert.equal(hi?.payload.toString(), 'hi!')
  rig.peer.current.send(publish(Buffer.from('hello'), `/${productKey}/${deviceName}/user/get`))
  rig.until(() => rig.text.includes(`mqtt message /${productKey}/${deviceName}/user/get "hello"`), 5_000)
  const sets = (value: 0 | 1): void => {
    const id = rig.set({ PowerSwitch_1: value })
    rig.until(() => rig.replies().some((reply) => reply.id === id && reply.code === 200), 5_000)
    assert.equal(rig.board.led, value === 1)
  }
  sets(1)
  rig.pass(5 * keepAlive * 1000 + 1_000)
  assert.equal(rig.peer.connections.length, 1)
  sets(0)
  rig.peer.assertStrict()
  assert.deepEqual(rig.events, [])
}
