import { createRealClock } from '../../tools/time/real-clock.ts'
import { listenForPipes, type PipeListener } from '../../tools/chaos/tcp-pipe.ts'
import { ScriptedPeer, type PeerOptions } from './scripted-peer.ts'
import type { WaitableClock } from '../virtual/virtual-clock.ts'

/** How often a condition is checked in real time, ms. */
const lookEveryMs = 2

/** Returns a clock of real time that tests can wait on: `until` checks every 2 ms and throws as the virtual clock does. */
export function createWaitableRealClock(): WaitableClock {
  const clock = createRealClock()
  return {
    ...clock,
    async until(condition, withinMs) {
      const start = clock.now()
      while (!condition()) {
        if (clock.now() - start > withinMs) throw new Error(`not within ${withinMs} ms: ${condition.toString()}`)
        await new Promise<void>((wake) => clock.set(wake, lookEveryMs))
      }
      return clock.now() - start
    },
  }
}

export interface TcpPeer extends PipeListener {
  peer: ScriptedPeer
}

/**
 * The scripted peer on real TCP and real time, for the real engine. Port 0 is any free one. `close` resets what is open. Time
 * is real, so keepAlive needs a grace that is enough on a busy machine: 3 s unless given.
 */
export async function listenAsPeer(port = 0, options: PeerOptions = {}): Promise<TcpPeer> {
  const peer = new ScriptedPeer(createWaitableRealClock(), { keepAliveGraceMs: 3000, ...options })
  const listener = await listenForPipes('127.0.0.1', port, peer.accept)
  return {
    peer,
    port: listener.port,
    async close() {
      for (const connection of peer.connections) connection.rst()
      await listener.close()
    },
  }
}
