import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textOf } from '../../../firmware/thing/alink.ts'
import { isForGood } from '../../../firmware/thing/queue-batch.ts'
import { readyDevice, type Device } from '../support/device.ts'

// What is made a text or a number throws where it is an object whose own toString and valueOf are no functions.

const app = (): void => undefined
const names = 'a1B2c3D4e5F/plug01'
const odd = { toString: 1, valueOf: 1 }
const values: readonly unknown[] = [odd, [odd], [[]], {}, null, true]

function arrive(device: Device, topicName: string, payload: unknown): void {
  device.publish({ topicName, payload: JSON.stringify(payload) })
  device.flow()
  device.seconds(1)
}

const bugs = (device: Device): readonly string[] => device.log('E link bug')

test('only texts and numbers that arrived are made texts', () => {
  for (const value of values) assert.equal(textOf(value), '')
  assert.deepEqual([textOf('a'), textOf(1.5), textOf(undefined)], ['a', '1.5', ''])
})

test('an odd code refuses nothing for good', () => {
  for (const value of values) assert.equal(isForGood(value as number), false)
})

test('odd times are no answer of the clock', (t) => {
  const device = readyDevice(t, { app })
  device.api.syncClock()
  const [sent] = device
    .published()
    .map(({ payload }) => (JSON.parse(payload) as { deviceSendTime: string }).deviceSendTime)
  for (const value of values) {
    arrive(device, `/ext/ntp/${names}/response`, { deviceSendTime: value, serverRecvTime: '1', serverSendTime: '1' })
    arrive(device, `/ext/ntp/${names}/response`, { deviceSendTime: sent, serverRecvTime: value, serverSendTime: value })
  }
  assert.deepEqual([bugs(device), device.api.clockMs()], [[], 0])
})

test('an odd description of a configuration is pushed to the application, and nothing of it is fetched', (t) => {
  const device = readyDevice(t, { app })
  const wrong: string[] = []
  let pushed = 0
  device.api.followSettings()
  device.api.onConfig(({ params }) => {
    pushed += 1
    device.api.fetchConfig(params, (_text, problem) => wrong.push(problem))
  })
  values.forEach((value, at) => {
    const params = { configId: value, configSize: value, sign: value, signMethod: value, url: value }
    arrive(device, `/sys/${names}/thing/config/push`, { id: `${at}`, params })
  })
  device.seconds(30)
  assert.deepEqual([bugs(device), pushed], [[], values.length])
  assert.deepEqual(
    wrong,
    values.map(() => 'no URL of HTTP'),
  )
})

test('an odd result of a service is a reply', (t) => {
  const device = readyDevice(t, { app })
  device.api.onService('Echo', (_call, reply) => reply({ code: odd, message: odd } as never))
  const payload = JSON.stringify({ id: '7', method: 'thing.service.Echo', params: odd })
  device.publish({ topicName: `/sys/${names}/thing/service/Echo`, payload })
  device.seconds(0)
  const replies = device.published().filter(({ topic }) => topic.endsWith('Echo_reply'))
  assert.deepEqual(
    [bugs(device), replies.map((each) => JSON.parse(each.payload) as unknown)],
    [[], [{ id: '7', code: 200, message: '', data: {} }]],
  )
})

test('odd messages of everything else are nothing', (t) => {
  const device = readyDevice(t, { app })
  const { api } = device
  const told = (): void => undefined
  api.onShadow(told)
  api.postLogs()
  api.followDesired(['Level'])
  api.postEvent('Alarm', {}, told)
  api.queueProps({ Level: 1 })
  device.flow()
  for (const value of values) {
    const all = { id: value, code: value, data: value, method: value, params: value, payload: value, version: value }
    const inside = { ...all, data: { Level: value, content: value }, params: { content: value }, payload: all }
    const deeper = { ...all, data: { Level: all, content: { mode: value } }, payload: { ...all, content: all } }
    for (const each of [all, inside, deeper])
      for (const id of ['1', '2', '3', '4', '5', value])
        for (const tail of [
          ...['thing/config/log/push', 'thing/config/log/get_reply', 'thing/property/desired/get_reply'],
          ...['thing/event/Alarm/post_reply', 'thing/event/property/batch/post_reply', 'thing/log/post_reply'],
        ])
          arrive(device, `/sys/${names}/${tail}`, { ...each, id })
    arrive(device, `/shadow/get/${names}`, all)
    arrive(device, `/shadow/get/${names}`, deeper)
  }
  device.seconds(60)
  assert.deepEqual(bugs(device), [])
})
