import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { canAsk } from '../../../tools/command-line/can-ask.ts'
import { readFlags, readPort } from '../../../tools/command-line/flags.ts'
import { drawBar } from '../../../tools/command-line/progress-bar.ts'
import { readPaste, stopped } from '../../../tools/command-line/read-paste.ts'
import { createShow } from '../../../tools/command-line/show.ts'
import { isDiskFault, notWritten, UserError, whyNot } from '../../../tools/command-line/user-error.ts'

test('a bar is full when all is done, and where there is nothing to do', () => {
  assert.equal(drawBar('upload', 8704, 17_500), 'upload     [###########-------------] 8,704 of 17,500 B')
  for (const [bytes, all, full] of [
    [0, 24, 0],
    [23, 24, 23],
    [24, 24, 24],
    [0, 0, 24],
  ] as const)
    assert.equal(drawBar('', bytes, all).split('#').length - 1, full)
})

function shown(options: { json?: boolean; quiet?: boolean; draws?: boolean }) {
  const said: string[] = []
  const { json = false, quiet = false, draws = true } = options
  const show = createShow({
    ...{ json, quiet, print: (text) => void said.push(text) },
    draw: draws ? (text) => void said.push(`<${text}>`) : undefined,
  })
  show.progress('copy', 1, 2)
  show.step('port', 'COM3', { port: 'COM3' })
  show.line('hello')
  return said
}

test('steps are lines for people; the bar is erased before them, and drawn only for people at a terminal', () => {
  const lines = ['port       COM3\n', 'hello\n']
  assert.deepEqual(shown({}), [`<\r${drawBar('copy', 1, 2)}\x1b[K>`, '<\r\x1b[K>', ...lines])
  assert.deepEqual(shown({ draws: false }), lines)
  assert.deepEqual(shown({ quiet: true }), [])
  const json = ['{"step":"port","port":"COM3","text":"COM3"}\n', '{"line":"hello"}\n']
  assert.deepEqual(shown({ json: true }), json)
  assert.deepEqual(shown({ json: true, quiet: true }), json)
})

test('a port is a number from 0 to 65535', () => {
  assert.deepEqual(
    ['0', '65535'].map((text) => readPort('--port', text)),
    [0, 65_535],
  )
  for (const text of ['65536', '-1', '1.5', '', '0x10', '1e3', ' 1'])
    assert.throws(() => readPort('--port', text), { slug: 'bad-port', message: `--port ${text} is not a port` })
})

test('a value that begins with one dash belongs to the flag before it, if that takes one', () => {
  const options = { wait: { type: 'string' }, yes: { type: 'boolean' } } as const
  const read = (...args: string[]) => readFlags({ args, options }, 'usage').values
  assert.equal(read('--wait', '-1').wait, '-1')
  assert.throws(() => read('--yes', '-1'), { slug: 'unknown-flag' })
  assert.throws(() => read('--wait', '--yes'), { slug: 'unknown-flag' })
  assert.throws(() => read('wait', '-1'), { slug: 'unknown-flag', hint: 'usage -- --help' })
})

test('somebody can be asked at a terminal that is no CI run', (t) => {
  const [terminals, before] = [[process.stdin, process.stdout], process.env['CI']]
  const were = terminals.map(({ isTTY }) => isTTY)
  t.after(() => {
    terminals.forEach((one, at) => (one.isTTY = were[at] as boolean))
    if (before === undefined) delete process.env['CI']
    else process.env['CI'] = before
  })
  const ask = (isIn: boolean, isOut: boolean, ci: string) => {
    process.stdin.isTTY = isIn
    process.stdout.isTTY = isOut
    process.env['CI'] = ci
    return canAsk()
  }
  for (const ci of ['', '0', 'false']) assert.equal(ask(true, true, ci), true, ci)
  for (const [isIn, isOut, ci] of [
    [false, true, ''],
    [true, false, ''],
    [true, true, '1'],
    [true, true, 'true'],
  ] as const)
    // prettier-ignore
    assert.equal(ask(isIn, isOut, ci), false)
})

const systemError = (code: string, syscall: string, path = '') =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, ...(path !== '' && { path }) })

test('not-written is what only writing meets, or what the caller says was a write', () => {
  for (const [error, isWrite, message] of [
    [systemError('ENOSPC', 'read', '/a'), false, 'cannot write /a: the disk is full'],
    [systemError('EROFS', 'open', '/a'), false, 'cannot write /a: the disk can only be read'],
    [systemError('EACCES', 'mkdir', '/a'), false, 'cannot write /a: you may not write there'],
    [systemError('EACCES', 'open', '/a'), true, 'cannot write /a: you may not write there'],
    [systemError('EIO', 'write'), false, 'cannot write a file: the disk fails'],
    [systemError('EACCES', 'open', '/a'), false, undefined],
    [systemError('EXYZ', 'write', '/a'), true, undefined],
    [new Error('ENOSPC'), true, undefined],
  ] as const) {
    const found = notWritten(error, undefined, isWrite)
    assert.deepEqual([found?.message, found?.slug], [message, message && 'not-written'])
  }
  assert.equal(notWritten(systemError('EISDIR', 'rename', '/a.tmp'), '/a')?.message, 'cannot write /a: it is a folder')
  assert.equal(whyNot(systemError('ENOENT', 'open')), 'its folder is gone')
  assert.equal(whyNot('ENOENT'), undefined)
})

test('a full or broken disk is told from a missing permission', () => {
  for (const code of ['ENOSPC', 'EDQUOT', 'EIO']) assert.equal(isDiskFault(systemError(code, 'write')), true)
  for (const code of ['EACCES', 'EROFS']) assert.equal(isDiskFault(systemError(code, 'write')), false)
  assert.deepEqual([new UserError('slug', 'text').exitCode, new UserError('slug', 'text').hint], [1, ''])
})

test('a paste ends with the JSON, with an empty line behind text, or with the terminal', async () => {
  const paste = (...chunks: string[]) => {
    const input = new PassThrough()
    const pasted = readPaste(input)
    for (const chunk of chunks) input.write(chunk)
    return { input, pasted }
  }
  assert.equal(await paste('\n{\n', '"a": 1\n}\nmore\n').pasted, '\n{\n"a": 1\n}\n')
  assert.equal(await paste('no json\n', '\n').pasted, 'no json\n\n')
  assert.equal(await paste('{\n\x03').pasted, stopped)
  const { input, pasted } = paste('{\n')
  input.end()
  assert.equal(await pasted, stopped)
})
