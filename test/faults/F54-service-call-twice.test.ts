import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppBench, buildApp } from '../apps/app-bench.ts'
import { publish } from '../peer/scripted-peer.ts'

const { script } = await buildApp('test/features/apps/calls.js')

for (const habit of ['esp32', 'esp8266'] as const) {
  test(`F54 a service is called twice with one id, DUP and in the next session: handled once, the same reply each time (${habit})`, () => {
    const bench = new AppBench(script, { habit })
    bench.bootReady()
    const { productKey, deviceName } = bench.connection.device
    const topicName = `/sys/${productKey}/${deviceName}/thing/service/Add`
    const call = (id: string, dup: boolean): void => {
      const payload = JSON.stringify({ method: 'thing.service.Add', id, params: { a: 1, b: 2 }, version: '1.0.0' })
      bench.connection.send(publish({ topicName, payload, qos: 1, packetId: 9, dup }))
      bench.pass(1_000)
    }
    call('7', false)
    call('7', true)
    bench.connection.rst()
    bench.untilReady(60_000)
    call('7', true)
    call('8', false)
    assert.deepEqual(
      bench.lines().filter((line) => line.startsWith('Add ')),
      ['Add 7', 'Add 8'],
    )
    assert.deepEqual(
      bench.said('/thing/service/Add_reply').map(({ payload }) => payload),
      ['7', '7', '7', '8'].map((id) => `{"id":"${id}","code":200,"data":{"sum":3}}`),
    )
    assert.equal(bench.peer.received.filter(({ packet }) => packet.type === 'puback').length, 4)
    bench.assertInvariants()
  })
}
