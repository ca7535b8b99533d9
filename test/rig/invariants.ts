import assert from 'node:assert/strict'
import type { BoardCounts } from '../../tools/board/counts.ts'
import { assertConnectRate, assertPublishRate } from '../peer/rate-limits.ts'
import type { Device } from './device.ts'

/** The most that the firmware keeps of owed replies, bytes. */
const owedBytes = 3072
/** The most that waits to be written, bytes: five PUBLISHes of a slot, and PUBACKs of what arrives meanwhile; SUBSCRIBEs beside. */
const sendQueueBytes = 2048

/** Invariants I1 to I4 and the log, for one board, over all that has happened to it. */
export function assertKept(device: Device): void {
  assert.deepEqual([...device.oracle.broken, ...device.broken], [])
  betweenStarts(device, device.connectsAt).forEach(assertConnectRate)
  betweenStarts(device, device.publishesAt).forEach(assertPublishRate)
  const { peak } = device.held
  const most = device.heldAtMost + owedBytes
  assert.ok(peak <= most, `I3: the firmware held ${peak} bytes, at most ${most} are allowed`)
  const queued = device.peakSendQueueBytes
  const allowed = sendQueueBytes + device.mostSubscribeBytes
  assert.ok(queued <= allowed, `I3: ${queued} bytes waited to be sent, at most ${allowed} are allowed`)
  assertNoSecret(device)
  const bugs = device.log.lines.filter(({ text }) => / E link bug|Uncaught|ERROR: Error processing/.test(text))
  assert.deepEqual(bugs, [], 'the firmware threw')
  assert.deepEqual(device.kaluma?.lostErrors ?? [], [], 'the firmware threw in a callback of a driver')
}

/** Divides times by runs of the interpreter: a power cut makes it lose the counts by which it keeps its rates. */
function betweenStarts({ startsAt }: Device, times: readonly number[]): number[][] {
  const starts = [-Infinity, ...startsAt, Infinity]
  return starts.slice(1).map((end, i) => times.filter((at) => at >= (starts[i] ?? 0) && at < end))
}

/** Invariant I2: nothing was left behind. */
export function assertCounts(device: Device, before: BoardCounts): void {
  assert.deepEqual(device.counts(), before, 'I2: sockets, timers, listeners and bytes are not back where they were')
}

function assertNoSecret({ log, secrets }: Device): void {
  for (const secret of secrets) {
    const line = log.lines.find(({ text }) => text.includes(secret))
    assert.equal(line, undefined, 'a secret stands in the log')
  }
}
