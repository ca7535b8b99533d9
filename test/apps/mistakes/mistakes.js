/** An application full of mistakes: a set of the property Mistake names the one to make, Light is one that is handled well. */
import { on, onProps, postProps, publish, subscribe } from '../../../firmware/device.ts'

const floodMs = 5_000
const loopS = 10

function loop() {
  const end = getTime() + loopS
  // On the simulated board no time passes in a loop; its test offers this function.
  while (getTime() < end) if (global.passTime) global.passTime()
}

function flood() {
  let count = 0
  const timer = setInterval(() => {
    for (let i = 0; i < 10; i++) postProps({ Count: ++count })
    publish('user/update', 'flood ' + count)
  }, 5)
  setTimeout(() => {
    clearInterval(timer)
    print('posted', count)
  }, floodMs)
}

function postNonsense() {
  const circle = {}
  circle.self = circle
  postProps({ Function: loop, NotANumber: NaN, Circle: circle, Nothing: undefined, Good: 1 })
}

function postMuch() {
  let text = '0123456789'
  while (text.length < 100_000) text += text
  postProps({ Much: text })
}

const mistakes = {
  handler: () => {
    throw new Error('in a handler')
  },
  nothing: () => print(global.nothing.none),
  timer: () => {
    setTimeout(() => {
      throw new Error('in a timer')
    }, 10)
  },
  callback: () =>
    postProps({ Light: 0 }, () => {
      throw new Error('in a callback')
    }),
  loop: loop,
  flood: flood,
  nonsense: postNonsense,
  much: postMuch,
}

onProps((message) => {
  const { Mistake, Light } = message.params
  if (Mistake) mistakes[Mistake]()
  if (Light !== undefined) postProps({ Light: Light })
  return ['Mistake', 'Light']
})

subscribe('user/get')
on('message', () => {
  throw new Error('in a listener')
})
on('connect', () => {
  throw new Error('at connect')
})

if (require('Storage').read('mistake') === 'start') throw new Error('at the start')
