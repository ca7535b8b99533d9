import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceAt, readyDevice, topics, type Api, type DeviceOptions } from '../support/device.ts'

/** An application that keeps `state` posted, and takes every set. */
function keeping(state: { value: number }): { options: DeviceOptions; reads: () => number } {
  let reads = 0
  const app = ({ keepPosted, onProps }: Api): void => {
    keepPosted(() => {
      reads++
      return `{"Level":${state.value}}`
    })
    onProps(({ params }) => {
      state.value = params['Level'] as number
    })
  }
  return { options: { app }, reads: () => reads }
}

test('the state is posted at each connect, and again after each set', (t) => {
  const device = deviceAt(t, 'ready', keeping({ value: 5 }).options)
  assert.deepEqual(device.posts(), [{ Level: 5 }])
  device.set({ id: '1', params: { Level: 6 } })
  assert.deepEqual(device.posts(), [{ Level: 6 }])
  device.set({ id: '2', params: { Level: 6 } })
  assert.deepEqual(device.posts(), [{ Level: 6 }], 'though it is what it was')
  device.socket().close()
  device.seconds(1)
  device.to('ready')
  assert.deepEqual(device.posts(), [{ Level: 6 }])
})

test('a burst of sets is replied one by one, and posted once, with the last state', (t) => {
  const device = readyDevice(t, keeping({ value: 0 }).options)
  device.sets([1, 2, 3, 4].map((Level) => ({ id: `${Level}`, params: { Level } })))
  const published = device.published()
  assert.deepEqual(
    published.map(({ topic }) => topic),
    [...Array.from({ length: 4 }, () => topics.setReply), topics.post],
  )
  assert.deepEqual(JSON.parse(published.at(-1)!.payload).params, { Level: 4 })
})

test('postState posts it when nothing has come, once however often it is called, as it is when it goes out', (t) => {
  const state = { value: 1 }
  const device = readyDevice(t, keeping(state).options)
  assert.deepEqual(device.posts(), [])
  device.api.postState()
  assert.deepEqual(device.packets().length, 1, 'at once')
  device.socket().drain()
  device.seconds(1)
  // Five go out at once, so that the others wait.
  for (let i = 0; i < 5; i++) device.api.publish('x', '')
  for (let i = 2; i < 9; i++) {
    state.value = i
    device.api.postState()
  }
  assert.deepEqual(device.posts(), [{ Level: 8 }])
})

test('it is not read before it is posted: not while the link is lost', (t) => {
  const { options, reads } = keeping({ value: 1 })
  const device = deviceAt(t, 'opening', options)
  for (let i = 0; i < 5; i++) device.api.postState()
  device.seconds(3)
  assert.equal(reads(), 0)
  device.to('ready')
  assert.deepEqual([device.posts(), reads()], [[{ Level: 1 }], 1])
})

test('a read that throws is logged as a bug; the state is posted as it was, and the link lives on', (t) => {
  let isBroken = false
  const device = deviceAt(t, 'ready', {
    app: ({ keepPosted, onProps }) => {
      keepPosted(() => {
        if (isBroken) throw new RangeError('no sensor')
        return '{"Level":1}'
      })
      onProps(() => undefined)
    },
  })
  assert.deepEqual(device.posts(), [{ Level: 1 }])
  isBroken = true
  device.set({ id: '1', params: { A: 1 } })
  assert.deepEqual(
    device.published().map(({ topic, payload }) => [topic, JSON.parse(payload).params]),
    [
      [topics.setReply, undefined],
      [topics.post, { Level: 1 }],
    ],
  )
  const [line = '', ...more] = device.log('E')
  assert.match(line, /^E app bug RangeError: no sensor\n.*\n +at .*state\.test/)
  assert.deepEqual([more, device.log('W'), device.socket().isEnded()], [[], [], false])
  isBroken = false
  device.api.postState()
  assert.deepEqual(device.posts(), [{ Level: 1 }])
})

test('a read that throws null at the first connect leaves the link as it is', (t) => {
  const device = deviceAt(t, 'ready', {
    app: ({ keepPosted, onProps }) => {
      keepPosted(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- an application may do so
        throw null
      })
      onProps(() => undefined)
    },
  })
  device.flow()
  assert.deepEqual(device.log('E'), ['E app bug null\nnull'])
  device.set({ id: '1', params: { A: 1 } })
  assert.equal(device.replies()[0]?.code, 200)
  assert.equal(device.socket().isEnded(), false)
})

test('without it nothing is posted: not at a connect, after a set or by postState', (t) => {
  const device = deviceAt(t, 'ready', { app: ({ onProps }) => onProps(() => undefined) })
  device.set({ id: '1', params: { Level: 1 } })
  device.api.postState()
  assert.deepEqual(device.posts(), [])
})

test('what was posted is logged at the tick, when it differs from what was logged before', (t) => {
  const state = { value: 1 }
  const device = deviceAt(t, 'ready', keeping(state).options)
  const lines = (): string[] => device.log('I thing')
  assert.deepEqual(lines(), [])
  device.seconds(1)
  assert.deepEqual(lines(), ['I thing {"Level":1}'])
  device.api.postState()
  device.seconds(3)
  assert.deepEqual(lines(), ['I thing {"Level":1}'])
  state.value = 2
  device.seconds(3)
  assert.deepEqual(lines(), ['I thing {"Level":1}'], 'not posted yet')
  device.socket().drain()
  device.api.postState()
  device.seconds(1)
  assert.deepEqual(lines(), ['I thing {"Level":1}', 'I thing {"Level":2}'])
})

test('an application without a state logs none', (t) => {
  const device = readyDevice(t, { app: () => undefined })
  device.seconds(3)
  assert.deepEqual(device.log('I thing'), [])
})
