import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { emptyStorage, flashOf, fromFlashFile, toFlashFile } from '../../../tools/engine/engine-flash.ts'
import { engineExecutable } from '../../../tools/engine/engine.ts'
import { onProcessEnd } from '../../../tools/engine/process-end.ts'

const shape = { address: 0x1000, pageBytes: 1024, pages: 4, fileOffset: 100, fileBytes: 100 + 4096 + 50 }

test('a Storage lies in the flash file at its offset, with 0xFF around it, and is read back from there', () => {
  const storage = emptyStorage(shape)
  storage.write('a', Buffer.from('hello'))
  const file = toFlashFile(shape, storage.image())
  assert.equal(file.length, shape.fileBytes)
  assert.deepEqual([file[99], file[100] === 0xff, file[100 + 4096]], [0xff, false, 0xff])
  assert.equal(Buffer.from(fromFlashFile(shape, file).read('a') ?? []).toString(), 'hello')
})

test('no-engine: not set, not there, not to be run, a folder', { skip: process.platform === 'win32' }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'plain')
  writeFileSync(file, '', { mode: 0o600 })
  for (const [path, says] of [
    ['', /^ESPRUINO is not set$/],
    [join(folder, 'none'), /cannot be run: ENOENT/],
    [file, /cannot be run: EACCES/],
    [folder, /cannot be run: it is not a file$/],
  ] as const)
    assert.throws(() => engineExecutable(path), { slug: 'no-engine', message: says })
})

test(
  'the shape of the flash is asked of each build once; one that does not say it is an error',
  { skip: process.platform === 'win32' },
  (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'engine-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const build = join(folder, 'build')
    // As the interpreter does: Storage begins 8 bytes into its file, and a file's header is 4 bytes before its name.
    writeFileSync(build, '#!/bin/sh\nprintf "        head~probe" > espruino.flash\necho "~flash 4096,1024,2048"\n', { mode: 0o700 }) // prettier-ignore
    const known = flashOf(build)
    assert.deepEqual(known, { address: 4104, pageBytes: 1024, pages: 2, fileOffset: 8, fileBytes: 18 })
    assert.equal(flashOf(build), known)
    const mute = join(folder, 'mute')
    writeFileSync(mute, '#!/bin/sh\necho nothing\n', { mode: 0o700 })
    assert.throws(() => flashOf(mute), /mute is not Espruino's Linux version/)
  },
)

test('a cleanup that is not needed any more is forgotten, the others run once when the process ends', () => {
  const ran: string[] = []
  const forget = onProcessEnd(() => ran.push('forgotten'))
  onProcessEnd(() => ran.push('kept'))
  forget()
  const ours = process.listeners('exit').find(({ name }) => name === 'runAll') as (() => void) | undefined
  ours?.()
  ours?.()
  assert.deepEqual(ran, ['kept'])
})
