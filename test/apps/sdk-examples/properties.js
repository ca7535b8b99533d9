// As the SDK's README does under "设备属性上报" (posting properties), "postProps" and "onProps".
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
})
device.on('connect', () => {
  device.postProps(
    {
      LightSwitch: 0,
    },
    (res) => {
      console.log(`postProps:`, res)
    },
  )
})
device.onProps((res) => {
  console.log('onProps', res)
})
