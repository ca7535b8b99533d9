import { onProps, queueEvent, queueOptions, queueProps } from '../../../firmware/device.ts'
import { setTimeMs } from '../../../firmware/thing/time.ts'

// Queues what the chip's thermometer says at each press of a button; each third number as a property, too.
queueOptions(JSON.parse(require('Storage').read('queue.json') || '{}'))

// Whoever knows the time tells it by a property set.
onProps((message) => setTimeMs(message.params.Clock))

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
