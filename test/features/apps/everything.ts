import '../../../apps/switch/switch.ts'
import * as iot from '../../../firmware/device.ts'

// The switch, and every feature of the platform beside it. A message on user/ask, the number of a request, has it make that request;
// what came of it is printed.

// The tests' own types do not have the engine's.
declare function print(...values: unknown[]): void

function told(reply: unknown): void {
  print('told', iot.toJson(reply))
}

/** Makes the request of this number. */
function ask(number: number): void {
  if (number === 0) iot.postProps({ Level: 7 }, told)
  if (number === 1) iot.postEvent('Alarm', { Level: 7 }, told)
  if (number === 2) iot.postBatch({ properties: { Level: [{ value: 7, time: 1700000000000 }] } }, told)
  if (number === 3) iot.postHistory([{ properties: [{ Level: { value: 7, time: 1700000000000 } }] }], told)
  if (number === 4) iot.postTags([{ attrKey: 'room', attrValue: 'hall' }], told)
  if (number === 5) iot.deleteTags(['room'], told)
  if (number === 6) iot.getConfig(told)
  if (number === 7) iot.getDesired(['PowerSwitch_1'], told)
  if (number === 8) iot.deleteDesired({ Level: {} }, told)
  if (number === 9) iot.postNetwork(told)
  if (number === 10) iot.publish('user/update', 'asked', { qos: 1 }, (problem) => told(problem || 'acknowledged'))
  if (number === 11) iot.subscribe('user/more', (problem, granted) => told(problem || granted))
  if (number === 12) iot.unsubscribe('user/more', (problem) => told(problem || 'unsubscribed'))
  if (number === 13) iot.syncClock(told)
  if (number === 14) iot.getShadow()
  if (number === 15) iot.postShadow({ Level: 7 })
  if (number === 16) iot.deleteShadow('Level')
  if (number === 17) iot.queueProps({ Level: 7 })
  if (number === 18) iot.queueEvent('Alarm', { Level: 7 })
  if (number === 19) iot.log('I app asked')
}

iot.subscribe('user/ask')
iot.on('message', (topic, payload) => {
  if (topic.endsWith('/user/ask')) ask(parseInt(payload))
})
// Short, whatever comes: what waits to be sent is judged.
const most = 60
iot.onService('Echo', ({ params }, reply) => reply({ data: { start: iot.toJson(params).substr(0, most) } }))
iot.onRrpc('', (payload, reply) => reply(payload.substr(0, most)))
iot.onRrpc('user/echo', (payload, reply) => reply(payload.substr(0, most)))
iot.followDesired(['PowerSwitch_1'])
iot.queueOptions({ most: 20, saved: true })
iot.syncClock()
iot.onConfig(told)
iot.followSettings()
iot.onShadow(told)
iot.postLogs()
iot.onBroadcast(told)
iot.onBroadcast(told, 'news')
