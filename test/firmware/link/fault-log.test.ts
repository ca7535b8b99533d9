import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logFault } from '../../../firmware/link/fault-log.ts'
import { log, startLog } from '../../../firmware/log.ts'
import { meaningOf } from '../../../firmware/mqtt/packet.ts'
import { createFakeBoard } from '../support/fake-board.ts'

/** The line of a fault, without time. */
function lineOf(
  ...[fault, returnCode, waitMs, attempt]: [Parameters<typeof logFault>[0], number, number, number]
): string {
  const fake = createFakeBoard()
  startLog()
  logFault(fault, returnCode, '/sys/a/b/set', waitMs, attempt)
  return fake.seen('log').join('\n')
}

test('a fault is one line: its word, the wait in seconds with one digit behind the point, the attempt', () => {
  assert.equal(lineOf('socket-closed', 5, 1549, 1), 'W mqtt socket-closed, retry in 1.5 s (attempt 1)')
  assert.equal(lineOf('open-refused', 0, 1550, 12), 'W mqtt open-refused, retry in 1.6 s (attempt 12)')
  assert.equal(lineOf('bug', 0, 60_000, 3), 'W mqtt bug, retry in 60 s (attempt 3)')
})

test('a fault that a person can mend says more', () => {
  assert.equal(
    lineOf('connack-refused', 4, 60_000, 1),
    'W mqtt connack-refused 4 bad user name or password, retry in 60 s (attempt 1)',
  )
  assert.equal(lineOf('suback-refused', 0, 60_000, 1), 'W mqtt suback-refused /sys/a/b/set, retry in 60 s (attempt 1)')
  assert.match(
    lineOf('identity-stolen', 0, 61_000, 3),
    /^W mqtt identity-stolen: another device uses this identity\?, /,
  )
})

test('the return codes of CONNACK are called as the standard calls them', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6].map((code) => meaningOf(code)),
    [
      ...['unknown', 'protocol version', 'identifier rejected', 'server unavailable'],
      ...['bad user name or password', 'not authorized', 'unknown'],
    ],
  )
})

test('a line begins with the seconds since the start, to the millisecond', () => {
  const fake = createFakeBoard()
  const lines: string[] = []
  Object.assign(fake.board, { print: (line: string) => lines.push(line) })
  fake.clock.advance(5_000)
  startLog()
  for (const ms of [0, 7, 12_345 - 7, 86_400_000]) {
    fake.clock.advance(ms)
    log('I x')
  }
  assert.deepEqual(lines, ['00000.000 I x', '00000.007 I x', '00012.345 I x', '86412.345 I x'])
})
