import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom, type Random } from '../../tools/chaos/random.ts'
import { QueueRig, type Receipt } from './queue-rig.ts'

const outages = 100
const reboots = 20
const seed = 'queue'
/** An entry in so many ms, on average. */
const everyMs = 2_000

/** Lets `ms` pass, in which the board queues now and then. */
async function live(rig: QueueRig, random: Random, ms: number): Promise<void> {
  const { clock } = rig.bench
  for (const end = clock.now() + ms; clock.now() < end;) {
    await clock.run(Math.min(end - clock.now(), 1 + random.below(2 * everyMs)))
    if (rig.device.board.isRunning) rig.queue()
  }
}

/** The link is lost: at once, or when the platform has got the next batch and before its reply is out. */
async function outage(rig: QueueRig, random: Random): Promise<void> {
  const { bench, device } = rig
  const lose = random.pick([
    () => device.board.wifi.drop(),
    () => bench.network.cutAll(),
    () => bench.network.resetAll(),
  ])
  if (random.chance(50)) rig.onReceipt = lose
  else lose()
  await live(rig, random, random.below(40_000))
  rig.onReceipt = () => undefined
  device.board.wifi.up()
  await drained(rig)
}

/** All that was queued has arrived: the next outage begins with an empty queue, and so none exceeds its bound. */
async function drained({ bench, receipts, device }: QueueRig): Promise<void> {
  const last = device.log.with('queued ').at(-1)?.text.slice('queued '.length)
  await bench.clock.until(() => receipts.at(-1)?.n === Number(last), 240_000)
}

/** Power fails: at a step of the flash chip, as soon as there is one, or at once. */
async function reboot(rig: QueueRig, random: Random): Promise<void> {
  if (random.chance(70)) rig.cutAt(1 + random.below(6), random.next())
  await live(rig, random, 20_000)
  rig.cutPower()
  await rig.bench.clock.run(random.below(30_000))
  rig.device.board.boot()
  await live(rig, random, random.below(10_000))
  await drained(rig)
}

/** Those of the receipts that say again what had been said, by the batch that said it before. */
function doubles(receipts: readonly Receipt[]): { before: Receipt; again: Receipt }[] {
  const last = new Map<number, Receipt>()
  return receipts.flatMap((again) => {
    const before = last.get(again.n)
    last.set(again.n, again)
    return before === undefined ? [] : [{ before, again }]
  })
}

test(`${outages} outages and ${reboots} power cuts, seed ${seed}: nothing is lost, the order kept, and only a batch whose reply was lost came twice, with the same times`, async (t) => {
  const rig = await QueueRig.start(t, { saved: true })
  const random = createRandom(seed)
  await rig.bench.bootReady(rig.device)
  const every = outages / reboots
  for (let i = 0; i < outages; i++) {
    await live(rig, random, random.below(20_000))
    await outage(rig, random)
    if (i % every === 0) await reboot(rig, random)
  }
  await rig.bench.clock.run(60_000)
  if (process.env['DEBUG']) for (const l of rig.device.log.lines) console.log(l.at.toFixed(0), l.text)
  const queued = rig.queued()
  const { receipts, answered } = rig
  const got = new Set(receipts.map(({ n }) => n))
  assert.deepEqual(
    queued.filter(({ n }) => !got.has(n)),
    [],
    'nothing is lost',
  )
  const again = doubles(receipts)
  const first = receipts.filter((each) => !again.some((double) => double.again === each)).map(({ n }) => n)
  assert.deepEqual(
    first,
    first.slice().sort((one, other) => one - other),
    'in order',
  )
  assert.deepEqual(
    again.filter(({ before }) => answered.has(before.batch)),
    [],
    'only what had no reply came again',
  )
  const isTimed = ({ timeMs, atMs }: Receipt): boolean => timeMs !== atMs
  assert.deepEqual(
    again.filter((double) => isTimed(double.before) && double.before.timeMs !== double.again.timeMs),
    [],
    'with the same times',
  )
  const when = new Map(queued.map(({ n, atMs }) => [n, atMs]))
  const wrong = receipts.filter(
    (each) => isTimed(each) && Math.abs(each.timeMs - (when.get(each.n) ?? each.timeMs)) > 10,
  )
  assert.deepEqual(wrong, [], 'the times are those of the calls')
  assert.deepEqual(rig.device.log.with('dropped'), [])
  const lost = new Set(again.map(({ before }) => before.batch)).size
  t.diagnostic(
    `${queued.length} entries, ${again.length} came twice in ${lost} batches; ${rig.device.startsAt.length} starts`,
  )
  assert.ok(queued.length > 1000 && lost > 10 && rig.device.startsAt.length === reboots + 1)
})
