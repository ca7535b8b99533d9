import assert from 'node:assert/strict'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import type { Step } from '../../../tools/chaos/modes.ts'
import { createRandom, type Random } from '../../../tools/chaos/random.ts'
import { randomSteps } from '../../../tools/chaos/random-steps.ts'
import { ChaosRelay } from '../../../tools/chaos/relay.ts'
import { listenForPipes } from '../../../tools/chaos/tcp-pipe.ts'
import type { WaitableClock } from '../../virtual/virtual-clock.ts'
import type { Bench } from './bench.ts'
import type { GivenEngine } from './engines.ts'
import type { Fault } from './fault-case.ts'
import { Rig } from './rig.ts'

const timeScale = 20
const lastsMs = 600_000
const setEveryMs = 5000
const seed = 'F50'
/** Fewer, and the faults did not befall it. */
const leastConnections = 8

export const randomFaults: readonly Fault[] = [
  {
    name: 'F50: ten minutes of scaled time with faults at random, sets all the while, and the five invariants at the end',
    aboutS: 60,
    run: tenMinutes,
  },
]

async function tenMinutes(bench: Bench, engine: GivenEngine): Promise<void> {
  const random = createRandom(`${seed} ${engine.name}`)
  let relay: ChaosRelay | undefined
  const between = async (port: number, clock: WaitableClock): Promise<number> => {
    const to = { transport: createTcpTransport(), host: '127.0.0.1', port }
    const stepsFor = (): Step[] => (clock.now() < lastsMs ? possible(randomSteps(random, lastsMs)) : [])
    relay = new ChaosRelay({ clock, to, random, stepsFor })
    const listener = await listenForPipes('127.0.0.1', 0, relay.accept)
    bench.atEnd(async () => {
      relay?.closeAll()
      await listener.close()
    })
    return listener.port
  }
  const rig = await Rig.start(bench, { engine, timeScale, air: 'home', between })
  await rig.ready()
  // Once before the count: the console keeps the line that is typed.
  rig.device.type('wifi.drop()')
  await rig.readyAtRest()
  await disturb(rig, random)
  relay?.closeAll()
  await rig.onNextConnection('connect')
  await rig.readyForGood()
  assert.ok(rig.peer.connections.length > leastConnections, `only ${rig.peer.connections.length} connections`)
  await rig.assertHealedAfterLosses()
  assert.deepEqual(rig.device.said(/ bug |MEMORY/), [])
}

/** Sets at random, and now and then Wi-Fi is lost. */
async function disturb(rig: Rig, random: Random): Promise<void> {
  const { clock, peer, device } = rig
  let nextSetAt = clock.now()
  while (clock.now() < lastsMs) {
    await clock.until(() => clock.now() >= nextSetAt, 2 * setEveryMs + lastsMs)
    nextSetAt += random.below(2 * setEveryMs)
    if (random.chance(10)) device.type('wifi.drop()')
    if (peer.connections.at(-1)?.isOpen === true && peer.current.connect !== undefined)
      rig.set(random.chance(50) ? 1 : 0)
  }
}

/**
 * Only what TCP can do to its users: no byte is ever changed in it, and none is missing before later ones. A black hole
 * lasts until the connection ends.
 */
function possible(steps: readonly Step[]): Step[] {
  const holeAt = steps.findIndex(({ mode }) => mode.mode === 'blackhole')
  const before = holeAt < 0 ? steps : steps.slice(0, holeAt + 1)
  return before.filter(({ mode }) => mode.mode !== 'corrupt')
}
