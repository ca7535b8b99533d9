import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'

/** Runs `npm start` with flags; `output` has what it said so far. */
function run(...flags: string[]) {
  const args = ['--import', 'tsx', 'tools/start.ts', '--port', '0', '--control-port', '0', '--memory', ...flags]
  const child = spawn(process.execPath, args)
  const said = { output: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said.output += chunk.toString()))
  return { child, said, closed: once(child, 'close') as Promise<[number | null]> }
}

test('npm start -- --board pico-w: the script with the configuration inside, ready, and its LED is the switch', async (t) => {
  const { child, said, closed } = run('--board', 'pico-w')
  t.after(() => child.kill('SIGKILL'))
  while (!/ I mqtt ready\n[^]* I thing {"PowerSwitch_1":0}\n/.test(said.output))
    await Promise.race([once(child.stdout, 'data'), closed.then(() => assert.fail(said.output))])
  assert.match(said.output, /^build {6}\.cloud\/firmware\.pico-w\.js /m)
  assert.match(said.output, /simulated Pico W with Kaluma \(experimental\)/)
  assert.match(said.output, /pin LED is low/)
  child.kill('SIGINT')
  assert.deepEqual(await closed, [0, null])
})

for (const [flags, says] of [
  [['--board', 'esp32'], /^bad-flag - --board esp32: its script is the one that every board with Espruino runs/],
  [['--board', 'pico'], /^unknown-board - --board pico is unknown/],
  [['--board', 'pico-w', '--engine'], /^bad-flag - --board pico-w and --engine exclude each other/],
] as const)
  test(`npm start -- ${flags.join(' ')} is refused, exit code 1`, async () => {
    const { said, closed } = run(...flags)
    assert.deepEqual(await closed, [1, null])
    assert.match(said.output, says)
  })
