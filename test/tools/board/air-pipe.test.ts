import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AirPipe } from '../../../tools/board/network/air-pipe.ts'
import { DriverSocket } from '../../../tools/board/network/socket.ts'
import type { Pipe } from '../../../tools/board/network/pipe.ts'
import { profiles, type ProfileName } from '../../../tools/board/profile.ts'

/** A pipe that notes what is done to it; `unsent` is what a test says. */
function fakePipe() {
  const done: string[] = []
  const nothing = (): void => undefined
  const pipe: Pipe & { unsent: number } = {
    unsent: 0,
    write: (bytes) => void done.push(`write ${Buffer.from(bytes).toString('latin1')}`),
    end: () => void done.push('end'),
    reset: () => void done.push('reset'),
    pause: () => void done.push('pause'),
    resume: () => void done.push('resume'),
    ...{ onData: nothing, onEnd: nothing, onReset: nothing, onDrain: nothing },
  }
  return { pipe, done }
}

function airPipe() {
  const { pipe, done } = fakePipe()
  const heard: string[] = []
  const air = new AirPipe(pipe, {
    data: (bytes) => void heard.push(Buffer.from(bytes).toString()),
    end: () => void heard.push('end'),
    reset: () => void heard.push('reset'),
    drain: () => void heard.push('drain'),
  })
  return { pipe, done, heard, air }
}

test('without a network nothing passes, and with it all comes in order: what was written first, then what was heard', () => {
  const { pipe, done, heard, air } = airPipe()
  air.freeze()
  air.write(Buffer.from('abc'))
  air.write(Buffer.from('de'))
  air.end()
  air.resume()
  pipe.onData(Buffer.from('x'))
  pipe.onDrain()
  pipe.onEnd()
  pipe.unsent = 7
  assert.deepEqual([done, heard, air.unsent], [['pause'], [], 12])
  air.thaw()
  assert.deepEqual(done, ['pause', 'resume', 'write abc', 'write de', 'end'])
  assert.deepEqual([heard, air.unsent], [['x', 'drain', 'end'], 7])
  air.thaw()
  assert.equal(done.length, 5, 'nothing is sent twice')
  air.pause()
  air.resume()
  air.reset()
  assert.deepEqual(done.slice(5), ['pause', 'resume', 'reset'])
})

test('a stream of another address is deaf and dumb for ever', () => {
  const { pipe, done, heard, air } = airPipe()
  air.strand()
  air.write(Buffer.from('abc'))
  air.reset()
  pipe.onReset()
  air.thaw()
  assert.deepEqual([done, heard], [['pause'], []])
})

function driverOf(name: ProfileName) {
  const { pipe, done } = fakePipe()
  let woken = 0
  const driver = new DriverSocket(profiles[name], () => void woken++)
  const nothing = (): void => undefined
  const connect = (): void => {
    driver.pipe = new AirPipe(pipe, { data: nothing, end: nothing, reset: nothing, drain: nothing })
  }
  return { driver, pipe, done, connect, wakes: () => woken }
}

test('the driver reads chunk by chunk, and stops the peer at a full window until half of it is read', () => {
  const { driver, done, connect, wakes } = driverOf('esp32')
  assert.deepEqual([driver.read(), driver.isReadable], [-11, false])
  connect()
  assert.equal(driver.read(), '')
  driver.arrived(Buffer.alloc(5743))
  assert.deepEqual([done, driver.received, driver.isReadable], [[], 5743, true])
  driver.arrived(Buffer.alloc(1))
  driver.arrived(Buffer.alloc(1))
  assert.deepEqual([done, wakes()], [['pause'], 3])
  for (let read = 0; read < 5; read++) assert.equal(String(driver.read()).length, 536)
  assert.deepEqual([driver.received, done], [3065, ['pause']])
  driver.read()
  assert.deepEqual([driver.received, done], [2529, ['pause', 'resume']])
  driver.finish(-1)
  driver.finish(-9)
  while (driver.received > 0) assert.equal(typeof driver.read(), 'string', 'what came before the end is read first')
  assert.deepEqual([driver.read(), driver.isReadable], [-1, true])
})

test('an ESP8266 passes segments on one by one, an ESP32 reads the stream', () => {
  for (const [name, sizes] of [
    ['esp8266', [100, 268, 32]],
    ['esp32', [400]],
  ] as const) {
    const { driver, connect } = driverOf(name)
    connect()
    driver.arrived(Buffer.alloc(100))
    driver.arrived(Buffer.alloc(300))
    assert.deepEqual(
      sizes.map(() => String(driver.read()).length),
      sizes,
    )
    assert.equal(driver.received, 0)
  }
})

test('the TCP stack takes a chunk while it has room for a whole one, or holds nothing', () => {
  const { driver, pipe, done, connect } = driverOf('esp32')
  assert.deepEqual([driver.isWritable, driver.send('abc')], [false, 0])
  connect()
  pipe.unsent = 5744 - 536
  assert.deepEqual([driver.isWritable, driver.send('abc'), done], [true, 3, ['write abc']])
  pipe.unsent++
  assert.deepEqual([driver.isWritable, driver.send('abc')], [false, 0])
  pipe.unsent = 0
  assert.equal(driver.send('x'.repeat(600)), 536)
  const small = driverOf('esp8266')
  small.connect()
  small.pipe.unsent = 1
  assert.deepEqual([small.driver.isWritable, small.driver.send('abc')], [false, 0])
})

test('a stream that the peer has ended still takes bytes, but not on an ESP8266, nor one that was reset', () => {
  for (const [name, wasReset, sent] of [
    ['esp32', false, 3],
    ['esp32', true, -1],
    ['esp8266', false, -1],
  ] as const) {
    const { driver, connect } = driverOf(name)
    connect()
    driver.wasReset = wasReset
    driver.finish(-1)
    assert.equal(driver.isWritable, true, 'an end is worth a look')
    // With an end, `isWritable` asks nothing of the stack.
    assert.equal(driver.send('abc'), sent, `${name} ${wasReset}`)
  }
  const refused = driverOf('esp32')
  refused.connect()
  refused.driver.finish(-9)
  assert.equal(refused.driver.send('abc'), -9)
})

test('closing ends the stream, unless the peer has reset it, and forgets what was not read', () => {
  const { driver, done, connect } = driverOf('esp32')
  connect()
  driver.arrived(Buffer.from('abc'))
  driver.close()
  assert.deepEqual([done, driver.received, driver.read()], [['end'], 0, ''])
  driver.wasReset = true
  driver.close()
  assert.deepEqual(done, ['end'])
})
