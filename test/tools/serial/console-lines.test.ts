import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConsoleLines } from '../../../tools/serial/console-lines.ts'

const take = (console: ConsoleLines, ...pieces: (string | Buffer)[]): void => {
  for (const piece of pieces) console.take(Buffer.from(piece as string))
}

test('joins pieces to lines, even inside a UTF-8 character, and takes the prompt out', () => {
  const console = new ConsoleLines()
  const text = Buffer.from('客厅\r\n')
  take(console, '>\r\x1b[Jone\r', '\ntw', 'o\n', text.subarray(0, 2), text.subarray(2), 'espruino: Interactive mode.\n')
  assert.deepEqual(console.lines, ['one', 'two', '客厅'])
})

test("takes Kaluma's prompt, colours and cursor out, and leaves a line that only looks so", () => {
  const console = new ConsoleLines()
  const prompt = '\x1b[0m\r\x1b7> \x1b[H\x1b[900C\x1b[6n\x1b8\x1b[2C'
  take(console, `${prompt}00001.000 I wifi joined\r\n`, '\x1b[2K\r\x1b[0mof console.log\r\n')
  take(console, '\x1b[31mTypeError: x\r\n\x1b[0m  at f\r\n', '> a quotation\r\n', '\x1b[90mundefined\x1b[0m\r\n')
  assert.deepEqual(console.lines, [
    ...['00001.000 I wifi joined', 'of console.log', 'TypeError: x', '  at f', ' a quotation', 'undefined'],
  ])
})

test('answers lines in order: each only once, those already there at once', async () => {
  const console = new ConsoleLines()
  take(console, 'a 1\nb\n')
  assert.equal(await console.next(/^a/, 1000), 'a 1')
  const later = console.next(/^a/, 1000)
  take(console, 'c\na 2\n')
  assert.equal(await later, 'a 2')
})

test('who waits in vain is told why, with the last lines', async () => {
  const console = new ConsoleLines()
  take(console, 'last words\n')
  await assert.rejects(console.next(/ready/, 1), /no line \/ready\/: not within 1 ms; the last lines:\nlast words/)
  const waiting = console.next(/ready/, 1000)
  console.end('it ended with code 1')
  await assert.rejects(waiting, /it ended with code 1/)
  await assert.rejects(console.next(/ready/, 1000), /it ended with code 1/)
})
