import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { PahoBroker } from './broker.ts'

/** CONNECT of client "x" whose reserved flag is set, which [MQTT-3.1.2-3] forbids. */
const brokenConnect = Buffer.from([
  ...[0x10, 13], // CONNECT, remaining length
  ...[0, 4, 0x4d, 0x51, 0x54, 0x54, 4], // "MQTT", level 4
  ...[0b0000_0011, 0, 60], // clean session and the reserved bit; keepAlive 60 s
  ...[0, 1, 0x78], // clientId "x"
])
const noticedMs = 10_000

/** Breaks a rule and asserts that the broker says so in a way that `errors` finds: a detector that is deaf proves nothing. */
export async function checkDetector(broker: PahoBroker): Promise<string> {
  assert.equal(broker.errors.length, 0)
  const socket = connect(broker.port, '127.0.0.1')
  // The broker may close by FIN or RST.
  socket.on('error', () => undefined).end(brokenConnect)
  // Before it come [MQTT-3.1.4-1], which is the server's duty, and a stack.
  const line = await broker.console.next(/^ERROR .*\[MQTT-3\.1\.2-3\]/, noticedMs)
  socket.destroy()
  assert.ok(broker.errors.includes(line))
  return line
}
