import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertPublishRate, fullestWindow } from '../peer/rate-limits.ts'
import { AppBench, buildApp } from './app-bench.ts'
import { isNamed, mistakes, mistakesFile, much, uncaught, type Mistake } from './mistakes/expected.ts'

const { script, inSources } = await buildApp(mistakesFile)

/** The longest mistake, and the time it takes to recover, ms. */
const overMs = 30_000
/** The firmware's own limit of PUBLISHes a second; the platform's is 30. */
const publishesMost = 25

function start(app = script): AppBench {
  const bench = new AppBench(app)
  bench.boot()
  bench.board.offer('passTime', () => bench.board.block(100))
  bench.untilReady(10_000)
  bench.pass(3_000)
  return bench
}

const linesOf = (bench: AppBench): string[] => bench.lines().map((line) => inSources(line) ?? line)

/** The link is as before: a set is answered and its value posted, no pin was touched, no limit broken. */
function assertAlive(bench: AppBench): void {
  const id = bench.setProps({ Light: 1 })
  bench.pass(1_000)
  assert.equal(bench.replyTo(id)?.code, 200)
  assert.deepEqual(bench.posted().at(-1), { Light: 1 })
  assert.equal(bench.peer.connections.length, 1)
  assert.deepEqual(bench.board.pinEdges, [])
  const times = bench.peer.publishTimes()
  assertPublishRate(times)
  assert.ok(fullestWindow(times, 1_000).count <= publishesMost)
  bench.peer.assertStrict()
}

function makes(mistake: Mistake): void {
  const bench = start()
  const id = bench.setProps({ Mistake: mistake.name })
  bench.pass(overMs)
  assert.equal(bench.replyTo(id)?.code, mistake.code)
  assert.ok(isNamed(linesOf(bench), mistake), linesOf(bench).join('\n'))
  assertAlive(bench)
}

for (const mistake of [...mistakes, much])
  test(`the mistake "${mistake.name}" is named in the log with its place, and the link lives`, () => makes(mistake))

test('what a listener throws is named, whether at a message or at connect, and the link lives', () => {
  const bench = start()
  bench.message('user/get', 'hello')
  for (const each of [uncaught.connect, uncaught.listener])
    assert.ok(isNamed(linesOf(bench), each), linesOf(bench).join('\n'))
  assertAlive(bench)
})

test('an application that throws at its top level, when all is set up, is named and runs on', () => {
  const bench = new AppBench(script)
  bench.device.storage.write('mistake', Buffer.from('start'))
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(3_000)
  assert.ok(isNamed(linesOf(bench), uncaught.start), linesOf(bench).join('\n'))
  assertAlive(bench)
})

test('of a post without sense the part that has a value is posted', () => {
  const bench = start()
  bench.setProps({ Mistake: 'nonsense' })
  assert.deepEqual(bench.posted(), [{ Good: 1 }])
})

test('of what is posted 1,000 times a second the newest value arrives', () => {
  const bench = start()
  bench.setProps({ Mistake: 'flood' })
  bench.pass(overMs)
  const counts = bench.posted().map((post) => (post as { Count: number }).Count)
  const last = Number(
    bench
      .lines()
      .find((line) => line.startsWith('posted '))
      ?.slice('posted '.length),
  )
  assert.ok(last > 5_000)
  assert.ok(isNamed(bench.lines(), { says: / W mqtt \d+ messages dropped, too many wait$/ }))
  assert.equal(counts.at(-1), last)
})

test('a name of a property that nobody handles stands in the reply', () => {
  const bench = start()
  const { code, message } = bench.replyTo(bench.setProps({ Light: 1, Colour: 2 })) ?? {}
  assert.deepEqual([code, message], [460, 'Colour is unknown; '])
})
