import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { eraseBootFile, toBootFiles } from '../../../tools/install/boot-files.ts'
import { keepCopy, readBoardFile } from '../../../tools/install/copy-file.ts'
import { linkFlash } from '../../../tools/install/link-flash.ts'
import { makeRoom, makeRoomForLayout } from '../../../tools/install/make-room.ts'
import { pieceBytes } from '../../../tools/install/piece.ts'
import { uploadFile } from '../../../tools/install/upload.ts'
import { NoAnswer } from '../../../tools/serial/espruino-thread.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { bytesInFlash } from '../../../tools/storage/storage-file.ts'
import { errorOf } from '../flash/desk.ts'
import { boardLink } from './board-link.ts'

const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1')
const nobody = () => assert.fail('nobody is asked')

/** A Storage of 3 pages with an old script, and how many bytes are free beside it. */
function smallBoard(t: TestContext, oldBytes: number) {
  const one = boardLink(t, 3)
  one.board.storage.write('.bootcde', Buffer.alloc(oldBytes, 'o'))
  one.board.storage.write('device.json', Buffer.from('{}'))
  return { ...one, free: one.board.storage.freeBytes }
}

/** A script such that it and a configuration of 32 bytes take so many bytes in Storage. */
function filesOf(bytes: number) {
  const config = Buffer.alloc(32, 'c')
  return { config, script: Buffer.alloc(bytes - bytesInFlash(config) - 32, 's') }
}

test('both files fit beside the old ones as long as they take half of what is free, and not with a byte more', async (t) => {
  const { link, free, board, asked } = smallBoard(t, 2004)
  assert.equal(await makeRoom(link, { ...filesOf(free / 2), mayReplace: nobody }), 'both')
  assert.equal(asked.length, 1, 'nothing is compacted')
  const more = filesOf(free / 2 + 4)
  assert.equal(await makeRoom(link, { ...more, mayReplace: () => Promise.resolve(true) }), 'replace')
  assert.equal(board.storage.read('.bootcde'), undefined)
  assert.equal(board.storage.read('device.json'), undefined)
})

test('what an upload that was cut has left is erased, and its room is compacted where it is needed', async (t) => {
  const { link, free, board } = smallBoard(t, 2004)
  for (const name of ['sw.new', 'device.new']) board.storage.write(name, Buffer.alloc(100))
  assert.equal(await makeRoom(link, { ...filesOf(free / 2), mayReplace: nobody }), 'both')
  assert.deepEqual([board.storage.list().sort(), board.storage.freeBytes], [['.bootcde', 'device.json'], free])
})

test('where the old files are erased first, Storage is compacted behind them, so that nothing moves during the upload', async (t) => {
  const { link, board } = smallBoard(t, 8000)
  const whys: string[] = []
  const mayReplace = (why: string) => (whys.push(why), Promise.resolve(true))
  assert.equal(await makeRoom(link, { ...filesOf(8000), mayReplace }), 'replace')
  assert.match(whys[0] ?? '', /^Storage has 4,\d\d\d B free; beside what is there this needs 16,000 B$/)
  assert.equal(board.storage.freeBytes, 3 * 4096)
})

test('no-space: without a yes, or where even the room of the old files is too little; nothing is erased', async (t) => {
  const { link, board, free } = smallBoard(t, 8000)
  const refused = await errorOf(makeRoom(link, { ...filesOf(8000), mayReplace: () => Promise.resolve(false) }))
  assert.deepEqual([refused?.slug, refused?.exitCode], ['no-space', 2])
  assert.match(refused?.hint ?? '', /^--replace erases the old script first/)
  const all = free + 8000 + 32 + 2 + 32
  const most = await errorOf(makeRoom(link, { ...filesOf(all - (all % 4)), mayReplace: () => Promise.resolve(false) }))
  assert.match(most?.hint ?? '', /^--replace/)
  const never = await errorOf(makeRoom(link, { ...filesOf(all + 4), mayReplace: nobody }))
  assert.match(never?.message ?? '', /and without the old script still [\d,]+ B$/)
  assert.match(never?.hint ?? '', /^erase what else lies there/)
  assert.equal(board.storage.list().length, 2)
})

