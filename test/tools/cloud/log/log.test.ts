import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlatformEvent } from '../../../../tools/cloud/model/events.ts'
import { formatEvent, formatEventAsJson } from '../../../../tools/cloud/log/log.ts'

const device = { productKey: 'a1DEMO', deviceName: 'switch-1' }
const online: PlatformEvent = {
  type: 'online',
  device,
  address: '127.0.0.1',
  clientId: 'x',
  keepAliveS: 60,
  cleanSession: true,
}

const lines: [PlatformEvent, string][] = [
  [online, '00012.345 I cloud  switch-1 online 127.0.0.1 keepAlive 60'],
  [
    { type: 'offline', device, reason: 'keepalive-timeout', detail: '' },
    '00012.345 W cloud  switch-1 offline keepalive-timeout',
  ],
  [
    {
      type: 'refused',
      address: '127.0.0.1',
      clientId: 'x|',
      returnCode: 4,
      meaning: 'bad user name or password',
      detail: 'no such device',
    },
    '00012.345 W cloud  connack-refused 4 bad user name or password (no such device)  127.0.0.1 clientId=x|',
  ],
  [{ type: 'subscribe', device, topicFilter: '/a/b', granted: 128 }, '00012.345 W cloud  switch-1 suback-refused /a/b'],
  [{ type: 'subscribe', device, topicFilter: '/a/b', granted: 1 }, '00012.345 I cloud  switch-1 subscribed /a/b qos 1'],
  [
    { type: 'property-set', device, id: '7', params: { PowerSwitch_1: 1 } },
    '00012.345 I cloud  switch-1 property set #7 {"PowerSwitch_1":1}',
  ],
  [
    { type: 'set-reply', device, id: '7', code: 200, latencyMs: 2.34 },
    '00012.345 I cloud  switch-1 set_reply #7 200 after 2.3 ms',
  ],
  [
    { type: 'property-post', device, id: '1', params: { A: 1 }, points: [], unknown: ['A'], failed: {} },
    '00012.345 I cloud  switch-1 property post {"A":1}  unknown: A',
  ],
  [
    { type: 'dropped', device, topicName: '/x', reason: 'rate-limit', total: 1 },
    '00012.345 W cloud  switch-1 dropped rate-limit /x  1 so far',
  ],
]

for (const [event, line] of lines) {
  test(`a ${event.type} event reads: ${line}`, () => assert.equal(formatEvent(event, 12_345), line))
}

test('a flood of drops gets a line for the first and for every hundredth', () => {
  const drops = Array.from({ length: 250 }, (_, at) => at + 1).filter((total) => {
    return formatEvent({ type: 'dropped', device, topicName: '/x', reason: 'rate-limit', total }, 0) !== undefined
  })
  assert.deepEqual(drops, [1, 100, 200])
})

test('a payload cannot make a line of its own or command the terminal, and is cut at 100 characters', () => {
  const text = `a\n00000.000 I cloud  forged\r\u001b[2J\u202e${'x'.repeat(500)}`
  const line = formatEvent({ type: 'message', device, topicName: '/x\n', qos: 0, text }, 0)
  assert.ok(line !== undefined)
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u)
  assert.ok(line.length < 200)
})

test('as JSON an event has time, level, area and its own fields', () => {
  assert.deepEqual(JSON.parse(formatEventAsJson(online, 12_345)), {
    t: 12.345,
    level: 'I',
    area: 'cloud',
    event: 'online',
    device,
    address: '127.0.0.1',
    clientId: 'x',
    keepAliveS: 60,
    cleanSession: true,
  })
})
