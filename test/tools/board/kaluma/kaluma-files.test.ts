import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kaluma } from './kaluma-bench.ts'

const save = 'function save(n){var f=require("fs");f.writeFile("/new",new Uint8Array([n]));f.rename("/new","/state")}'

test('files and the program outlive a power cut; what a cut interrupts has not happened', () => {
  const { board, clock } = kaluma(`${save};setTimeout(function(){save(2)},10)`)
  board.evaluate('save(1)')
  let left = Infinity
  board.flash.beforeChange = () => {
    if (left-- > 0) return
    board.powerOff()
    throw new Error('the power is cut')
  }
  let cuts = 0
  for (; cuts < 10; cuts++) {
    left = cuts
    board.boot()
    clock.advance(20)
    if (board.isRunning) break
    assert.deepEqual([...board.flash.read('/state')], [1], 'the old state is there until the new one is renamed')
  }
  assert.ok(cuts >= 2 && cuts < 10, `${cuts} cuts`)
  assert.deepEqual([...board.flash.read('/state')], [2])
})