test('a layout is made behind the present files where there is room, else in their place, if the user agrees', async (t) => {
  const files = (bytes: number) => [{ name: '.bootcde', bytes: Buffer.alloc(bytes) }, { name: 'device.json', bytes: Buffer.from('{}') }] // prettier-ignore
  const roomy = boardLink(t, 64)
  const roomyFlash = await linkFlash(roomy.link, 0x320000)
  roomy.board.storage.write('mine', Buffer.alloc(100))
  roomy.board.storage.write('sw.a', Buffer.alloc(10))
  const plan = await makeRoomForLayout(roomyFlash, files(3000), nobody)
  assert.ok(plan)
  assert.equal(textOf(roomy.board.storage.read('mine'))?.length, 100)

  const full = boardLink(t, 16)
  full.board.storage.write('.bootcde', Buffer.alloc(40_000))
  full.board.storage.write('mine', Buffer.from('mine'))
  const flash = await linkFlash(full.link, 0x320000)
  const refused = await errorOf(makeRoomForLayout(flash, files(3000), () => Promise.resolve(false)))
  assert.deepEqual([refused?.slug, refused?.exitCode], ['no-space', 2])
  assert.match(refused?.message ?? '', /^Storage has [\d,]+ B free, too few for a second script$/)
  assert.equal(full.board.storage.list().length, 2, 'nothing was erased')
  assert.ok(await makeRoomForLayout(flash, files(3000), () => Promise.resolve(true)))
  assert.deepEqual(full.board.storage.list(), ['mine'])
  assert.equal(full.board.storage.freeBytes, 16 * 4096 - 36)

  full.board.storage.write('mine', Buffer.alloc(50_000))
  assert.equal(await makeRoomForLayout(flash, files(3000), nobody), undefined, 'no room whatever is erased')
})

test('the flash of a board behind a link: read, written, erased and compared piece by piece', async (t) => {
  const { link, board, asked } = boardLink(t, 8)
  const flash = await linkFlash(link, 0x320000)
  assert.deepEqual([flash.pageBytes, flash.pages], [4096, 8])
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => at & 0xff))
  const pieces: number[] = []
  assert.equal(await flash.isErased(4096, 4096), true)
  await flash.write(4096, bytes, (done) => pieces.push(done))
  assert.deepEqual(pieces, [180, 360, 540, 720, 900, 1000])
  assert.deepEqual(Buffer.from(await flash.read(4096 + 300, 10)), bytes.subarray(300, 310))
  assert.equal(await flash.isErased(4096, 4096), false)
  assert.deepEqual([await flash.holds(4096, bytes), await flash.holds(4097, bytes)], [true, false])
  const changed = Buffer.from(bytes)
  changed[999] = 0
  assert.equal(await flash.holds(4096, changed), false, 'the last byte, too')
  assert.equal(await flash.isErased(4096 + 1024, 1024), true)
  await assert.rejects(
    flash.write(4096 + 200, Buffer.alloc(300, 0xff)),
    /what was written at 0x3210c8 reads back otherwise/,
  )
  await flash.erasePage(4096)
  assert.equal(await flash.isErased(4096, 4096), true)

  await flash.createFile('a', 400, Buffer.from('first'))
  await flash.createFile('a', 400, Buffer.from('other'))
  assert.equal(textOf(board.storage.read('a'))?.slice(0, 6), 'first\xff')
  board.storage.write('b', Buffer.alloc(pieceBytes + 5, 'b'))
  for (const [most, length] of [
    [1, 1],
    [pieceBytes, pieceBytes],
    [1000, pieceBytes + 5],
  ] as const)
    // prettier-ignore
    assert.equal((await flash.readFile('b', most))?.length, length)
  asked.length = 0
  await flash.readFile('b', 10_000)
  assert.equal(asked.length, 2, 'nothing is asked for behind the end')
  assert.equal(await flash.readFile('none', 10), undefined)
  await flash.eraseFile('a')
  assert.equal(await flash.fileBytes(), bytesInFlash(Buffer.alloc(pieceBytes + 5)))
  const before = await flash.freeBytes()
  await flash.compact()
  assert.ok((await flash.freeBytes()) > before)
})

test('a board that knows no such page of flash has none for a layout', async (t) => {
  const { link } = boardLink(t, 8)
  assert.equal((await linkFlash(link, 0x100)).pages, 0)
})

const lost = new UserError('board-error', 'the board does not carry it out', '', 2)
const quiet = { onProgress: () => undefined, onRetry: () => undefined }

test('a file is uploaded in pieces, from nothing, and compared; one that differs comes again, slower, and no third time', async (t) => {
  const one = boardLink(t)
  const bytes = Buffer.alloc(500, 'n')
  one.board.storage.write('new', Buffer.alloc(500, 'x'))
  const sent: number[] = []
  await uploadFile(one.link, { name: 'new', bytes }, { ...quiet, onProgress: (done, all) => sent.push(done, all) })
  assert.deepEqual(sent, [180, 500, 360, 500, 500, 500])
  assert.deepEqual([textOf(one.board.storage.read('new')), one.link.isSlow], ['n'.repeat(500), false])

  for (const [failures, slug] of [
    [1, undefined],
    [2, 'verify-failed'],
  ] as const) {
    // prettier-ignore
    const whys: string[] = []
    one.link.isSlow = false
    let left = failures
    one.before = (expression) => {
      if (expression.includes('s.write') && left-- > 0) throw lost
    }
    const error = await errorOf(
      uploadFile(one.link, { name: 'new', bytes }, { ...quiet, onRetry: (why) => whys.push(why) }),
    )
    assert.deepEqual([error?.slug, whys, one.link.isSlow], [slug, [lost.message], true])
    if (slug !== undefined) assert.match(error?.message ?? '', /^new did not arrive whole, twice: the board does not/)
  }
  one.before = () => {
    throw new UserError('port-lost', 'gone', '', 2)
  }
  assert.equal((await errorOf(uploadFile(one.link, { name: 'new', bytes }, quiet)))?.slug, 'port-lost')
})

