import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppBench, buildApp } from '../apps/app-bench.ts'
import { publish } from '../peer/scripted-peer.ts'

const { script } = await buildApp('test/features/apps/calls.js')

for (const habit of ['esp32', 'esp8266'] as const) {
  /** Calls, so that the application has what to respond with after so many ms; returns the response's topic. */
  const ask = (bench: AppBench, rrpc: string, ms: number): string => {
    const { productKey, deviceName } = bench.connection.device
    const payload = JSON.stringify({ method: 'thing.service.Wait', id: '1', params: { ms }, version: '1.0.0' })
    bench.connection.send(publish({ topicName: `/sys/${productKey}/${deviceName}/rrpc/request/${rrpc}`, payload }))
    return `/sys/${productKey}/${deviceName}/rrpc/response/${rrpc}`
  }
  const late = 'W thing service Wait answered too late'

  test(`F55 RRPC is answered after its 8 s: not sent, said in the log, the next call works (${habit})`, () => {
    const bench = new AppBench(script, { habit })
    bench.bootReady()
    const topic = ask(bench, '1', 8_500)
    bench.pass(12_000)
    assert.deepEqual([bench.said(topic), bench.log.with(late).length], [[], 1])
    const next = ask(bench, '2', 6_500)
    bench.pass(8_000)
    assert.deepEqual(
      bench.said(next).map(({ payload }) => payload),
      ['{"id":"1","code":200,"data":{"waited":6500}}'],
    )
    bench.assertInvariants()
  })

  test(`F55 RRPC is answered in time, but the link is down until its 8 s are over: not sent in the next session (${habit})`, () => {
    const bench = new AppBench(script, { habit })
    bench.bootReady()
    const topic = ask(bench, '1', 3_000)
    bench.pass(1_000)
    bench.answers('refused')
    bench.connection.rst()
    bench.pass(10_000)
    bench.answers('open')
    bench.untilReady(120_000)
    bench.pass(5_000)
    assert.deepEqual([bench.said(topic), bench.log.with(late).length], [[], 1])
    bench.assertInvariants()
  })
}
