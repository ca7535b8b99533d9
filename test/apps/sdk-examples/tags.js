// As the SDK's README does under "postTags" and "deleteTags"; without the call of a test that its callback ends with.
import * as iot from '../../../firmware/device.ts'

const device = iot.device({
  productKey: '<productKey>',
  deviceName: '<deviceName>',
  deviceSecret: '<deviceSecret>',
})
const tags = [
  {
    attrKey: 'Temperature',
    attrValue: '36.8',
  },
]
device.postTags(tags, (res) => {
  console.log(`add tag ok res:${res.id}`)
})
device.deleteTags(['tagA', 'tagB'])
