import assert from 'node:assert/strict'
import { publish } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'

const topics = [
  '/sys/a1FAULTS/plug2/thing/service/property/set',
  '/sys/a1OTHER/plug1/thing/service/property/set',
  '/sys/a1FAULTS/plug11/thing/service/property/set',
  '/sys/+/+/thing/service/property/set',
  '/sys/#',
  '#',
  '/SYS/a1FAULTS/plug1/thing/service/property/set',
  '/sys/a1faults/plug1/thing/service/property/set',
  '/sys/a1FAULTS/plug1/thing/service/property/Set',
  '/sys/a1FAULTS/plug1/thing/service/property/set/',
  '/sys/a1FAULTS/plug1/thing/service/property/set_reply',
  'sys/a1FAULTS/plug1/thing/service/property/set',
  '/sys/a1FAULTS/plug1/thing/service/property/get',
]

faultTest(
  `F37 a property set on ${topics.length} topics that are not its own: no edge, no reply, each in the log`,
  (bench) => {
    bench.bootReady()
    for (const [index, topicName] of topics.entries()) {
      const payload = `{"method":"thing.service.property.set","id":"${index}","params":{"PowerSwitch_1":1}}`
      const lines = bench.log.lines.length
      bench.connection.send(publish({ topicName, payload, qos: 1, packetId: 100 + index }))
      bench.pass(1_500)
      // What is not the platform's own is the application's to take.
      const said = topicName.startsWith('/sys/') ? 'W thing 1 messages ignored' : `I mqtt message ${topicName} `
      const [line, ...more] = bench.log.lines.slice(lines)
      assert.ok(line?.text.includes(said) && more.length === 0, `${topicName}: ${line?.text}`)
    }
    assert.equal(bench.device.oracle.edges, 0)
    assert.equal(bench.level, 0)
    assert.deepEqual(bench.replies(), [])
    assert.deepEqual(bench.log.faults, [])
  },
)
