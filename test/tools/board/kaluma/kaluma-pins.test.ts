import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kaluma } from './kaluma-bench.ts'

test('a level shows only once pinMode makes an output, and the level written before is the first', () => {
  const { board } = kaluma('digitalWrite(2,1)')
  assert.deepEqual([board.pin('GP2'), board.pinEdges], [undefined, []])
  board.evaluate('pinMode(2,OUTPUT)')
  assert.deepEqual([board.pin('GP2'), board.pinEdges], [1, [{ pin: 'GP2', value: 1, was: undefined, atMs: 0 }]])
  board.evaluate('digitalWrite(2,0)')
  assert.deepEqual(board.pinEdges.at(-1), { pin: 'GP2', value: 0, was: 1, atMs: 0 })
  board.reboot()
  assert.equal(board.pin('GP2'), undefined)
})

test('the LED hangs on the radio chip: a boolean, not a number', () => {
  const { board, said } = kaluma(
    'var c=new (require("pico_cyw43").PicoCYW43)();c.putGpio(0,true);try{c.putGpio(0,0)}catch(e){say(e)}',
  )
  assert.deepEqual(said(), ['TypeError: "value" argument must be a boolean'])
  assert.deepEqual([board.pin('LED'), board.pinEdges.length], [1, 1])
})

test('an output of a pin that belongs to the radio hangs the board', () => {
  assert.deepEqual(kaluma('pinMode(23,OUTPUT)').hung(), ['GP23 belongs to the radio'])
})

test('a watch gets the number of its pin, for its edge only, and waits until the level has settled', () => {
  const { board, clock, said } = kaluma(
    'pinMode(5,INPUT_PULLUP);setWatch(function(p){say(p+" "+digitalRead(5)+" "+millis())},5,FALLING,50)',
  )
  board.outside.drive('GP5', 0)
  clock.advance(30)
  board.outside.drive('GP5', undefined)
  clock.advance(10)
  board.outside.drive('GP5', 0)
  clock.advance(100)
  board.outside.drive('GP5', undefined)
  clock.advance(100)
  assert.deepEqual(said(), ['5 0 90'])
  board.press('GP5')
  assert.deepEqual(said(), ['5 1 240'])
})

test('a watch that throws is printed and ends; one that clears itself before it throws is freed twice', () => {
  const ends = kaluma('pinMode(5,INPUT_PULLUP);setWatch(function(){nobody()},5)')
  ends.board.press('GP5')
  ends.board.press('GP5')
  assert.deepEqual([ends.said().length, ends.hung()], [2, []])
  const twice = kaluma('pinMode(5,INPUT_PULLUP);var w=setWatch(function(){clearWatch(w);nobody()},5)')
  twice.board.press('GP5')
  assert.equal(twice.hung().length, 1)
})

test('a module of the image that is not simulated is said to be missing here', () => {
  const { said } = kaluma('["spi","nothing"].forEach(function(name){try{require(name)}catch(e){say(e.message)}})')
  assert.deepEqual(said(), ['the simulated Pico W has no module spi', 'Failed to load module: nothing'])
})
