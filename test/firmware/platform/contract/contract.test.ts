import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promises } from './promises.ts'
import { runtimes } from './worlds.ts'

/** Longer than anything that a promise waits for by itself, ms. */
const longMs = 45_000

const say = 'function say(x){platform.board.print(""+x)}\n'

for (const runtime of runtimes)
  for (const { what, script, meanwhile, says } of promises)
    test(`${runtime.name} ${what}`, () => {
      const world = runtime.create(say + script.replaceAll('@pin', runtime.pin).replaceAll('@noPin', runtime.noPin))
      world.board.boot()
      if (meanwhile === undefined) world.clock.advance(longMs)
      else meanwhile(world, runtime)
      // What a task has thrown is printed by each runtime in its own way.
      assert.deepEqual(
        world.lines.filter((line) => !/^(\s*at |Uncaught|Error|Execution|<anonymous>|\u001b)/.test(line)),
        says,
      )
    })
