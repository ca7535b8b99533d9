// As the SDK's README does under "getConfig" and "onConfig".
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
})
device.getConfig((res) => {
  console.log('getConfig:', res)
})
device.onConfig((res) => {
  console.log('onConfig,res:', res)
})
