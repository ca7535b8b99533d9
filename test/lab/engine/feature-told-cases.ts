import assert from 'node:assert/strict'
import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { JsonValue } from '../../../tools/cloud/model/json.ts'
import type { Bench } from './bench.ts'
import type { Air } from './boot0.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import { identity } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

const { productKey, deviceName } = identity

/** Device shadow, network status, broadcast, batch and history: an application that does what a property set tells it. */
export function toldCases(engines: readonly GivenEngine[]): EngineCase[] {
  const small = engines.filter(({ name }) => name === 'linux' || name === 'esp32' || name === 'esp8266')
  const on = (name: string, run: (room: Room) => Promise<void>, air?: Air): EngineCase[] =>
    small.map((engine) => ({
      name: `feature ${name} [${engine.name}]`,
      load: 'works',
      aboutS: 5,
      run: async (bench) => run(await start(bench, engine, air)),
    }))
  return [
    ...on('shadow: a change waits for the version, then exceeds it; what is reported is deleted again', shadow),
    ...on('network: the strength of the network is posted, from the status or from the details', network, 'home'),
    ...on('network: without Wi-Fi nothing is posted, and the callback is told so', noNetwork),
    ...on('broadcast: one to all is handled once for its id, one with a name is subscribed to', broadcast),
    ...on('batch: a batch and history are taken in, with the identity of the device', batch),
  ]
}

interface Room {
  readonly cloud: Cloud
  readonly device: Device
  /** What was posted as the strength of the network, dBm. */
  readonly strengths: readonly unknown[]
  /** Has the application do something. */
  tell(what: string, argument?: JsonValue): Promise<void>
}

async function start(bench: Bench, engine: GivenEngine, air?: Air): Promise<Room> {
  const { script } = await ensureBuilt('dist', readApplication('test/features/apps/told.js'))
  const cloud = await startCloud(bench, { rules: { autoDelivery: 'never' } })
  const strengths: unknown[] = []
  cloud.platform.onPacket(({ packet: { topicName, payload } }) => {
    if (topicName?.endsWith('/_thing/diag/post') === true) strengths.push(strengthOf(String(payload)))
  })
  const device = bench.device({ engine, script, config: { port: cloud.port }, ...(air && { air }) })
  await device.line(/^early \{"code":200,/)
  return {
    ...{ cloud, device, strengths },
    async tell(what, argument = null) {
      const result = await cloud.platform.setProperty(identity, { Do: what, With: argument }).result
      if (result.outcome !== 'answered') console.log(device.lines.map(({text}) => text).join('\n'), JSON.stringify(result))
      assert.equal(result.outcome === 'answered' && result.reply.code, 200)
    },
  }
}

async function shadow({ cloud: { platform }, device, tell }: Room): Promise<void> {
  await tell('postShadow', { on: 1, name: '中文' })
  await device.line(/^shadow .*"errorcode":"407"/)
  await device.line(/^shadow .*"status":"success","version":1/)
  platform.updateShadow(identity, { on: 0 }, 1_700_000_000_000)
  await device.line(/^shadow .*"control"/)
  await tell('postShadow', { on: 0 })
  await device.line(/^shadow .*"version":1700000000001\D/)
  assert.deepEqual(platform.shadow(identity)?.reported, { on: 0, name: '中文' })
  await tell('getShadow')
  await device.line(/^shadow .*"reported":\{"on":0,/)
  await tell('deleteShadow', 'name')
  await device.line(/^shadow .*"version":1700000000002\D/)
  assert.deepEqual(platform.shadow(identity)?.reported, { on: 0 })
  platform.publish(identity, `/shadow/get/${productKey}/${deviceName}`, `${'{"a":'.repeat(300)}`)
  await tell('deleteShadow')
  await device.line(/^shadow .*"version":1700000000003\D/)
  assert.deepEqual([platform.shadow(identity)?.reported, device.said(/ E |Uncaught/)], [{}, []])
}

function strengthOf(payload: string): unknown {
  const { params } = JSON.parse(payload) as { params: { p: { wifi: { rssi: number } } } }
  return params.p.wifi.rssi
}

async function network({ device, strengths, tell }: Room): Promise<void> {
  device.type('wifi.rssi=-61')
  await tell('postNetwork')
  await device.line(/^network \{"code":200,/)
  device.type('wifi.rssi=undefined;wifi.detailedRssi=-72')
  await tell('postNetwork')
  await device.line(/^network \{"code":200,/)
  device.type('wifi.detailedRssi=0')
  await tell('postNetwork')
  await device.line(/^network \{"code":0,"message":"not posted"\}/)
  assert.deepEqual(strengths, [-61, -72])
}

async function noNetwork({ device, strengths, tell }: Room): Promise<void> {
  await tell('postNetwork')
  await device.line(/^network \{"code":0,"message":"not posted"\}/)
  assert.deepEqual([strengths, device.said(/ E |Uncaught/)], [[], []])
}

async function broadcast({ cloud: { platform }, device, tell }: Room): Promise<void> {
  const again = (id: string) =>
    platform.publish(identity, `/sys/${productKey}/${deviceName}/broadcast/request/${id}`, `again ${id}`, 1)
  assert.deepEqual([platform.broadcast(productKey, 'for all'), platform.broadcast(productKey, '{', 'news')], [1, 1])
  for (const id of ['71', '71', '72', '71']) again(id)
  await device.line(/^broadcast undefined again 72$/)
  await tell('nothing')
  assert.deepEqual(device.said(/^broadcast/).sort(), [
    'broadcast news {',
    'broadcast undefined again 71',
    'broadcast undefined again 72',
    'broadcast undefined for all',
  ])
}

async function batch({ cloud, device, tell }: Room): Promise<void> {
  const time = 1_700_000_000_123
  await tell('postBatch', {
    properties: { Power: [{ value: 1, time }] },
    events: { Alarm: [{ value: { Text: '高温' }, time }] },
  })
  await device.line(/^batch \{"code":200,/)
  await tell('postHistory', [{ properties: [{ Power: { value: 7, time: time + 1 } }] }])
  await device.line(/^history \{"code":200,/)
  const points = cloud.events.flatMap((event) => (event.type === 'property-history' ? event.points : []))
  assert.deepEqual(
    points.slice(1).map(({ identifier, value, timeMs }) => [identifier, value, timeMs]),
    [
      ['Power', 1, time],
      ['Power', 7, time + 1],
    ],
  )
  const events = cloud.events.flatMap((event) => (event.type === 'event-post' ? [event] : []))
  assert.deepEqual(
    events.map(({ identifier, value, timeMs }) => [identifier, value, timeMs]),
    [['Alarm', { Text: '高温' }, time]],
  )
}
