// Posts its log; writes a line for each property set.
import { log, onProps, postLogs } from '../../../firmware/device.ts'

postLogs()
onProps(({ params }) => {
  if (params.Say) log(params.Say)
})
