import { createBoard, type Board, type BoardOptions } from '../../tools/board/board.ts'
import type { Transport } from '../../tools/board/network/pipe.ts'
import { createMemoryNetwork, type MemoryNetwork, type MemoryPipe } from '../virtual/memory-network.ts'
import { createVirtualClock, type VirtualClock } from '../virtual/virtual-clock.ts'

export const host = 'broker.test'
export const port = 1883

export interface Bench {
  board: Board
  clock: VirtualClock
  network: MemoryNetwork
  /** What the board printed. */
  lines: string[]
  /** What reached the far end, and its pipes, newest last. */
  peer: { heard: string; pipes: MemoryPipe[] }
}

/** A board on a virtual clock, with one access point `Home` (open) and a peer at broker.test:1883. Booted. */
export function bench(script: string, options: Partial<BoardOptions> = {}): Bench {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  const lines: string[] = []
  const peer: Bench['peer'] = { heard: '', pipes: [] }
  network.listen(host, port, (pipe) => {
    peer.pipes.push(pipe)
    pipe.onData = (bytes) => (peer.heard += Buffer.from(bytes).toString('latin1'))
  })
  const board = createBoard({
    ...{ script, clock, transport: network },
    wifi: { accessPoints: [{ ssid: 'Home' }] },
    onPrint: (line) => lines.push(line),
    ...options,
  })
  board.boot()
  return { board, clock, network, lines, peer }
}

/** A script that joins Home and then runs `then`. */
export function joined(then: string): string {
  return `require("Wifi").connect("Home",{},function(e){if(e){print("join: "+e);return}${then}})`
}

/** A transport that foresees one answer for every connect. */
export function foreseeing(
  network: MemoryNetwork,
  answer: 'open' | 'refused' | 'dns-failed' | 'black-hole',
): Transport {
  return { connect: (...args) => network.connect(...args), foresee: () => ({ answer, afterMs: 2 }) }
}
