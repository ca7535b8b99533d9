// For test/features/desired.test.ts: properties that are followed, with a rule, a handler of whole sets, and one of each property.
import { checkProps, followDesired, keepPosted, onProp, onProps, toJson } from '../../../firmware/device.ts'

const state: { [name: string]: unknown } = {}

function take(name: string, value: unknown): void {
  print('took ' + name + ' ' + toJson(value))
  state[name] = value
}

const many: string[] = []
for (let at = 0; at < 20; at++) many.push('Many_' + at)

checkProps('Level int 0 100,Mode text 200,Scene struct,' + many.map((name) => name + ' bool').join(','))
onProps((message) => {
  const { Scene } = message.params
  if (Scene === undefined) return []
  if (Scene.night === undefined) return 'Scene wants night; '
  take('Scene of ' + message.id, Scene)
  return ['Scene']
})
onProp((name, value) => {
  if (name === 'Mode' && value === 'throws') throw new Error('as asked')
  if (name === 'Mode' && value !== 'auto') return 'must be auto'
  take(name, value)
})
keepPosted(() => toJson(state))
followDesired(['Level', 'Mode', 'Scene'].concat(many))
