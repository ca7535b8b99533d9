// As the SDK's README does under "onShadow", "getShadow", "postShadow" and "deleteShadow".
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
})
device.onShadow((res) => {
  console.log('shadow', res)
})
device.getShadow()
device.postShadow({
  a: 'avalue',
})
device.deleteShadow('a')
device.deleteShadow(['a', 'b'])
device.deleteShadow()
