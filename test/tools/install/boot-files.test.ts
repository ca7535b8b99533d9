import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { profiles } from '../../../tools/board/profile.ts'
import { checkBoard } from '../../../tools/doctor/check-board.ts'
import { askBoard } from '../../../tools/serial/ask-board.ts'
import { around, desk, flash, identity, oldScript, powerCycle, readBoard, type Desk } from '../flash/desk.ts'

/** All that others may have left on a board, each longer than a packet. */
const others = ['.bootPowerOn', '.boot0', '.boot1', '.boot2', '.boot3', '.bootrst'] as const
const secretOf = (name: string): string => `print("other ${name}");//pass"wort ${'\xe9\0'.repeat(200)}`
const image = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7) & 0xff))

/** A desk whose board has files of others, and a script to flash. */
async function occupied(t: TestContext, names: readonly string[] = [...others, '.varimg']): Promise<Desk> {
  const one = await desk(t)
  leave(one, names)
  writeFileSync(join(one.folder, 'script.js'), 'print("ours")')
  return one
}

function leave({ cable }: Desk, names: readonly string[]): void {
  for (const name of names)
    cable.board.storage.write(name, name === '.varimg' ? image : Buffer.from(secretOf(name), 'latin1'))
}

const copiesOf = ({ folder }: Desk): string[] => {
  const copies = join(folder, 'board-files')
  return existsSync(copies)
    ? readdirSync(copies)
        .filter((name) => name !== '.gitignore')
        .sort()
    : []
}
const ask = (answer: boolean, asked: string[] = []) => ({
  choose: () => Promise.resolve(undefined),
  confirm: (question: string) => Promise.resolve(asked.push(question) > 0 && answer),
})
const flashOurs = (one: Desk, args: readonly string[], asks?: ReturnType<typeof ask>) =>
  one.flash(['--wait', '0', '--script', join(one.folder, 'script.js'), ...args], asks)

