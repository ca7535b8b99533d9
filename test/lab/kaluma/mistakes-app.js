/** An application full of mistakes, for `npm run kaluma`: a set of the property Mistake names the one to make, Light is handled well. */
import { on, onProps } from '../../../firmware/device.ts'

const light = Pin('GP2')
const button = Pin('GP14')

function throwOften() {
  let count = 0
  const timer = setInterval(() => {
    if (++count === 5) clearInterval(timer)
    throw new Error('in an interval')
  }, 200)
}

/** To clear the timer that runs would hang the runtime. */
function clearItself() {
  let count = 0
  const timer = setInterval(() => {
    if (++count < 3) return
    clearInterval(timer)
    clearTimeout(timer)
    clearTimeout(undefined)
    const once = setTimeout(() => {
      clearTimeout(once)
      print('cleared itself', count)
    }, 100)
  }, 100)
}

onProps(({ params }) => {
  if (params.Light !== undefined) digitalWrite(light, params.Light)
  if (params.Mistake === 'timer')
    setTimeout(() => {
      throw new Error('in a timer')
    }, 10)
  if (params.Mistake === 'handler') throw new Error('in a handler')
  if (params.Mistake === 'interval') throwOften()
  if (params.Mistake === 'clear') clearItself()
})
on('connect', () => {
  throw new Error('at connect')
})
pinMode(button, 'input_pullup')
setWatch(
  () => {
    throw new Error('in a watch')
  },
  button,
  { edge: 'falling', repeat: true },
)
throw new Error('at the top')
