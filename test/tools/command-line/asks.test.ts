import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { createAsks, type Asks } from '../../../tools/command-line/asks.ts'

/** What a question returns when somebody presses these keys at it. */
async function answered<T>(ask: (asks: Asks) => Promise<T>, keys: string): Promise<T> {
  const [input, output] = [new PassThrough(), new PassThrough()]
  output.resume()
  const answer = ask(createAsks(input, output))
  setImmediate(() => input.write(keys))
  return answer
}

test('Enter alone is no; a yes must be chosen, and Ctrl-C is no answer', async () => {
  const confirm = (keys: string) => answered((asks) => asks.confirm('Erase it?'), keys)
  assert.equal(await confirm('\r'), false)
  assert.equal(await confirm('y'), true)
  assert.equal(await confirm('\x1b[D\r'), true)
  assert.equal(await confirm('\x03'), undefined)
})

test('a choice is told by its place, and Ctrl-C is none', async () => {
  const choose = (keys: string) => answered((asks) => asks.choose('Which?', ['a', 'b', 'c']), keys)
  assert.deepEqual([await choose('\r'), await choose('\x1b[B\x1b[B\r'), await choose('\x03')], [0, 2, undefined])
})
