import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { journalFile, readLayout } from '../../../tools/storage-layout/layout.ts'
import { modelFlash } from '../../../tools/storage-layout/model-flash.ts'
import { contentBytes } from '../../../tools/storage-layout/zone.ts'
import { desk, expectedConfig, powerCycle } from '../flash/desk.ts'

test('a script that fills a zone to its last byte gets larger zones, and starts', async (t) => {
  const one = await desk(t, { pages: 40 })
  const flash = modelFlash(one.cable.board.storage)
  const script = join(one.folder, 'script.js')
  const flashScript = async (text: string) => {
    writeFileSync(script, text)
    assert.equal(await one.flash(['--wait', '0', '--script', script]), undefined)
    const found = await readLayout(flash)
    assert.ok(found !== undefined && found.plan === undefined, 'the layout is whole')
    return found.layout.zoneBytes
  }
  const zoneBytes = await flashScript('print("small")')
  const config = { name: 'device.json', bytes: Buffer.from(expectedConfig(1)) }
  // A zone's first page is its gate.
  const room = zoneBytes - flash.pageBytes - contentBytes([{ name: '.bootcde', bytes: Buffer.alloc(0) }, config])
  const journalAt = one.cable.board.storage.offsetOf(journalFile)
  const larger = await flashScript('print("large");//'.padEnd(room, 'x'))
  assert.ok(larger > zoneBytes, `${larger} bytes`)
  assert.ok(journalAt !== undefined)
  assert.equal(one.cable.board.storage.offsetOf(journalFile), journalAt, 'the journal stays where it is')
  assert.match(powerCycle(one), /large/)
})
