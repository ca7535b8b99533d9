// Does with the platform what a property set of `Do` says, and prints what comes of it.
import {
  deleteShadow,
  getShadow,
  onBroadcast,
  onProps,
  onShadow,
  postBatch,
  postHistory,
  postNetwork,
  postShadow,
  toJson,
} from '../../../firmware/device.ts'

const say = (what) => (value) => print(what + ' ' + toJson(value))
const news = (payload, name) => print('broadcast ' + name + ' ' + payload)

onShadow(say('shadow'))
onBroadcast(news)
onBroadcast(news, 'news')
// Before the configuration is read.
postHistory([{ properties: [{ Early: { value: 1, time: 1700000000000 } }] }], say('early'))

onProps(({ params }) => {
  const { Do, With } = params
  if (Do === 'getShadow') getShadow()
  if (Do === 'postShadow') postShadow(With)
  if (Do === 'deleteShadow') deleteShadow(With)
  if (Do === 'postBatch') postBatch(With, say('batch'))
  if (Do === 'postHistory') postHistory(With, say('history'))
  if (Do === 'postNetwork') postNetwork(say('network'))
})
