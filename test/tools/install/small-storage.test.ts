import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { desk, oldScript, readBoard, type Desk } from '../flash/desk.ts'

const newScript = 'print("the new script")'

/** A board whose Storage is too small for a layout, with a script and a configuration. */
async function smallDesk(t: TestContext): Promise<Desk> {
  const one = await desk(t, { pages: 3 })
  one.cable.board.storage.write('device.json', Buffer.from('old'))
  writeFileSync(join(one.folder, 'script.js'), newScript)
  return one
}

const flashOurs = (one: Desk) => one.flash(['--wait', '0', '--script', join(one.folder, 'script.js')])

for (const name of ['.bootcde', 'device.json']) {
  test(`verify-failed: ${name} is read back in its place, too`, async (t) => {
    const one = await smallDesk(t)
    const { storage } = one.cable.board
    const write = storage.write.bind(storage)
    storage.write = (to, data, offset, size) => {
      write(to, to === name ? data.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) : data, offset, size)
    }
    const error = await flashOurs(one)
    assert.deepEqual([error?.slug, error?.exitCode], ['verify-failed', 2])
    assert.equal(error?.message, `${name} is not what was uploaded and verified under another name`)
  })
}

test('no power cut leaves the new script with the old configuration', async (t) => {
  const one = await smallDesk(t)
  const states = new Set<string>()
  const note = (): void => {
    const config = readBoard(one, 'device.json')
    const which = config === 'old' ? 'old' : config?.includes('wifi') === true ? 'new' : 'no'
    const script = readBoard(one, '.bootcde')
    const ours = script === oldScript ? 'old' : script === newScript ? 'new' : 'no'
    states.add(`${ours} script, ${which} configuration`)
  }
  one.cable.board.storage.chip.beforeStep = note
  assert.equal(await flashOurs(one), undefined)
  note()
  assert.deepEqual(
    [...states].filter((state) => state.startsWith('new script')),
    ['new script, new configuration'],
  )
  assert.ok(states.has('old script, new configuration'))
})
