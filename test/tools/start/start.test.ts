import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { byOneClock } from '../../../tools/start/one-clock.ts'

test("a board's line gets the terminal's time; a line without a time stays", () => {
  assert.equal(byOneClock('00000.001 I mqtt ready', 12_345), '00012.345 I mqtt ready')
  assert.equal(byOneClock('99999.999 W wifi a 00000.001 b', 0), '00000.000 W wifi a 00000.001 b')
  for (const line of ['Uncaught Error: x', '    at f (.bootcde:1:2)', '1 I x']) assert.equal(byOneClock(line, 5), line)
})

test('npm start: the times of its log never go back, whoever wrote the line', async (t) => {
  const flags = ['--port', '0', '--control-port', '0', '--memory']
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/start.ts', ...flags])
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const closed = once(child, 'close') as Promise<[number | null]>
  while (!/ property post [^]* I thing {"PowerSwitch_1":0}\n/.test(output)) {
    await Promise.race([once(child.stdout, 'data'), closed.then(() => assert.fail(output))])
  }
  child.kill('SIGINT')
  assert.deepEqual(await closed, [0, null])
  const times = [...output.matchAll(/^(\d{5}\.\d{3}) [EWID] (\S+)/gm)].map(([, time]) => Number(time))
  assert.ok(times.length > 8, output)
  assert.deepEqual(
    times,
    [...times].sort((one, other) => one - other),
    output,
  )
})
