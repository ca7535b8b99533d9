/** Every call of the official SDK's device that sends something, or replies to what arrives. */
export function calls(device) {
  const done = () => {}
  device.onProps(done)
  device.onService('wakeup_async', (res, reply) => reply({ code: 200, data: { out: 1 } }))
  device.onService('wakeup_sync', (res, reply) => reply({ code: 200, data: { out: 1 } }, 'sync'))
  device.onConfig(done)
  device.onShadow(done)
  device.postProps({ LightSwitch: 0 }, done)
  device.postEvent('lowpower', { power: 10 }, done)
  device.postTags([{ attrKey: 'Temperature', attrValue: '36.8' }], done)
  device.deleteTags(['tagA', 'tagB'], done)
  device.getConfig(done)
  device.getShadow()
  device.postShadow({ a: 'avalue' })
  device.deleteShadow('a')
  device.deleteShadow(['a', 'b'])
  device.deleteShadow()
}
