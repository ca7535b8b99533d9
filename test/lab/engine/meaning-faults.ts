import assert from 'node:assert/strict'
import { propertySetTopic, publish } from '../../peer/scripted-peer.ts'
import type { Fault } from './fault-case.ts'
import { Rig } from './rig.ts'

const deep = (depth: number, inner: string) => '{"a":'.repeat(depth) + inner + '}'.repeat(depth)

/** No id can be read from these. */
const ignored: readonly string[] = [
  ...['on', '[]', '[{}]', 'null', '7', '""', '{"params":{"PowerSwitch_1":1}}', '[[[[', '{"id":"1","params"'],
  '{"method":"thing.service.property.set","id":"1","params":{"PowerSwitch_1":1',
  '{"id":null,"params":{"PowerSwitch_1":1}}',
  '{"id":{},"params":{"PowerSwitch_1":1}}',
  deep(200, '1'),
  `{"id":"1","params":${deep(200, '{"PowerSwitch_1":1}')}}`,
  '['.repeat(200) + ']'.repeat(200),
  '['.repeat(900),
  // More values than the smallest heap could hold.
  ...[`[${'0,'.repeat(700)}0]`, `{"PowerSwitch_1":1,"x":[${'0,'.repeat(700)}0]}`].map(
    (params) => `{"id":"1","params":${params}}`,
  ),
  // A reply of this length, too.
  ...['x'.repeat(1900), '\u0001'.repeat(1200)].map((id) => `{"id":"${id}","params":{"PowerSwitch_1":1}}`),
  // A set, and then something.
  ...['xyz', '{}', ',0', ',{}', '//', '/*', '\0', '}', ']}'].map(
    (rest) => `{"id":"1","params":{"PowerSwitch_1":1}}${rest}`,
  ),
  // Numbers that engine and simulated board read or print as others.
  ...['9007199254740993', '1234567890123456768', '18446744073709551617', '1e21', '1.5', '-1'].map(
    (id) => `{"id":${id},"params":{"PowerSwitch_1":1}}`,
  ),
  // The engine keeps the lowest 64 bits: of these 1 and 0.
  ...['18446744073709551617', ' 36893488147419103233', '-18446744073709551615', '18446744073709551616'].flatMap(
    (value) => [
      `{"id":"1","params":{"PowerSwitch_1":${value}}}`,
      `{"id":"1","x":"${'x'.repeat(300)}","params":{"PowerSwitch_1":${value}}}`,
    ],
  ),
]

/** A parameter error, with the id that can be read. */
const wrong: readonly string[] = [
  ...['{"id":"5"}', '{"id":"5","params":null}', '{"id":"5","params":7}', '{"id":"5","params":[]}'],
  ...['{"id":"5","params":[1]}', '{"id":"5","params":"PowerSwitch_1"}', '{"id":"5","params":{}}'],
  '{"id":"5","params":{"__proto__":{"PowerSwitch_1":1}}}',
  '{"id":"5","__proto__":{"params":{"PowerSwitch_1":1}}}',
  '{"id":"5","params":{"constructor":1,"toString":1,"hasOwnProperty":0}}',
]

/** Short ids and long ones, numbers that are none, and what JSON escapes. */
const ids: readonly string[] = [
  ...['0', '007', '-5', '1e3', 'NaN', ' 7', '{', '"', '\\', 'a\n\tb\u0001'],
  ...[23, 24, 63, 64, 100, 1500].flatMap((length) => ['1'.repeat(length), 'x'.repeat(length)]),
]

/** What a property set may say. */
export const meaningFaults: readonly Fault[] = [
  {
    name: `F34: ${ignored.length} payloads that are no set are counted, ${wrong.length} without good params refused, none moves the pin`,
    aboutS: 10,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine, timeScale: 4 })
      await rig.ready()
      const topicName = propertySetTopic(rig.connection.device)
      // The first error of a kind leaves its prototype in memory, once.
      for (const payload of ignored) rig.connection.send(publish({ topicName, payload }))
      await rig.handled()
      await rig.countAtRest()
      for (const payload of [...ignored, ...wrong]) {
        rig.connection.send(publish({ topicName, payload }))
        await rig.handled()
        assert.deepEqual(await rig.levels(), [0], payload)
      }
      await rig.assertHealed()
      const codes = rig.replies().map(({ id, code }) => `${id} ${code}`)
      assert.deepEqual(codes.slice(0, -1), Array<string>(wrong.length).fill('5 460'))
      const counts = rig.device.said(/messages ignored/).map((line) => Number(line.split(' ')[3]))
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        2 * ignored.length,
      )
      assert.equal(rig.peer.connections.length, 1)
    },
  },
  {
    name: `F33: ${ids.length} ids, long, odd, or escaped in JSON, each come back as they were`,
    aboutS: 5,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      await rig.readyAtRest()
      for (const id of ids) {
        rig.asked.push(1)
        rig.connection.set(id, { PowerSwitch_1: 1 })
        assert.equal(await rig.reply(id), 200, id)
      }
      assert.deepEqual(await rig.levels(), [0, 1])
      await rig.assertHealed()
    },
  },
  {
    name: 'F36: the same id twice, DUP, the same value again: one edge, a reply each time',
    aboutS: 8,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      await rig.readyAtRest()
      rig.asked.push(1)
      const on = { PowerSwitch_1: 1 }
      rig.connection.set('7', on, { qos: 1, packetId: 9 })
      await rig.handled()
      rig.connection.set('7', on, { qos: 1, packetId: 9, dup: true })
      await rig.handled()
      rig.connection.set('7', on)
      rig.connection.set('8', on)
      assert.equal(await rig.reply('8'), 200)
      assert.deepEqual(
        rig.replies().map(({ id, code }) => `${id} ${code}`),
        ['7 200', '7 200', '7 200', '8 200'],
      )
      assert.deepEqual(await rig.levels(), [0, 1])
      await rig.assertHealed()
    },
  },
]
