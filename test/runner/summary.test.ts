import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFailures, readSummary } from './summary.ts'

test('the counts are read from TAP and from the spec form, with any end of line', () => {
  const tap = 'ok 1 - a\n# tests 6\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n'
  assert.deepEqual(readSummary(tap), { passed: 3, failed: 2, skipped: 1 })
  assert.deepEqual(readSummary(tap.replaceAll('#', '\u2139').replaceAll('\n', '\r\n')), readSummary(tap))
})

test('what a test prints itself does not count', () => {
  assert.deepEqual(readSummary('# pass 99\n# fail 0\n# pass 1\n# fail 1\n'), { passed: 1, failed: 1, skipped: 0 })
})

test('a process that broke down has no summary', () => {
  assert.equal(readSummary('Error: no such file\n    at pass 3\n'), undefined)
})

test('of a failed run the failing tests are shown, and all but what passed when it names none', () => {
  assert.equal(readFailures('\u2714 a\n\u2716 failing tests:\n\n\u2716 b\n'), '\u2716 failing tests:\n\n\u2716 b\n')
  assert.equal(readFailures('\u2714 a (1ms)\n\u2716 b\nError: x\n'), '\u2716 b\nError: x\n')
})
