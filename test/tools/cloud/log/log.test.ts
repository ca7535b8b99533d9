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

const fault = { code: 6306, message: 'x' }
const point = { identifier: 'A', value: 1, timeMs: 0 }

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
  ...(
    [
      [{ ...online, cleanSession: false }, 'I', 'online 127.0.0.1 keepAlive 60 cleanSession 0'],
      [{ type: 'offline', device, reason: 'disconnect', detail: '' }, 'I', 'offline disconnect'],
      [{ type: 'offline', device, reason: 'kicked', detail: 'why' }, 'W', 'offline kicked (why)'],
      [{ type: 'unsubscribe', device, topicFilter: '/a' }, 'I', 'unsubscribed /a'],
      [{ type: 'set-reply', device, id: '7', code: 200, latencyMs: null }, 'I', 'set_reply #7 200 nobody waits for it'],
      [
        { type: 'property-post', device, id: '1', params: { A: 1 }, points: [], unknown: [], failed: { A: fault } },
        'I',
        'property post {"A":1}  wrong: A',
      ],
      [{ type: 'property-history', device, points: [point, point], failed: {} }, 'I', 'property history of 2 values'],
      [{ type: 'event-post', device, id: '1', identifier: 'E', value: 1, timeMs: 0 }, 'I', 'event E 1'],
      [
        { type: 'service-call', device, id: '2', identifier: 'S', args: {}, mode: 'sync' },
        'I',
        'service S (sync) #2 {}',
      ],
      [
        { type: 'service-reply', device, id: '2', identifier: 'S', code: 200, data: {}, latencyMs: 1 },
        'I',
        'service reply S #2 200 after 1.0 ms',
      ],
      [{ type: 'rrpc', device, id: '3', topicName: '/t' }, 'I', 'rrpc #3 /t'],
      [{ type: 'rrpc-reply', device, id: '3', latencyMs: 2 }, 'I', 'rrpc reply #3 after 2.0 ms'],
      [{ type: 'shadow', device, by: 'device', version: 4 }, 'I', 'shadow by the device, version 4'],
      [{ type: 'ota-push', device, module: 'mcu', version: '2' }, 'I', 'firmware mcu 2 offered'],
      [{ type: 'ota-version', device, module: 'mcu', version: '2' }, 'I', 'firmware mcu is 2'],
      [{ type: 'ota-progress', device, module: 'mcu', step: 35, text: 'half' }, 'I', 'firmware mcu 35% half'],
      [{ type: 'message', device, topicName: '/t', qos: 1, text: 'x' }, 'I', 'publish /t qos 1 x'],
      [{ type: 'queued', device, topicName: '/t' }, 'I', 'queued /t'],
      [{ type: 'registered', device, way: 'https' }, 'I', 'registered (https)'],
      [
        { type: 'replied', device, topicName: '/t', id: '5', code: 460, message: 'wrong' },
        'W',
        'request-refused 460 /t #5 (wrong)',
      ],
    ] satisfies [PlatformEvent, string, string][]
  ).map(([event, level, said]): [PlatformEvent, string] => [event, `00012.345 ${level} cloud  switch-1 ${said}`]),
  [{ type: 'connection-failed', address: '::1', detail: 'closed' }, '00012.345 W cloud  no CONNECT from ::1 (closed)'],
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

test('a request that was done has no line of its own: the event of what it did has one', () => {
  assert.equal(formatEvent({ type: 'replied', device, topicName: '/t', id: '5', code: 200 }, 0), undefined)
})

test('a text of 100 characters is shown whole, one of 101 is cut, and a character is never cut in two', () => {
  const textOf = (text: string) => {
    const line = formatEvent({ type: 'message', device, topicName: '/t', qos: 0, text }, 0)
    return line?.split(' qos 0 ')[1]
  }
  assert.equal(textOf('灯'.repeat(100)), '灯'.repeat(100))
  assert.equal(textOf('\u{1f4a1}'.repeat(101)), `${'\u{1f4a1}'.repeat(100)}...`)
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
