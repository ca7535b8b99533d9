import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLayout, FlashDiffers, installFiles } from '../../../tools/storage-layout/install.ts'
import { describe, planLayout, readGates, readLayout, type Wanted } from '../../../tools/storage-layout/layout.ts'
import { modelFlash } from '../../../tools/storage-layout/model-flash.ts'
import { contentBytes, zoneParts } from '../../../tools/storage-layout/zone.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { headerOf } from '../../../tools/storage/storage-headers.ts'

const pageBytes = 1024
const planFor = (pages: number, wanted: Partial<Wanted> = {}) =>
  planLayout({ pageBytes, pages }, { end: 0, contentBytes: 1000, hasJournal: false, ...wanted })

test('a layout begins with the next page, and a pad fills the page before it', () => {
  for (const [end, at, pad] of [
    [0, 0, undefined],
    [1024, 1024, undefined],
    [4, 1024, { at: 4, name: 'pad.400', bytes: 1024 - 4 - 32 }],
    // The smallest file takes 36 bytes.
    [1024 - 36, 1024, { at: 988, name: 'pad.400', bytes: 4 }],
    [1024 - 32, 2048, { at: 992, name: 'pad.800', bytes: 1024 }],
  ] as const) {
    const plan = planFor(32, { end })
    assert.deepEqual([plan?.at, plan?.pad], [at, pad], `${end}`)
  }
})

test('the files of a layout are one behind the other; the bytes of the journal begin at a page', () => {
  assert.deepEqual(planFor(32), {
    ...{ at: 0, gates: [3072, 3072 + 5120], zoneBytes: 5120, pad: undefined },
    files: [
      { at: 0, name: 'layout', bytes: 1024 - 32 - 32 },
      { at: 1024 - 32, name: 'switches', bytes: 2048 },
      { at: 3072, name: 'zone.a', bytes: 5120 - 32 },
      { at: 8192, name: 'zone.b', bytes: 5120 - 32 },
    ],
  })
  assert.deepEqual(planFor(32, { hasJournal: true })?.files.slice(0, 2), [
    { at: 0, name: 'layout', bytes: 1024 - 32 },
    { at: 1024, name: 'zone.a', bytes: 5120 - 32 },
  ])
})

test('zones take a power of two of pages: a sixth of Storage where there is room, else what the content needs', () => {
  const zonePages = (pages: number, wanted: Partial<Wanted>) => {
    const plan = planFor(pages, wanted)
    return plan && plan.zoneBytes / pageBytes - 1
  }
  assert.equal(zonePages(48, {}), 8)
  assert.equal(zonePages(47, {}), 4)
  // With the smallest file behind it, which fills the zone.
  assert.equal(zonePages(48, { contentBytes: 8 * 1024 - 36 }), 8)
  assert.equal(zonePages(48, { contentBytes: 8 * 1024 - 35 }), 16)
  assert.equal(zonePages(48, { contentBytes: 16 * 1024 }), undefined)
  const rest = (pages: number) => ({ contentBytes: 988, hasJournal: true, end: (48 - pages) * 1024 })
  assert.equal(zonePages(48, rest(1 + 2 * 9)), 8)
  assert.equal(zonePages(48, rest(2 * 9)), 1)
  assert.equal(zonePages(48, rest(1 + 2 * 2)), 1)
  assert.equal(zonePages(48, rest(2 * 2)), undefined)
  assert.equal(zonePages(5, { contentBytes: 0, hasJournal: true }), 1)
})

test('the last part of a zone fills it: header and bytes end where the zone does', () => {
  const files = [{ name: 'a', bytes: Buffer.from('12345') }]
  const parts = zoneParts(files, 1024)
  assert.equal(contentBytes(files), 40)
  assert.deepEqual(parts[0], Buffer.concat([headerOf('a', 5), Buffer.from('12345\xff\xff\xff', 'latin1')]))
  assert.deepEqual(parts[1], headerOf('rest', 1024 - 40 - 32))
})

/** A Storage with files of an older version, and a plan for its layout. */
function planned(end: number) {
  const storage = new FlashStorage({ pageBytes, pages: 48 })
  if (end > 0) storage.write('old', new Uint8Array(end - 32))
  const flash = modelFlash(storage)
  const plan = planFor(48, { end })
  assert.ok(plan)
  return { storage, flash, plan }
}

test('a layout is read back, whole or what is still to be made of it', async () => {
  const { storage, flash, plan } = planned(500)
  assert.equal(await readLayout(flash), undefined)
  const { at, gates, zoneBytes } = plan
  for (const count of [1, 2, 3, 4]) {
    await createLayout(flash, { ...plan, files: plan.files.slice(0, count) })
    const found = await readLayout(flash)
    assert.deepEqual(found?.layout, { at, gates, zoneBytes })
    assert.deepEqual(found?.plan, count === 4 ? undefined : { ...plan, pad: undefined })
  }
  assert.deepEqual(await readGates(flash, plan), ['closed', 'closed'])
  const image = storage.image()
  await createLayout(flash, plan)
  assert.deepEqual(storage.image(), image, 'made again it is the same, and nothing was written')
})

