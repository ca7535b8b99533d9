import assert from 'node:assert/strict'
import { startMemoryCloud, type MemoryCloud, type RawDevice } from '../../../local-platform/memory-cloud.ts'
import { row } from './row.ts'

const own = '/sys/a1DEMO/plug01/thing'
const post = `${own}/event/property/post`
const product = {
  properties: [
    { identifier: 'PowerSwitch_1', accessMode: 'rw', dataType: { type: 'bool', specs: { 0: 'off', 1: 'on' } } },
  ],
} as const

/** A device, what it posts, and the reply to it as text. */
async function reply(cloud: MemoryCloud, payload: object | string): Promise<{ device: RawDevice; text: string }> {
  const device = await cloud.connect()
  await device.publish(post, payload)
  return { device, text: device.published().at(-1)?.payload.toString() ?? '' }
}

row('post_reply', 'QoS 0, the envelope byte by byte, the id as it came', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const { device, text } = await reply(cloud, { id: '1|exp-topic|x', params: { PowerSwitch_1: 1 } })
  assert.equal(
    text,
    '{"code":200,"data":{},"id":"1|exp-topic|x","message":"success","method":"thing.event.property.post","version":"1.0"}',
  )
  assert.deepEqual([device.published()[0]?.topic, device.published()[0]?.qos], [`${post}_reply`, 0])
})

row('post_reply', 'at QoS 1 by the rule; none with sys.ack 0', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { replyQos: 1 } })
  const { device } = await reply(cloud, { id: '1', params: { A: 1 } })
  assert.equal(device.published()[0]?.qos, 1)
  const silent = await reply(await startMemoryCloud(t), { id: '1', sys: { ack: 0 }, params: { A: 1 } })
  assert.equal(silent.text, '')
})

row('unknown property', 'code 200, the observed text, and nothing remembered', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const { text } = await reply(cloud, { id: '1', params: { PowerSwitch_1: 0, Power: 1 } })
  assert.match(text, /^\{"code":200,"data":\{"Power":"tsl parse: params not exist -> Power"\},/)
  assert.deepEqual(Object.keys(cloud.platform.devices()[0]?.properties ?? {}), ['PowerSwitch_1'])
  assert.deepEqual(cloud.seen('property-post')[0]?.failed, {
    Power: { code: 6304, message: 'tsl parse: params not exist -> Power' },
  })
})

row('unknown property', 'its code is 5092 in newer logs, by the rule', async (t) => {
  const cloud = await startMemoryCloud(t, { product, rules: { unknownIdentifierCode: 5092 } })
  const { text } = await reply(cloud, { id: '1', params: { Power: 1 } })
  assert.match(text, /tsl parse: params not exist -> Power/)
  assert.deepEqual(cloud.seen('property-post')[0]?.failed, { Power: { code: 5092, message: 'property not found' } })
})

for (const [what, payload, code] of [
  ['an id can be found', '{"id":"7","params":{', '6207'],
  ['none can', '{"params":', undefined],
  ['it is empty', '', undefined],
  ['it is nested beyond reason', `{"id":"7","params":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, '6207'],
] as const) {
  row('payload not JSON on a thing topic', `${what}: ${code ?? 'only logged'}`, async (t) => {
    const cloud = await startMemoryCloud(t, { product })
    const { device, text } = await reply(cloud, payload)
    assert.equal(/"code":(\d+)/.exec(text)?.[1], code)
    assert.equal(cloud.seen('dropped')[0]?.reason, 'not-json')
    assert.equal(device.isClosed, false)
    assert.deepEqual(cloud.platform.devices()[0]?.properties, {})
  })
}
