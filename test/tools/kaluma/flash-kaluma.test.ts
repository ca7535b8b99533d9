import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flashKaluma } from '../../../tools/kaluma/flash-kaluma.ts'
import { createBench, failure, foreign, ours, type Bench } from './bench.ts'

const secret = 'deviceSecret-0123456789'
const script = Buffer.from(`// ours\nvar a = '${secret}'\n${'x = 1;\n'.repeat(400)}`)

function flash(bench: Bench, bytes: Uint8Array = script) {
  const { clock } = bench.board
  return bench.run(
    flashKaluma(bench.port, { script: bytes, readyMs: 0 }, { show: bench.show, clock, open: bench.open }),
  )
}

const slotOf = ({ board }: Bench): string => Buffer.from(board.slot ?? '').toString('latin1')

test('flashes an empty board: no hold, every byte there, started by a reset of the chip', async () => {
  const bench = createBench()
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.deepEqual(bench.board.starts, ['', script.toString()], 'once at power-on, once with the program')
  assert.deepEqual([...bench.board.files], [])
  const steps = bench.said.map((text) => text.split(' ')[0])
  assert.deepEqual(steps, ['board', 'upload', 'note', 'verify', 'boot'])
  assert.match(bench.said.join('\n'), /Raspberry Pi Pico W with Kaluma 1\.2\.1, serial e6614103e7245f2c/)
  assert.ok(!bench.said.join().includes(secret))
})

test('a program of ours is held first: started without its watchdog, and the hold is gone afterwards', async () => {
  // Slower than the watchdog: without the hold it would bite in the midst of erasing.
  const bench = createBench(ours, 20_000)
  await flash(bench)
  assert.equal(slotOf(bench), script.toString())
  assert.deepEqual(bench.board.starts, [ours, ours, script.toString()])
  assert.deepEqual([...bench.board.files], [])
  assert.match(bench.said.join('\n'), /started again without its watchdog/)
})