test('a layout that lies elsewhere than it says, or is larger than Storage, is none', async () => {
  const { storage, flash, plan } = planned(0)
  await createLayout(flash, plan)
  const shifted = new FlashStorage({ pageBytes, pages: 48 })
  shifted.write('before', new Uint8Array(1024 - 32))
  shifted.write('layout', describe(plan), 0, 960)
  assert.equal(await readLayout(modelFlash(shifted)), undefined)
  const smaller = FlashStorage.fromImage(storage.image().slice(0, (3 + 18) * 1024 - 1024), pageBytes)
  assert.equal(await readLayout(modelFlash(smaller)), undefined)
  for (const text of [
    '{"at":0,"gate":3072}\n',
    '{"at":0,"gate":3072,"zone":5120}',
    'x{"at":0,"gate":3072,"zone":5120}\n',
  ]) {
    const other = new FlashStorage({ pageBytes, pages: 48 })
    other.write('layout', Buffer.from(text))
    assert.equal(await readLayout(modelFlash(other)), undefined, text)
  }
})

test('a file of the layout whose header was cut is finished in its place', async () => {
  const { storage, flash, plan } = planned(500)
  await createLayout(flash, { ...plan, files: plan.files.slice(0, 2) })
  const zone = plan.files[2]
  assert.ok(zone)
  storage.chip.write(zone.at, headerOf(zone.name, zone.bytes).subarray(0, 8))
  await createLayout(flash, plan)
  assert.deepEqual(await readGates(flash, plan), ['closed', 'closed'])
  assert.deepEqual(storage.list(), ['old', 'pad.400', 'layout', 'switches', 'zone.a', 'zone.b'])
})

test('a file that is not where it was made ends it at once: the chip is not where Storage is', async () => {
  const { storage, flash, plan } = planned(0)
  const elsewhere = { ...flash, read: () => Promise.resolve(new Uint8Array(32).fill(0xff)) }
  await assert.rejects(createLayout(elsewhere, plan), FlashDiffers)
  assert.deepEqual(storage.list(), ['layout'])
})

const filesOf = (script: string) => [
  { name: '.bootcde', bytes: Buffer.from(script) },
  { name: 'device.json', bytes: Buffer.from('{}') },
]

test('files before the zones, of an older way to flash, are erased; the script last', async () => {
  const storage = new FlashStorage({ pageBytes, pages: 48 })
  for (const name of ['.bootcde', 'device.json', 'mine']) storage.write(name, Buffer.from(`old ${name}`))
  const flash = modelFlash(storage)
  const plan = planFor(48, { end: storage.totalBytes - storage.freeBytes })
  assert.ok(plan)
  await createLayout(flash, plan)
  const erased: string[] = []
  const noting = { ...flash, eraseFile: (name: string) => (erased.push(name), flash.eraseFile(name)) }
  await installFiles(noting, plan, filesOf('new'))
  assert.deepEqual(erased, ['device.json', '.bootcde', 'switches.json'])
  assert.equal(Buffer.from(storage.read('.bootcde') ?? []).toString(), 'new')
  assert.equal(Buffer.from(storage.read('mine') ?? []).toString(), 'old mine')
})

test('what the engine does not find after all is told, and nothing is erased for it', async () => {
  const { flash, plan } = planned(0)
  await createLayout(flash, plan)
  const blind = { ...flash, fingerprint: () => Promise.resolve(undefined), eraseFile: () => assert.fail('erased') }
  await assert.rejects(installFiles(blind, plan, filesOf('new')), FlashDiffers)
})

test('progress counts the bytes of each file without its header; written is told before anything changes', async () => {
  const { storage, flash, plan } = planned(0)
  await createLayout(flash, plan)
  await installFiles(flash, plan, filesOf('old'))
  const told: unknown[] = []
  const inPieces: typeof flash = {
    ...flash,
    write: async (at, bytes, onPiece) => {
      await flash.write(at, bytes)
      for (const done of [16, 33, bytes.length]) onPiece?.(done)
    },
  }
  await installFiles(inPieces, plan, filesOf('12345'), {
    onFile: ({ name }) => {
      told.push(name)
      return (bytes) => told.push(bytes)
    },
    onWritten: () => told.push(Buffer.from(storage.read('.bootcde') ?? []).toString()),
  })
  assert.deepEqual(told, ['.bootcde', 0, 1, 5, 'device.json', 0, 1, 2, 'old'])
})

test('a Storage in memory has what a board has: a file that is there is not made again, and pages are its own', async () => {
  const storage = new FlashStorage({ pageBytes, pages: 4 })
  const flash = modelFlash(storage)
  await flash.createFile('a', 8)
  await flash.createFile('a', 12, Buffer.from('x'))
  assert.deepEqual(await flash.readFile('a', 3), new Uint8Array(3).fill(0xff))
  assert.equal((await flash.readFile('a', 100))?.length, 8)
  assert.deepEqual(await flash.fingerprint('b'), undefined)
  await flash.write(1024, Buffer.from('y'))
  assert.deepEqual([await flash.isErased(1024, 4), await flash.holds(1024, Buffer.from('y'))], [false, true])
  await flash.erasePage(1024)
  assert.equal(await flash.isErased(1024, 4), true)
  assert.deepEqual([await flash.fileBytes(), await flash.freeBytes()], [40, 4056])
  await flash.eraseFile('a')
  assert.deepEqual([await flash.fileBytes(), await flash.freeBytes()], [0, 4056])
  await flash.compact()
  assert.equal(await flash.freeBytes(), 4096)
})
