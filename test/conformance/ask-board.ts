import { createBoard } from '../../tools/board/board.ts'
import { profiles } from '../../tools/board/profile.ts'
import type { Transport } from '../../tools/board/network/pipe.ts'
import { createMemoryNetwork } from '../virtual/memory-network.ts'
import { createVirtualClock } from '../virtual/virtual-clock.ts'
import type { Probe } from './probe.ts'
import { questionnaire, readAnswers, servePeer } from './questionnaire.ts'

const port = 7000
const refusedPort = 1
/** More than all probes together may take. */
const enoughMs = 200_000

/** Asks the simulated board, as an ESP32 that has a network without Wi-Fi. */
export function askBoard(probes: readonly Probe[]): (string | undefined)[] {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  network.listen('127.0.0.1', port, (pipe) => {
    pipe.onData = (bytes) => servePeer(Buffer.from(bytes).toString('latin1'), pipe)
  })
  const lines: string[] = []
  const transport: Transport = {
    connect: (...args) => network.connect(...args),
    foresee: (host, to) => {
      if (host !== '127.0.0.1') return { answer: 'dns-failed', afterMs: 1 }
      return { answer: to === refusedPort ? 'refused' : 'open', afterMs: 1 }
    },
  }
  const board = createBoard({
    script: questionnaire(probes, { port, refusedPort, block: '' }),
    profile: { ...profiles.esp32, modules: profiles.esp32.modules.filter((name) => name !== 'Wifi') },
    ...{ clock, transport },
    onPrint: (line) => lines.push(line),
    onStart: () => board.offer('BLOCK', (ms) => board.block(Number(ms))),
  })
  board.boot()
  clock.advance(enoughMs)
  board.powerOff()
  return readAnswers(lines, probes.length)
}