test('a piece that is there already is not written again, since flash takes it only once', async (t) => {
  const one = boardLink(t)
  let writes = 0
  const { storage } = one.board
  const write = storage.write.bind(storage)
  storage.write = (...words) => (writes++, write(...words))
  let again = ''
  one.before = (expression) => {
    if (!expression.includes('s.write') || again === expression) return
    again = expression
    one.board.evaluate(expression)
  }
  await uploadFile(one.link, { name: 'new', bytes: Buffer.alloc(400, 'n') }, quiet)
  assert.equal(writes, 3)
})

test('a file of the board is read whole, or once more and slower, or not at all', async (t) => {
  const one = boardLink(t)
  one.board.storage.write('mine', Buffer.from('m\xff'.repeat(200), 'latin1'))
  const done: number[] = []
  const read = () => readBoardFile(one.link, 'mine', (bytes, all) => void done.push(bytes, all))
  assert.equal(textOf(await read()), 'm\xff'.repeat(200))
  assert.deepEqual(done, [180, 400, 360, 400, 400, 400])
  assert.equal(await readBoardFile(one.link, 'none', nobody), undefined)
  let harms = 1
  const evaluate = one.link.evaluate.bind(one.link)
  one.link.evaluate = async (...words) => {
    const answer = await evaluate(...words)
    return words[0].includes('btoa') && harms-- > 0 ? 'AAAA' : answer
  }
  assert.equal((await read())?.length, 400)
  assert.equal(one.link.isSlow, true)
  harms = Infinity
  const error = await errorOf(read())
  assert.deepEqual([error?.slug, error?.exitCode], ['verify-failed', 2])
})

test('copies are for their owner only, git ignores them, and no older one of other bytes is lost', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'copies-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const keep = (name: string, text: string) => keepCopy(folder, '24/0a:c4', name, Buffer.from(text))
  assert.equal(keep('.boot0', 'a'), join(folder, '24_0a_c4.boot0'))
  assert.equal(keep('Wifi', 'a'), join(folder, '24_0a_c4.Wifi'))
  assert.equal(keep('.boot0', 'b'), join(folder, '24_0a_c4.boot0.2'))
  assert.equal(keep('.boot0', 'c'), join(folder, '24_0a_c4.boot0.3'))
  assert.equal(keep('.boot0', 'b'), join(folder, '24_0a_c4.boot0.2'))
  assert.equal(readdirSync(folder).length, 5)
  assert.equal(readFileSync(join(folder, '.gitignore'), 'utf8'), '*\n')
  if (process.platform !== 'win32') assert.equal(statSync(keep('.boot0', 'd')).mode & 0o777, 0o600)
})

test('a boot file is erased with all that a power cut has left of its name, or boot-files', async (t) => {
  const { link, board } = boardLink(t)
  board.evaluate('var n=0,real=require("Storage").erase')
  board.storage.write('.boot0', Buffer.from('x'))
  await eraseBootFile(link, '.boot0')
  assert.equal(board.storage.read('.boot0'), undefined)
  board.storage.write('.boot1', Buffer.from('x'))
  board.evaluate('require("Storage").erase=function(f){n++}')
  const error = await errorOf(eraseBootFile(link, '.boot1'))
  assert.deepEqual([error?.slug, error?.exitCode, board.evaluate('n')], ['boot-files', 2, 9])
  board.evaluate('n=0;require("Storage").erase=function(f){if(++n==9)real(f)}')
  await eraseBootFile(link, '.boot1')
})

test('boot files are told in the order in which the engine uses them; modules on an Espruino WiFi alone', () => {
  const answer = ['AT', '.bootrst', '.boot3', '.bootPowerOn', '.varimg', 'mine', 'Wifi']
  const names = (board: string, said: unknown = answer) => toBootFiles(said, board).map(({ name }) => name)
  assert.deepEqual(names('ESP32'), ['.varimg', '.bootPowerOn', '.boot3', '.bootrst'])
  assert.deepEqual(names('ESPRUINOWIFI').slice(-2), ['Wifi', 'AT'])
  assert.deepEqual(names('ESP32', null), [])
})

test('a question without an answer is no damaged file', async (t) => {
  const one = boardLink(t)
  one.before = () => {
    throw new NoAnswer('silence')
  }
  await assert.rejects(uploadFile(one.link, { name: 'new', bytes: Buffer.from('x') }, quiet), NoAnswer)
})
