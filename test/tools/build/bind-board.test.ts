import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bindBoard } from '../../../tools/build/passes/bind-board.mjs'
import { oneLine, runPasses } from './run-passes.ts'

const names = { after: 'setTimeout', net: 'require("net")', version: 'process.env.VERSION + ""' }
const bind = async (script: string) => oneLine(await runPasses(script, bindBoard(names)))

test("each member of the board becomes the engine's own name", async () => {
  assert.equal(
    await bind('board.after(f, 1); var n = board.net.connect(board.version);'),
    'setTimeout(f, 1); var n = require("net").connect(process.env.VERSION + "");',
  )
})

test('what only is a property called board is left alone', async () => {
  assert.equal(await bind('x.board = {board: 1}; x.board.after;'), 'x.board = {board: 1}; x.board.after;')
})

for (const [what, script, says] of [
  ['a member without a name', 'f(board.reboot)', /board\.reboot has no name on this platform: board\.reboot/],
  ['a member by a computed name', 'f(board[after])', /board\.after has no name on this platform: board\[after\]/],
  ['the board itself as a value', 'f(board)', /board has no name on this platform/],
  ['the board itself as an index', 'x[board]', /board has no name on this platform/],
  ['the board itself as a computed key', 'f({[board]: 1})', /board has no name on this platform/],
] as const) {
  test(`${what} fails the build`, async () => {
    await assert.rejects(bind(script), says)
  })
}
