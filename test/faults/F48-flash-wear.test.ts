import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restEnds, saveSwitches, setSwitches, stateFile } from '../../firmware/switch.ts'
import { FlashStorage } from '../../tools/board/flash-storage.ts'
import { profiles } from '../../tools/board/profile.ts'
import { boardWith, switchOn } from '../firmware/support/switches.ts'
import { script } from './support/bundle.ts'
import { faultTest } from './support/fault-test.ts'
import { deviceJson, withRestore } from './support/identity.ts'

/** What the makers of the boards' flash promise: erases of a page. */
const cyclesOfAPage = 100_000
const togglesADay = 50
const toggles = 100_000
/** Longer than a save rests, so that each toggle is written: at 50 a day they are far apart. */
const apartMs = 6_000

faultTest(
  'F48 500 toggles 6 s apart are 500 writes of the saved state, 500 toggles 0.1 s apart are 11 at most',
  (bench) => {
    bench.bootReady()
    const { storage } = bench.board
    const toggle = (count: number, everyMs: number): number => {
      const before = storage.fileWrites
      for (let i = 0; i < count; i++) {
        bench.set(bench.level === 1 ? 0 : 1)
        bench.pass(everyMs)
      }
      bench.pass(apartMs)
      return storage.fileWrites - before
    }
    assert.equal(toggle(500, apartMs), 500)
    const writes = toggle(500, 100)
    assert.ok(writes >= 10 && writes <= 11, `${writes} writes`)
    assert.equal(bench.device.oracle.edges, 1000)
  },
  { config: withRestore() },
)

/** A Storage with a page more than script and configuration need: the smaller it is, the sooner it wears. */
function smallestStorage(): FlashStorage {
  const { pageBytes } = profiles.esp8266.storage
  const files = { '.bootcde': script, 'device.json': JSON.stringify(deviceJson()) }
  const bytes = Object.values(files).reduce((sum, text) => sum + text.length + 64, 0)
  const storage = new FlashStorage({ pageBytes, pages: 1 + Math.ceil(bytes / pageBytes) })
  for (const [name, text] of Object.entries(files)) storage.write(name, Buffer.from(text))
  storage.resetCounts()
  return storage
}

/** The firmware's own switch on a Storage of ours: the same as above, without a link around it. */
function toggleInto(storage: FlashStorage): void {
  const fake = boardWith({ PowerSwitch_1: switchOn(2, { restore: true }) })
  const write = (name: string, content: string): boolean => {
    storage.write(name, Buffer.from(content, 'latin1'))
    return true
  }
  globalThis.board = Object.create(fake.board, { store: { value: { read: () => undefined, write } } })
  for (let i = 1; i <= toggles; i++) {
    setSwitches({ PowerSwitch_1: i & 1 })
    if (restEnds()) saveSwitches()
    if (i % 1_000 === 0) fake.events.length = 0
  }
  for (let i = 0; i < 6; i++) if (restEnds()) saveSwitches()
}

test(`F48 ${toggles} toggles, one a second: a write in 5 s; so at ${togglesADay} toggles a day a small Storage lasts a century`, (t) => {
  const storage = smallestStorage()
  const free = storage.freeBytes
  toggleInto(storage)
  const { fileWrites: writes, pageErases } = storage
  assert.ok(writes >= toggles / 6 && writes <= toggles / 5 + 1, `${writes} writes`)
  assert.equal(Buffer.from(storage.read(stateFile) ?? []).toString(), '{"PowerSwitch_1":0}')
  const erases = Math.max(...pageErases)
  // At 50 a day they are far apart, and each is a write. A page is erased when all that is free has been written.
  const years = (freeBytes: number): number =>
    Math.round((cyclesOfAPage * writes * freeBytes) / (erases * free) / togglesADay / 365)
  t.diagnostic(`${toggles} toggles, ${writes} writes, ${erases} erases of the most worn page`)
  t.diagnostic(`${free} bytes free: ${years(free)} years at ${togglesADay} toggles a day`)
  for (const { board, storage: shape } of [profiles.esp8266, profiles.esp32]) {
    const freeThere = free + shape.pageBytes * (shape.pages - storage.shape.pages)
    t.diagnostic(`${board}, ${freeThere} bytes free: ${years(freeThere)} years, in proportion`)
  }
  assert.ok(years(free) >= 100, `${years(free)} years`)
})
