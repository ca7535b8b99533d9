import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BoardFlash } from '../../../tools/storage-layout/board-flash.ts'
import { createLayout, FlashDiffers, installFiles } from '../../../tools/storage-layout/install.ts'
import {
  gateHeader,
  journalFile,
  planLayout,
  readGates,
  readLayout,
  type Layout,
} from '../../../tools/storage-layout/layout.ts'
import { modelFlash } from '../../../tools/storage-layout/model-flash.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { headerBytes } from '../../../tools/storage/storage-headers.ts'

const shape = { pageBytes: 1024, pages: 32 }
const filesOf = (script: string) => [
  { name: '.bootcde', bytes: Buffer.from(script) },
  { name: 'device.json', bytes: Buffer.from('{}') },
]

/** A Storage with a layout. */
async function laidOut(storage: FlashStorage): Promise<{ flash: BoardFlash; layout: Layout }> {
  const flash = modelFlash(storage)
  const end = storage.totalBytes - storage.freeBytes
  const plan = planLayout(flash, { end, contentBytes: 1000, hasJournal: false })
  assert.ok(plan)
  const { at, gates, zoneBytes } = await createLayout(flash, plan)
  return { flash, layout: { at, gates, zoneBytes } }
}

/** What the journal holds, up to what is erased. */
const journalIn = (storage: FlashStorage): string => {
  const text = Buffer.from(storage.read(journalFile) ?? []).toString('latin1')
  return text.slice(0, text.indexOf('\xff'))
}

const scriptIn = (storage: FlashStorage): string => Buffer.from(storage.read('.bootcde') ?? []).toString()

for (const [states, record] of [
  ['{"PowerSwitch_1":1}', '0"PowerSwitch_1":1\n'],
  ['{"PowerSwitch_1":0,"PowerSwitch_12":1}', '0"PowerSwitch_1":0,"PowerSwitch_12":1\n'],
  ['{"PowerSwitch_1":2}', ''],
  ['{"PowerSwitch_1":1,"pass', ''],
  [undefined, ''],
] as const) {
  test(`the states that an earlier version kept become the first record of the journal: ${states ?? 'none'}`, async () => {
    const storage = new FlashStorage(shape)
    if (states !== undefined) storage.write('switches.json', Buffer.from(states))
    const { flash, layout } = await laidOut(storage)
    assert.equal(journalIn(storage), record)
    await installFiles(flash, layout, filesOf('new'))
    assert.equal(storage.read('switches.json'), undefined)
    assert.equal(journalIn(storage), record)
  })
}

test('states that would take more than half a page of the journal are not taken over', async () => {
  for (const [length, taken] of [
    [512, true],
    [513, false],
  ] as const) {
    const storage = new FlashStorage(shape)
    const names = Array.from({ length: 26 }, (_, at) => `"PowerSwitch_${at + 1}":1`).join()
    const record = `${names},"PowerSwitch_`.padEnd(length - 2 - '":0'.length, '9') + '":0'
    storage.write('switches.json', Buffer.from(`{${record}}`))
    await laidOut(storage)
    assert.equal(journalIn(storage), taken ? `0${record}\n` : '')
  }
})

test('each of ten installs in a row is what the engine finds, and the zones take turns', async () => {
  const storage = new FlashStorage(shape)
  const { flash, layout } = await laidOut(storage)
  const gates: string[] = []
  for (let time = 0; time < 10; time++) {
    await installFiles(flash, layout, filesOf(`script ${time}`), { onCut: () => assert.fail('nothing was cut') })
    assert.equal(scriptIn(storage), `script ${time}`)
    gates.push((await readGates(flash, layout)).join())
  }
  assert.deepEqual([...new Set(gates.filter((_, at) => at % 2 === 0))], ['open,closed'])
  assert.deepEqual([...new Set(gates.filter((_, at) => at % 2 === 1))], ['closed,open'])
  assert.deepEqual(await readLayout(flash), { layout, plan: undefined })
})

test('a gate that a cut left broken is made whole before anything else is written', async () => {
  const storage = new FlashStorage(shape)
  const { flash, layout } = await laidOut(storage)
  await installFiles(flash, layout, filesOf('old'))
  storage.chip.erasePage(layout.gates[0])
  assert.deepEqual(await readGates(flash, layout), ['broken', 'closed'])
  assert.equal(scriptIn(storage), 'old')
  let cuts = 0
  const damaged: BoardFlash = { ...flash, holds: () => Promise.resolve(false) }
  const failing = installFiles(damaged, layout, filesOf('new'), { onCut: () => cuts++ })
  await assert.rejects(failing, FlashDiffers)
  assert.equal(cuts, 1)
  assert.deepEqual(await readGates(flash, layout), ['open', 'closed'])
  assert.equal(scriptIn(storage), 'old')
})

test('where a cut left both gates open, the zone to be written is closed before a byte in it changes', async () => {
  const storage = new FlashStorage(shape)
  const { flash, layout } = await laidOut(storage)
  await installFiles(flash, layout, filesOf('old'))
  let cut = false
  // Power fails after the gate of the new files was opened, before that of the old ones is closed.
  storage.chip.beforeStep = ({ kind, at }) => {
    if ((cut ||= kind === 'erase' && at === layout.gates[0])) throw new Error('no power')
  }
  await assert.rejects(installFiles(flash, layout, filesOf('never in use')), /no power/)
  assert.deepEqual(await readGates(flash, layout), ['open', 'open'])
  assert.equal(scriptIn(storage), 'old')
  const gates = new Set<string>()
  const zone = layout.gates[1] + shape.pageBytes
  storage.chip.beforeStep = ({ at }) => {
    if (at >= zone && at < layout.gates[1] + layout.zoneBytes) gates.add(gateOf(storage, layout))
  }
  let cuts = 0
  await installFiles(flash, layout, filesOf('new'), { onCut: () => cuts++ })
  assert.deepEqual([[...gates], cuts], [['closed'], 1])
  assert.equal(scriptIn(storage), 'new')
  assert.deepEqual(await readGates(flash, layout), ['closed', 'open'])
})

/** What the gate of the second zone is at this moment. */
function gateOf({ chip }: FlashStorage, layout: Layout): string {
  const header = chip.read(layout.gates[1], headerBytes)
  const is = (gate: 'open' | 'closed') => Buffer.compare(header, gateHeader(layout, shape.pageBytes, 1, gate)) === 0
  return is('closed') ? 'closed' : is('open') ? 'open' : 'broken'
}
