// As the SDK's README does under "iot.device(options)", with all the options listed there, "Event 'connect'",
// "Event 'message'", "Event 'error'", and "publish" with its options.
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
  region: 'cn-shanghai',
  tls: false,
  keepalive: 90,
  clean: false,
})
device.on('connect', () => {
  console.log('connected')
  device.subscribe('/<productKey>/<deviceName>/get')
})
device.on('message', (res) => {
  console.log('msg:', res)
})
device.on('error', (err) => {
  console.log('error:', err)
})
device.publish('/<productKey>/<deviceName>/update', 'hello world!')
device.publish('/<productKey>/<deviceName>/update', 'hello world!', {
  qos: 1,
})
