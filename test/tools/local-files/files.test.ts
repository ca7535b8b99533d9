import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { isForgotten, isTracked } from '../../../tools/local-files/git.ts'
import { findJsonFault, placeOf } from '../../../tools/local-files/json-place.ts'
import { takeLock } from '../../../tools/local-files/lock.ts'
import { decodeText, withoutMark } from '../../../tools/local-files/text-file.ts'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'files-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

const busy = (pid: number) => new UserError('busy', `process ${pid}`)
/** When this process started, in the kernel's ticks. */
const startOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19]

test(
  'a lock is held by one, for its owner to read, and free again afterwards',
  { skip: process.platform !== 'linux' },
  (t) => {
    const folder = folderOf(t)
    const lock = join(folder, 'lock')
    const release = takeLock(lock, busy)
    assert.equal(readFileSync(lock, 'utf8'), `{"pid":${process.pid},"startedAt":"${startOf(process.pid)}"}`)
    assert.equal(statSync(lock).mode & 0o777, 0o600)
    assert.throws(() => takeLock(lock, busy), { slug: 'busy', message: `process ${process.pid}` })
    assert.deepEqual(readdirSync(folder), ['lock'])
    release()
    assert.deepEqual(readdirSync(folder), [])
    takeLock(lock, busy)()
  },
)

test('a lock is stale when its process is gone, was another one of the same number, or it is no lock', (t) => {
  const folder = folderOf(t)
  const lock = join(folder, 'lock')
  const gone = spawnSync(process.execPath, ['--version']).pid
  for (const content of [`{"pid":${gone},"startedAt":"1"}`, `{"pid":${process.pid},"startedAt":"1"}`, 'rubbish']) {
    writeFileSync(lock, content)
    const release = takeLock(lock, busy)
    assert.notEqual(readFileSync(lock, 'utf8'), content)
    assert.deepEqual(readdirSync(folder), ['lock'])
    release()
  }
})

test('a lock that somebody else has taken meanwhile is not released', (t) => {
  const lock = join(folderOf(t), 'lock')
  const release = takeLock(lock, busy)
  writeFileSync(lock, '{"pid":1,"startedAt":"1"}')
  release()
  assert.ok(existsSync(lock))
})

test('git tracks a file, forgets to ignore it, ignores it, or is not there', (t) => {
  const folder = folderOf(t)
  const file = join(folder, 'deep', 'device.json')
  const verdict = () => [isTracked(file), isForgotten(file)]
  const git = (...words: string[]) => assert.equal(spawnSync('git', words, { cwd: folder }).status, 0)
  assert.deepEqual(verdict(), [false, false], 'no such folder')
  mkdirSync(join(folder, 'deep'))
  writeFileSync(file, '{}')
  assert.deepEqual(verdict(), [false, false], 'no repository')
  git('init', '--quiet')
  assert.deepEqual(verdict(), [false, true])
  git('add', 'deep/device.json')
  assert.equal(isTracked(file), true)
  git('rm', '--quiet', '--cached', 'deep/device.json')
  writeFileSync(join(folder, '.gitignore'), 'device.json\n')
  assert.deepEqual(verdict(), [false, false])
})

test('the place of a fault, and of a value, counts from 1, in characters', () => {
  assert.equal(findJsonFault('{"a": [1, 2]}'), undefined)
  assert.deepEqual(findJsonFault('{\n"\u{1f511}": x}'), { line: 2, column: 6, found: '"x"' })
  assert.deepEqual(findJsonFault('{"a": 1,}'), { line: 1, column: 9, found: '"}"' })
  assert.deepEqual(findJsonFault('{'), { line: 1, column: 2, found: 'its end' })
  assert.deepEqual(findJsonFault('// x\n{}')?.line, 1)
  assert.ok(findJsonFault(''))
  const text = '{\n  "a": [1, { "b": 2 }]\n}'
  assert.deepEqual(placeOf(text, ['a', 1, 'b']), { line: 2, column: 19 })
  assert.deepEqual(placeOf(text, ['a', 1, 'c', 'd']), { line: 2, column: 12 })
  assert.deepEqual(placeOf(text, []), { line: 1, column: 1 })
  assert.deepEqual(placeOf('', ['a']), { line: 1, column: 1 })
})

test(
  'a file is written for others to read unless said otherwise, in folders that it makes',
  { skip: process.platform === 'win32' },
  (t) => {
    const folder = folderOf(t)
    const mask = process.umask(0o022)
    t.after(() => process.umask(mask))
    const modeOf = (file: string) => statSync(file).mode & 0o777
    writeWhole(join(folder, 'a/b/open'), 'x')
    writeWhole(join(folder, 'a/b/own'), 'x', 0o600)
    writeWhole(join(folder, 'a/b/own'), 'y', 0o600)
    assert.deepEqual([modeOf(join(folder, 'a/b/open')), modeOf(join(folder, 'a/b/own'))], [0o644, 0o600])
    assert.deepEqual(readdirSync(join(folder, 'a/b')), ['open', 'own'])
    assert.throws(() => writeWhole(join(folder, 'a/b'), 'x'), {
      slug: 'not-written',
      message: /it is a folder|no folder/,
    })
    assert.deepEqual(readdirSync(join(folder, 'a')), ['b'], 'no draft is left')
  },
)

test('bytes are text in UTF-8 or UTF-16 and nothing else; byte order marks are taken off, all of them', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le')
  for (const [bytes, text] of [
    [Buffer.from('\ufeff\ufeffab'), 'ab'],
    [utf16('\ufeffab'), 'ab'],
    [utf16('ab'), 'ab'],
    [utf16('\ufeffab').swap16(), 'ab'],
    [utf16('ab').swap16(), 'ab'],
    [Buffer.from('a'), 'a'],
    [Buffer.from(''), ''],
    [Buffer.from('ab\0'), undefined],
    [Buffer.from([0xbf, 0xaa]), undefined],
  ] as const)
    assert.equal(decodeText(bytes), text)
  const script = Buffer.from('print("\xff")', 'latin1')
  assert.deepEqual(withoutMark(script), script)
  assert.deepEqual(withoutMark(utf16('ab')), Buffer.from('ab'))
  assert.deepEqual(withoutMark(Buffer.from('\ufeffab')), Buffer.from('ab'))
  const odd = Buffer.from('\xef\xbb\xbf\xff', 'latin1')
  assert.deepEqual(withoutMark(odd), odd)
})
