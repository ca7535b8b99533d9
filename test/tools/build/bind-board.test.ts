import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bindBoard } from '../../../tools/build/passes/bind-board.mjs'
import { oneLine, runPasses, runPassesOn } from './run-passes.ts'

const names = {
  after: 'setTimeout',
  net: 'require("net")',
  version: 'process.env.VERSION + ""',
  code: '-6',
  key: '"k"',
}
const bind = async (script: string) => oneLine(await runPasses(script, bindBoard(names)))

test("each member of the board becomes the engine's own name", async () => {
  assert.equal(
    await bind('board.after(f, 1); var n = board.net.connect(board.version);'),
    'setTimeout(f, 1); var n = require("net").connect(process.env.VERSION + "");',
  )
})

test('a member may stand for a number or a text of the engine', async () => {
  assert.equal(await bind('if (n === board.code) x[board.key] = 1;'), 'if (n === -6) x["k"] = 1;')
})

test('what only is a property called board is left alone', async () => {
  assert.equal(await bind('x.board = {board: 1}; x.board.after;'), 'x.board = {board: 1}; x.board.after;')
})

for (const [what, script, says] of [
  ['a member without a name', 'f(board.reboot)', /firmware\/entry\.ts:1:3 board\.reboot has no name on this platform$/],
  ['a member by a computed name', 'f(board[after])', /board\.after has no name on this platform/],
  ['the board itself as a value', 'f(board)', /board has no name on this platform/],
  ['the board itself as an index', 'x[board]', /board has no name on this platform/],
  ['the board itself as a computed key', 'f({[board]: 1})', /board has no name on this platform/],
  ['a member that every object has', 'f(board.toString)', /board\.toString has no name on this platform/],
  ['a variable with the name of a member', 'var board = {};', /entry\.ts:1:5 board has no name on this platform/],
  ['a variable with a name of the engine', '\nvar a, process;', /entry\.ts:2:8 process is a name of the engine/],
  ['a parameter with one', 'function f(require) {}', /entry\.ts:1:12 require is a name of the engine/],
  ['a function with one', 'function setTimeout() {}', /setTimeout is a name of the engine/],
  ['what is caught by one', 'try { f() } catch (require) {}', /require is a name of the engine/],
] as const) {
  test(`${what} fails the build`, async () => {
    await assert.rejects(bind(script), says)
  })
}

test('a module that is not of the firmware may call anything so, and nothing is changed', async () => {
  const script = 'var board = {after: 1}, process; f(board.after, board[process]); function g(require) { return board }'
  assert.equal(oneLine(await runPassesOn('apps/entry.js', script, bindBoard(names))), script)
})
