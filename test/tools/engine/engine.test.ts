import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { test } from 'node:test'
import { engineExecutable, startEngine } from '../../../tools/engine/engine.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

const here = { skip: (process.env['ESPRUINO'] ?? '') === '' && 'ESPRUINO is not set' }

test('without an interpreter the answer is no-engine and a hint', () => {
  for (const path of ['', '/nowhere/espruino', import.meta.dirname]) {
    assert.throws(
      () => engineExecutable(path),
      (error) => error instanceof UserError && error.slug === 'no-engine',
    )
  }
})

test('another program than the interpreter is no-engine', () => {
  assert.throws(() => startEngine({ executable: process.execPath, files: {} }), {
    slug: 'no-engine',
    message: `${process.execPath} is not Espruino's Linux version`,
    exitCode: 1,
  })
})

test('a relative path is one from where the command was called', () => {
  assert.equal(engineExecutable(relative(process.cwd(), process.execPath)), process.execPath)
})

test('boots from flash, and files written by the script can be read back', here, async () => {
  const engine = startEngine({ files: { '.bootcde': 'require("Storage").write("out",JSON.stringify(1));print("up")' } })
  try {
    assert.equal(await engine.line(/^up/, { withinMs: 60_000 }), 'up')
    engine.type('print("typed")')
    await engine.line(/^typed/, { withinMs: 60_000 })
    assert.equal(Buffer.from(engine.read('out') ?? []).toString(), '1')
    assert.equal(engine.starts, 1)
  } finally {
    await engine.stop()
  }
})

test('E.reboot() starts it again with the same flash when asked to', here, async () => {
  const script = `var s=require("Storage"),n=(+s.read("n")||0)+1;s.write("n",""+n);print("boot "+n);
    setTimeout(function(){E.reboot()},10)`
  const engine = startEngine({ files: { '.bootcde': script }, restart: true })
  try {
    await engine.line(/^boot 3/, { withinMs: 60_000 })
    assert.ok(engine.starts >= 3)
  } finally {
    await engine.stop()
  }
})

test('stop ends the process, and whoever waits is told', here, async () => {
  const engine = startEngine({ files: { '.bootcde': 'print("up")' } })
  await engine.line(/^up/, { withinMs: 60_000 })
  const waiting = engine.line(/never/, { withinMs: 60_000 })
  const told = assert.rejects(waiting, /no line \/never\//)
  await engine.stop()
  await told
  assert.equal(existsSync(`/proc/${engine.pid ?? 0}/exe`), false)
})
