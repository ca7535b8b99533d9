import '../../../apps/switch/switch.ts'
import { on, postProps, publish, subscribe, toJson } from '../../../firmware/device.ts'

// The switch, and every feature of the platform beside it. A message on user/ask, a number, has it make that request.

subscribe('user/ask')

/** What came of a request. */
function told(reply: unknown): void {
  print('told', toJson(reply))
}

/** Makes the request of this number. */
function ask(number: number): void {
  if (number === 0) postProps({ Level: 7 }, told)
  if (number === 1) publish('user/update', 'asked', { qos: 1 })
}

on('message', (topic, payload) => {
  if (topic.endsWith('/user/ask')) ask(parseInt(payload))
})