test('removes all that would start beside the script, or in its place, and keeps a copy of each', async (t) => {
  const one = await occupied(t)
  const { cable } = one
  const bytesOf = (name: string): Buffer => Buffer.from(cable.board.storage.read(name) ?? [])
  const before = new Map([...others, '.varimg'].map((name) => [name, bytesOf(name)]))
  assert.equal(await flashOurs(one, ['--yes']), undefined)

  const said = powerCycle(one)
  assert.match(said, /ours/)
  assert.doesNotMatch(said, /other|Not loading/)
  assert.deepEqual(
    [...before.keys()].filter((name) => cable.board.storage.read(name) !== undefined),
    [],
  )
  assert.deepEqual(copiesOf(one), [...before.keys()].map((name) => `240ac4-fffe0102${name}`).sort())
  for (const [name, bytes] of before) {
    const copy = join(one.folder, 'board-files', `240ac4-fffe0102${name}`)
    assert.deepEqual(readFileSync(copy), bytes, name)
    if (process.platform !== 'win32') assert.equal(statSync(copy).mode & 0o777, 0o600)
    assert.ok(
      one.printed.some((line) => line.startsWith(`found      ${name}: `)),
      `says what ${name} is`,
    )
  }
  assert.equal(readFileSync(join(one.folder, 'board-files', '.gitignore'), 'utf8'), '*\n')
  assert.doesNotMatch(one.printed.join(''), /pass"wort/, 'no line of another script is shown')
})

test('asks first, and without a yes changes nothing', async (t) => {
  const one = await occupied(t, ['.bootrst', '.varimg'])
  const asked: string[] = []
  for (const asks of [undefined, ask(false, asked)]) {
    const error = await flashOurs(one, [], asks)
    assert.equal(error?.slug, 'boot-files')
    assert.equal(error?.exitCode, 2)
    assert.match(error?.message ?? '', /^the board starts \.varimg, \.bootrst, too/)
    assert.match(error?.hint ?? '', /--yes .*--keep NAME/)
  }
  assert.equal(asked.length, 1)
  assert.match(asked[0] ?? '', /^Remove \.varimg, \.bootrst from the board\? Copies go to .*board-files$/)
  assert.equal(readBoard(one, '.bootcde'), oldScript)
  assert.match(powerCycle(one), /other \.bootrst/)
  assert.deepEqual(copiesOf(one), [])
  assert.equal(await flashOurs(one, [], ask(true)), undefined)
  assert.match(powerCycle(one), /ours/)
})

test('--keep leaves a file, says so, and says that the script is not started when it is not', async (t) => {
  const one = await occupied(t, ['.boot1', '.bootrst'])
  const error = await one.flash([
    '--wait',
    '1',
    '--yes',
    '--keep',
    '.bootrst',
    '--script',
    join(one.folder, 'script.js'),
  ])
  assert.equal(error?.slug, 'no-ready')
  assert.match(error?.hint ?? '', /^\.bootrst was left on the board .*: flash again without --keep$/)
  assert.match(one.printed.join(''), /kept +\.bootrst: as --keep says\n/)
  assert.deepEqual(copiesOf(one), ['240ac4-fffe0102.boot1'])
  assert.match(powerCycle(one), /other \.bootrst/)
  assert.equal((await one.flash(['--keep', '.bootcde']))?.slug, 'bad-flag')
})

test('a copy of other bytes under the same name stays, one of the same bytes is not made twice', async (t) => {
  const one = await occupied(t, ['.boot0'])
  assert.equal(await flashOurs(one, ['--yes']), undefined)
  leave(one, ['.boot0'])
  assert.equal(await flashOurs(one, ['--yes']), undefined)
  one.cable.board.storage.write('.boot0', Buffer.from('print("another")'))
  assert.equal(await flashOurs(one, ['--yes']), undefined)
  assert.deepEqual(copiesOf(one), ['240ac4-fffe0102.boot0', '240ac4-fffe0102.boot0.2'])
})

test('a copy that did not arrive whole is read once more', async (t) => {
  const one = await occupied(t, ['.boot0'])
  const { storage } = one.cable.board
  const read = storage.read.bind(storage)
  let reads = 0
  // The first two find the file and its checksum, the third is the first piece.
  storage.read = (name) => {
    const bytes = read(name)
    return name === '.boot0' && ++reads === 3 ? bytes?.map((byte, at) => (at === 5 ? byte ^ 1 : byte)) : bytes
  }
  assert.equal(await flashOurs(one, ['--yes']), undefined)
  const copy = readFileSync(join(one.folder, 'board-files', '240ac4-fffe0102.boot0'))
  assert.deepEqual(copy, Buffer.from(secretOf('.boot0'), 'latin1'))
  assert.equal(read('.boot0'), undefined)
})

test('where no copy can be written the file stays on the board', async (t) => {
  const one = await occupied(t, ['.bootrst'])
  writeFileSync(join(one.folder, 'board-files'), 'no folder')
  const error = await flashOurs(one, ['--yes'])
  assert.equal(error?.slug, 'not-written')
  assert.match(powerCycle(one), /other \.bootrst/)
})

test('modules in Storage count where the interpreter takes them before its own', async (t) => {
  const one = await desk(t, { profile: { ...profiles.esp32, board: 'ESPRUINOWIFI' } })
  const other = await desk(t)
  const config = join(one.folder, 'device.json')
  writeFileSync(config, readFileSync(config, 'utf8').replace('"D2"', '"B2"'))
  for (const each of [one, other]) {
    leave(each, ['Wifi'])
    writeFileSync(join(each.folder, 'script.js'), 'print("ours")')
    assert.equal(await flashOurs(each, ['--yes']), undefined)
  }
  assert.equal(readBoard(one, 'Wifi'), undefined)
  assert.notEqual(readBoard(other, 'Wifi'), undefined)
  assert.deepEqual(copiesOf(other), [])
})

test('a board of a fleet starts what the ledger says it has', async (t) => {
  const one = await occupied(t, ['.bootrst', '.varimg'])
  const csv = join(one.folder, 'devices.csv')
  writeFileSync(csv, `DeviceName,DeviceSecret,ProductKey\nsw-1,${'1'.repeat(32)},${identity.productKey}\n`)
  const printed: string[] = []
  const run = (...args: string[]) =>
    flash(
      ['--fleet', csv, '--port', one.port, '--wait', '0', '--config', join(one.folder, 'device.json'), '--script', join(one.folder, 'script.js'), ...args], // prettier-ignore
      around(printed),
    )
  const ledger = (): string => (existsSync(`${csv}.ledger`) ? readFileSync(`${csv}.ledger`, 'utf8') : '')
  assert.equal((await run())?.slug, 'boot-files')
  assert.doesNotMatch(ledger(), /"flashed"/)
  assert.equal((await run('--yes', '--keep', '.bootrst'))?.slug, 'bad-flag')
  assert.equal(await run('--yes'), undefined)
  assert.match(ledger(), /"flashed"/)
  assert.match(powerCycle(one), /ours/)
})

test('doctor names them', async (t) => {
  const one = await occupied(t, ['.bootrst'])
  const boards = { askBoard, listPorts: () => Promise.resolve([]) }
  const { state, notes } = await checkBoard(one.port, boards, 'device.json', undefined)
  assert.equal(state, 'ok')
  assert.match(notes.join(), /^\.bootrst is there, a script that runs in the place of .*; npm run flash removes it$/)
})
