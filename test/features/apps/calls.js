// The switch in short, so that the invariants of the fault tests can be asserted; services and RRPC of each kind.
import { keepPosted, onProp, onRrpc, onService, toJson } from '../../../firmware/device.ts'

let on = 0
digitalWrite(D2, on)
keepPosted(() => toJson({ PowerSwitch_1: on }))
onProp((name, value) => {
  if (name !== 'PowerSwitch_1') return false
  if (value !== 0 && value !== 1) return true
  digitalWrite(D2, (on = value))
})

onService('Add', (res, reply) => {
  print('Add ' + res.id)
  reply({ data: { sum: res.params.a + res.params.b } })
})
onService('Wait', (res, reply) => {
  setTimeout(() => {
    reply({ code: 200, data: { waited: res.params.ms } }, 'sync')
    reply({ code: 500 })
  }, res.params.ms)
})
onService('Fail', () => {
  throw new Error('in a service')
})

onRrpc('', (payload, reply) => reply('plain ' + payload))
onRrpc('user/ask', (payload, reply) => setTimeout(() => reply('custom ' + payload), payload === 'slow' ? 9000 : 10))
