// As the SDK's README does under "快速开始" (quick start).
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
})
device.subscribe('/<productKey>/<deviceName>/get')
device.on('connect', () => {
  console.log('connected')
  device.publish('/<productKey>/<deviceName>/update', 'hello world!')
})
device.on('message', (topic, payload) => {
  console.log(topic, payload.toString())
})
