import type { Pipe } from '../../../tools/board/network/pipe.ts'
import type { Mode } from '../../../tools/chaos/modes.ts'
import { createRandom } from '../../../tools/chaos/random.ts'
import { ChaosRelay } from '../../../tools/chaos/relay.ts'
import type { StepsFor } from '../../../tools/chaos/script.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import type { MemoryPipe } from '../../virtual/memory-pipe.ts'
import { createVirtualClock, type VirtualClock } from '../../virtual/virtual-clock.ts'

export interface ChaosBench {
  clock: VirtualClock
  relay: ChaosRelay
  network: ReturnType<typeof createMemoryNetwork>
  device: Pipe
  cloud: MemoryPipe
  /** What the ends heard: the time since the link opened in ms, and the text, 'end' or 'reset'. */
  atDevice: string[]
  atCloud: string[]
  /** What the relay said. */
  events: string[]
  set(direction: 'up' | 'down' | 'both', mode: Mode): void
}

/** A device, a relay and a cloud in memory; 1 ms from the device to the relay and 1 ms from there to the cloud. */
export function createChaosBench(stepsFor?: StepsFor): ChaosBench {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  const events: string[] = []
  const clouds: MemoryPipe[] = []
  const devices: Pipe[] = []
  const relay = new ChaosRelay({
    clock,
    to: { transport: network, host: 'cloud', port: 1883 },
    random: createRandom('bench'),
    ...(stepsFor === undefined ? {} : { stepsFor }),
    onEvent: ({ connection, text }) => events.push(`#${connection} ${text}`),
  })
  network.listen('cloud', 1883, (pipe) => clouds.push(pipe))
  network.listen('relay', 1883, relay.accept)
  network.connect('relay', 1883, false, (answer) => typeof answer !== 'string' && devices.push(answer))
  clock.runUntil(() => relay.open === 1, { withinMs: 100 })
  const [device, cloud] = [devices[0], clouds[0]]
  if (device === undefined || cloud === undefined) throw new Error('the link did not open')
  const start = clock.now()
  return {
    ...{ clock, relay, network, device, cloud, events },
    atDevice: listen(device, () => clock.now() - start),
    atCloud: listen(cloud, () => clock.now() - start),
    set: (direction, mode) => relay.set(direction, mode),
  }
}

function listen(pipe: Pipe, now: () => number): string[] {
  const heard: string[] = []
  pipe.onData = (bytes) => heard.push(`${now()} ${Buffer.from(bytes).toString('latin1')}`)
  pipe.onEnd = () => heard.push(`${now()} end`)
  pipe.onReset = () => heard.push(`${now()} reset`)
  return heard
}
