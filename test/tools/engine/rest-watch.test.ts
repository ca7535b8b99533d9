import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { hasConnection, RestWatch, stateOf } from '../../../tools/engine/rest-watch.ts'

test('an interpreter that is at no look at rest for 5 s is lost, one that rests once is not', () => {
  let state: string | undefined = 'R'
  const watch = new RestWatch(() => state)
  const looks = (count: number): boolean[] => Array.from({ length: count }, () => watch.isLost(0, 100))
  assert.ok(!looks(49).includes(true))
  state = 'S'
  assert.deepEqual(looks(1), [false])
  state = 'R'
  assert.ok(!looks(49).includes(true), 'the count begins anew')
  assert.deepEqual(looks(1), [true])
  state = undefined
  assert.ok(!looks(100).includes(true), 'where nobody tells, none is lost')
})

test('one that says more than a line carries for 5 s is lost, too, though it sleeps when nobody takes what it says', () => {
  const watch = new RestWatch(() => 'S')
  assert.ok(!Array.from({ length: 200 }, () => watch.isLost(1100, 100)).includes(true), 'a script that talks is none')
  const looks = Array.from({ length: 50 }, () => watch.isLost(2600, 100))
  assert.equal(looks.indexOf(true), 49)
  assert.equal(watch.isLost(2600, 1000), false, 'a late look')
})

test('reads the state of a process where the system tells it', { skip: process.platform !== 'linux' }, () => {
  assert.equal(stateOf(process.pid), 'R', 'it runs while it reads this')
  assert.equal(stateOf(2 ** 30), undefined)
})

test(
  'sees a connection of a process, which is not its input and output',
  { skip: process.platform !== 'linux' },
  () => {
    const started = [3, 4].map((pipes) => spawn('sleep', ['60'], { stdio: new Array<'pipe'>(pipes).fill('pipe') }))
    try {
      assert.deepEqual(started.map(({ pid }) => hasConnection(pid ?? 0)), [false, true]) // prettier-ignore
      assert.equal(hasConnection(2 ** 30), false)
    } finally {
      for (const child of started) child.kill()
    }
  },
)
