import {
  createKalumaBoard,
  type KalumaBoard,
  type KalumaBoardOptions,
} from '../../../../tools/board/kaluma/kaluma-board.ts'
import type { Foreseen, Transport } from '../../../../tools/board/network/pipe.ts'
import { createMemoryNetwork, type MemoryNetwork, type MemoryPipe } from '../../../virtual/memory-network.ts'
import { createVirtualClock, type VirtualClock } from '../../../virtual/virtual-clock.ts'

export const host = 'broker.test'
export const port = 1883

export interface KalumaBench {
  board: KalumaBoard
  clock: VirtualClock
  network: MemoryNetwork
  /** Returns what was printed since the last call. */
  said(): string[]
  /** Why it hung, each time. */
  hung(): string[]
  /** What reached the far end, and its pipes, newest last. */
  peer: { heard: string; pipes: MemoryPipe[]; ended: number }
}

/** What stands before every script: a line, joining the network "Home", and a socket to the peer. */
const preamble = `
function say(x){print(String(x)+"\\n")}
function join(){__ieee80211dev.connect({ssid:"Home",password:"",enforce:true},function(){});return __ieee80211dev.errno}
function open(t){var f=__netdev.socket("AF_INET","STREAM"),s=__netdev.get(f);s.connect_cb=function(){t(f,s)};__netdev.connect(f,"${host}",${port});return f}
`

/** A Kaluma board on a virtual clock, with an open network "Home" and a peer at broker.test:1883. Booted. */
export function kaluma(script: string, options: Partial<KalumaBoardOptions> = {}): KalumaBench {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  const lines: string[] = []
  const peer: KalumaBench['peer'] = { heard: '', pipes: [], ended: 0 }
  network.listen(host, port, (pipe) => {
    peer.pipes.push(pipe)
    pipe.onData = (bytes) => (peer.heard += Buffer.from(bytes).toString('latin1'))
    pipe.onEnd = () => void peer.ended++
  })
  const board = createKalumaBoard({
    ...{ script: preamble + script, clock, transport: network },
    wifi: { accessPoints: [{ ssid: 'Home' }] },
    onPrint: (line) => lines.push(line),
    ...options,
  })
  board.boot()
  const hung = (): string[] => board.hangs.map(({ reason }) => reason)
  return { board, clock, network, said: () => lines.splice(0), hung, peer }
}

/** A transport that foresees one answer for every connect. */
export function foreseeing(network: MemoryNetwork, foreseen: Foreseen): Transport {
  return { connect: (...args) => network.connect(...args), foresee: () => foreseen }
}
