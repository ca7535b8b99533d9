import { log, queueEvent, queueOptions } from '../../../firmware/device.ts'

// Queues a number every 10 s, from 1 on at each start.
queueOptions({ saved: true })
let n = 0
setInterval(() => {
  queueEvent('Count', { n: ++n })
  log('I app queued ' + n)
}, 10000)
