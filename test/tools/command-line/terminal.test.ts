import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { createAsks } from '../../../tools/command-line/asks.ts'
import { useLanguage } from '../../../tools/command-line/language.ts'
import { createTerminal } from '../../../tools/command-line/terminal.ts'

function screen() {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let shown = ''
  output.on('data', (chunk: Buffer) => (shown += stripVTControlCharacters(chunk.toString())))
  return { input, output, shown: () => shown }
}

test('a choice is wholly in the language in use: its keys, and the brackets of its hints', async (t) => {
  t.after(() => useLanguage('en'))
  for (const [language, keys, hint] of [
    ['zh', /↑\/↓ 选择 • 回车 确认/, /否（明文）/],
    ['en', /↑\/↓ to navigate • Enter: confirm/, /否 \(明文\)/],
  ] as const) {
    await useLanguage(language)
    const one = screen()
    const chosen = createTerminal(one.input, one.output).choose('?', [['no', '否', '明文']], 'no')
    one.input.write('\r')
    assert.equal(await chosen, 'no')
    assert.match(one.shown(), keys)
    assert.match(one.shown(), hint)
    const other = screen()
    const index = createAsks(other.input, other.output).choose('?', ['a', 'b'])
    other.input.write('\r')
    assert.equal(await index, 0)
    assert.match(other.shown(), keys)
  }
})
