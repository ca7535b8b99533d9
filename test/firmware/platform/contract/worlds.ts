import { createBoard, type AnyBoard } from '../../../../tools/board/board.ts'
import { createKalumaBoard } from '../../../../tools/board/kaluma/kaluma-board.ts'
import type { Transport } from '../../../../tools/board/network/pipe.ts'
import { createMemoryNetwork, type MemoryPipe } from '../../../virtual/memory-network.ts'
import { createVirtualClock, type VirtualClock } from '../../../virtual/virtual-clock.ts'
import { platformScript } from './platform-script.ts'

/** A board around a script, in range of the network `Home`, with a host `peer.test` that listens on port 1883. */
export interface World {
  readonly board: AnyBoard
  readonly clock: VirtualClock
  /** What the script printed. */
  readonly lines: string[]
  /** Connections at the peer's end, and what arrived in all of them. */
  readonly peer: { pipes: MemoryPipe[]; heard: string }
  /** How often the board was reset. */
  readonly resets: () => number
}

/** A runtime, and names that differ between boards. */
export interface Runtime {
  readonly name: string
  /** A pin of the board. */
  readonly pin: string
  /** A name that no pin of it has. */
  readonly noPin: string
  /** How long its watchdog waits at least and at most, s. */
  readonly watchdogS: readonly [number, number]
  create(script: string): World
}

type Make = (options: {
  readonly script: string
  readonly world: Omit<World, 'board' | 'resets'>
  readonly onReset: () => void
}) => AnyBoard

function runtime(make: Make): Runtime['create'] {
  return (script) => {
    const clock = createVirtualClock()
    const world = { clock, lines: [], peer: { pipes: [], heard: '' } } as Omit<World, 'board' | 'resets'>
    let resets = 0
    const board = make({ script, world, onReset: () => (resets += 1) })
    return { ...world, board, resets: () => resets }
  }
}

function surroundings({ clock, lines, peer }: Omit<World, 'board' | 'resets'>) {
  const network = createMemoryNetwork(clock)
  network.listen('peer.test', 1883, (pipe) => {
    peer.pipes.push(pipe)
    pipe.onData = (bytes) => (peer.heard += Buffer.from(bytes).toString('latin1'))
  })
  // A board that blocks while a name is looked up has to know what comes of it.
  const transport: Transport = {
    connect: (...args) => network.connect(...args),
    foresee: (host) => ({ answer: host === 'peer.test' ? 'open' : 'dns-failed', afterMs: 2 }),
  }
  return {
    ...{ clock, transport, wifi: { accessPoints: [{ ssid: 'Home', password: 'secret-1' }] } },
    onPrint: (line: string) => lines.push(line),
  }
}

const espruino = await platformScript('espruino')
const kaluma = await platformScript('kaluma')

export const runtimes: readonly Runtime[] = [
  {
    ...{ name: 'Espruino', pin: 'D4', noPin: 'GP4', watchdogS: [290, 310] },
    create: runtime(({ script, world, onReset }) =>
      createBoard({ script: `${espruino}\n${script}`, ...surroundings(world), onReset }),
    ),
  },
  {
    ...{ name: 'Kaluma', pin: 'GP4', noPin: 'GP23', watchdogS: [8, 8.4] },
    create: runtime(({ script, world, onReset }) =>
      createKalumaBoard({ script: `${kaluma}\n${script}`, ...surroundings(world), onReset }),
    ),
  },
]
