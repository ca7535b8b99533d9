import type { Random } from '../../../tools/chaos/random.ts'
import type { ChaosRelay } from '../../../tools/chaos/relay.ts'
import type { Bench } from '../../rig/bench.ts'
import { badDownlink } from '../fuzz/fuzz-downlink.ts'
import { connack, packet, propertySetTopic, publish } from '../../peer/scripted-peer.ts'

/** A board, its peer, and the chaos proxy between them. */
export interface World {
  bench: Bench
  relay: ChaosRelay
  random: Random
}

/** Causes a trouble; returns a function that ends it, where that is needed. */
export type Trouble = (world: World) => void | (() => void)

const nothing = (): void => undefined

/** The server is like that from the next connection on, which comes at once. */
function nextSession({ bench }: World, prepare: () => void): () => void {
  prepare()
  bench.connection.rst()
  return () => bench.peer.off('connect').off('subscribe').onOpen(nothing)
}

/** Connects are met with that. */
function unreachable({ bench }: World, answer: 'refused' | 'dns-failed' | 'black-hole'): () => void {
  bench.answers(answer)
  bench.connection.rst()
  return () => bench.answers('open')
}

const onTheWire: Readonly<Record<string, Trouble>> = {
  'connection reset': ({ bench }) => bench.connection.rst(),
  'connection ended': ({ bench }) => bench.connection.fin(),
  'cable cut'({ bench }) {
    bench.network.cutAll()
    bench.peer.abandonAll()
  },
  refused: (world) => unreachable(world, 'refused'),
  'no DNS': (world) => unreachable(world, 'dns-failed'),
  'connects vanish': (world) => unreachable(world, 'black-hole'),
  delayed({ relay, random }) {
    relay.set('both', { mode: 'delay', ms: random.below(3000), extraMs: random.below(5000), extraPercent: 30 })
  },
  stalled({ relay, random }) {
    relay.set(random.pick(['up', 'down', 'both']), { mode: 'stall' })
  },
  'cut in mid packet'({ relay, random }) {
    relay.set(random.pick(['up', 'down']), { mode: 'cut', bytes: random.below(300), how: random.pick(['rst', 'fin']) })
  },
  'in small pieces'({ relay, random }) {
    relay.set('both', { mode: 'split', upTo: 1 + random.below(20), gapMs: random.below(50) })
  },
  'peer reads nothing'({ bench }) {
    const { connection } = bench
    connection.pause()
    return () => connection.resume()
  },
}

const atTheServer: Readonly<Record<string, Trouble>> = {
  mute: ({ bench }) => bench.connection.mute(),
  'no CONNACK': (world) => nextSession(world, () => world.bench.peer.on('connect', nothing)),
  'no SUBACK': (world) => nextSession(world, () => world.bench.peer.on('subscribe', nothing)),
  'CONNACK refused': (world) =>
    nextSession(world, () => {
      world.bench.peer.on('connect', (connection) => connection.send(connack(1 + world.random.below(5))))
    }),
  'SUBACK refused': (world) =>
    nextSession(world, () => {
      world.bench.peer.on('subscribe', (connection, { packetId }) => {
        connection.send(packet(0x90, Buffer.from([packetId >> 8, packetId & 0xff, 0x80])))
      })
    }),
  'kicked after each CONNACK': (world) =>
    nextSession(world, () => {
      world.bench.peer.on('connect', (connection, connect) => {
        connection.answer(connect)
        world.bench.clock.set(() => connection.rst(), world.random.below(100))
      })
    }),
  'no MQTT at all': (world) =>
    nextSession(world, () => {
      world.bench.peer.onOpen((connection) => connection.send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')))
    }),
  'spoilt downlink'({ bench, random }) {
    bench.connection.send(badDownlink(random, bench.connection.device))
  },
  'too large'({ bench, random }) {
    const payload = 'x'.repeat(2_048 + random.below(8_000))
    const topicName = propertySetTopic(bench.connection.device)
    bench.connection.send(publish({ topicName, payload, qos: random.chance(50) ? 1 : 0, packetId: 0xfff0 }))
  },
  'burst of 200 sets'({ bench, random }) {
    for (let i = 0; i < 200; i++) bench.set(random.below(2))
  },
}

const inTheAir: Readonly<Record<string, Trouble>> = {
  'Wi-Fi gone'({ bench }) {
    bench.board.wifi.drop()
    return () => bench.board.wifi.up()
  },
  'Wi-Fi throws us out': ({ bench }) => bench.board.wifi.kick(),
  'another address'({ bench, random }) {
    bench.board.wifi.ip = `192.0.2.${2 + random.below(250)}`
    bench.board.wifi.kick()
  },
  'no route'({ bench }) {
    bench.board.wifi.jam()
    return () => bench.board.wifi.unjam()
  },
  'Wi-Fi never calls back'({ bench }) {
    bench.board.wifi.callbacks = 'never'
    bench.board.wifi.kick()
    return () => (bench.board.wifi.callbacks = 'always')
  },
  'Wi-Fi password changed'({ bench }) {
    const { ssid, password } = bench.device.config.wifi
    bench.board.wifi.appear({ ssid, password: `not ${password}` })
    bench.board.wifi.kick()
    return () => bench.board.wifi.appear({ ssid, password })
  },
}

const inTheBoard: Readonly<Record<string, Trouble>> = {
  'interpreter blocked'({ bench, random }) {
    const ms = random.below(250_000)
    bench.board.block(ms)
    return () => bench.pass(ms)
  },
  'out of memory'({ bench }) {
    // Kaluma ends; only a watchdog helps, which runs from the first ready on.
    if (bench.device.kaluma !== undefined) return endOfEngine(bench)
    const before = bench.log.with('OUT OF MEMORY').length
    bench.board.runOutOfMemory()
    return () => bench.until(() => bench.log.with('OUT OF MEMORY').length > before, 2_000)
  },
  'reset button': ({ bench }) => bench.board.reboot(),
  'power cut'({ bench, random }) {
    bench.board.powerOff(random.pick(['silent', 'reset']))
    bench.device.restarted('power-on')
    return () => bench.boot()
  },
  'clock jumps'({ bench, random }) {
    bench.board.evaluate(`setTime(getTime() + ${random.below(20) - 10} * 31536000)`)
  },
}

function endOfEngine(bench: Bench): (() => void) | void {
  if (!bench.log.isReady) return
  const { boots } = bench.board
  bench.board.runOutOfMemory()
  return () => bench.until(() => bench.board.boots > boots, 20_000)
}

/** What Kaluma has not: a clock, and a call to join that never calls back. */
export const notOnKaluma: readonly string[] = ['clock jumps', 'Wi-Fi never calls back']

/** What the board writes meanwhile leaves it at once when the air is back: no rate of packets is to be seen there. */
export const troublesInTheAir: readonly string[] = Object.keys(inTheAir)

/** All that can befall a board, by name. */
export const troubles: Readonly<Record<string, Trouble>> = { ...onTheWire, ...atTheServer, ...inTheAir, ...inTheBoard }
