import { onProps, queueEvent, queueOptions, queueProps, type QueueOptions } from '../../../firmware/device.ts'
import { setTimeMs } from '../../../firmware/thing/time.ts'

/** Queues what the chip's thermometer says at each press of a button; each third number as a property, too. */
const storage = require('Storage') as { read(name: string): string | undefined }
queueOptions(JSON.parse(storage.read('queue.json') || '{}') as QueueOptions)

// Whoever knows the time tells it by a property set.
onProps((message) => setTimeMs((message.params as { Clock: number }).Clock))

pinMode(D5, 'input_pullup')
setWatch(
  () => {
    const n = E.getTemperature()
    queueEvent('Count', { n })
    if (n % 3 === 0) queueProps({ Level: n })
    print('queued ' + n)
  },
  D5,
  { repeat: true, edge: 'falling' },
)
