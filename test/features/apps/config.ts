import {
  clockMs,
  deleteTags,
  followSettings,
  getConfig,
  log,
  on,
  onConfig,
  postTags,
  subscribe,
  syncClock,
  toJson,
} from '../../../firmware/device.ts'

/** Clock, tags, remote configuration and the firmware's own settings, by commands on user/get. */
const say = (what: string) => (value: unknown) => print('~' + what + ' ' + toJson(value))

followSettings()
onConfig(say('pushed'))
syncClock(say('time'))
subscribe('user/get')
on('message', (topic, payload) => {
  if (topic.substr(-9) !== '/user/get') return
  if (payload === 'clock') say('clock')(clockMs())
  else if (payload === 'sync') syncClock(say('time'))
  else if (payload === 'tags') postTags([{ attrKey: 'room', attrValue: '\xe5\x8e\x85' }], say('tags'))
  else if (payload === 'untag') deleteTags(['room'], say('untag'))
  else if (payload === 'config') getConfig(say('config'))
  else log(payload)
})
