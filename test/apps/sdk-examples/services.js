// As the SDK's README does under "onService": a service that is called asynchronously, and one that is called synchronously.
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
})
device.onService('wakeup_async', function (res, reply) {
  console.log('^onService', res)
  reply({
    code: 200,
    data: { out: 1 },
  })
})
device.onService('wakeup_sync', function (res, reply) {
  console.log('^onService', res)
  reply(
    {
      code: 200,
      data: { out: 1 },
    },
    'sync',
  )
})
