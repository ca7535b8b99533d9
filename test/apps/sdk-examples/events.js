// As the SDK's README does under "postEvent".
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
})
device.postEvent(
  'lowpower',
  {
    power: 10,
  },
  (res) => {
    console.log(`postEvent:${res}`, res)
  },
)
