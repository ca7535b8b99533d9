import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { GivenEngine } from './engines.ts'
import type { Fault } from './fault-case.ts'
import { Rig } from './rig.ts'

/** Hours in minutes: a CONNECT in each 30 s is all that the firmware allows itself. */
const timeScale = 300
const reconnects = 1000

/** What a thousand sessions, each ended by the server at another moment, leave behind. */
export const reconnectFaults: readonly Fault[] = [
  {
    name: `reconnects: ${reconnects} of them in scaled time leave as many JsVars, timers and sockets as before`,
    aboutS: 200,
    load: 'hurries',
    run: reconnectOften,
  },
]

async function reconnectOften(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale, keepAliveS: 1200 })
  await rig.readyAtRest()
  const first = rig.peer.connections.length
  endAtDifferentMoments(rig)
  rig.connection.rst()
  await rig.clock.until(() => rig.peer.connections.length >= first + reconnects, 1000 * 120 * reconnects)
  for (const type of ['connect', 'subscribe'] as const) rig.peer.off(type)
  await rig.readyForGood()
  await rig.assertHealed()
  const { vars } = await rig.device.heldAtRest()
  bench.figure(`jsVarsAfterReconnects.${engine.name}`, vars - rig.heldBefore.vars)
  assert.deepEqual(rig.device.said(/ bug |MEMORY/), [])
}

/** Of five connections in a row one is reset before CONNACK, one after it, one in the middle of a packet ... */
function endAtDifferentMoments({ peer }: Rig): void {
  peer.on('connect', (connection, packet) => {
    if (connection.index % 5 === 0) return connection.rst()
    connection.answer(packet)
    if (connection.index % 5 === 1) connection.rst()
  })
  peer.on('subscribe', (connection, packet) => {
    if (connection.index % 5 === 2) return connection.fin()
    connection.answer(packet)
    if (connection.index % 5 === 3) connection.send(Buffer.from([0x32, 0x7f, 0, 9]))
    if (packet.packetId === 2) connection.rst()
  })
}
