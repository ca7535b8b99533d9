import type { BoardCounts } from '../counts.ts'
import type { Transport } from '../network/pipe.ts'
import type { Radio } from '../network/radio.ts'
import { CHeap } from './c-heap.ts'
import { Engine, type EngineHost } from './engine.ts'
import { offerGlobals } from './globals.ts'
import type { Gpio } from './gpio.ts'
import { offerModules, type ModuleParts } from './modules.ts'
import { NetDevice } from './net-device.ts'
import { offerPins } from './pin-globals.ts'
import type { Rand } from './rand.ts'
import { Tcp } from './tcp.ts'
import { Watches } from './watches.ts'
import { createWifiDevice } from './wifi-device.ts'

export interface KalumaRunParts extends EngineHost, ModuleParts {
  readonly radio: Radio
  readonly transport: Transport
  readonly gpio: Gpio
  readonly rand: Rand
  /** When the chip started, ms on the clock's scale. */
  readonly bootAt: number
}

/** One run of Kaluma's engine with everything that belongs to it. */
export class KalumaRun {
  readonly engine: Engine
  readonly heap: CHeap
  private readonly tcp: Tcp
  private readonly net: NetDevice
  private readonly watches: Watches

  constructor(parts: KalumaRunParts) {
    const { radio, transport } = parts
    this.engine = new Engine({
      ...{ clock: parts.clock, console: parts.console, watchdog: parts.watchdog },
      lost: (error) => parts.lost(error),
      hung: (reason) => {
        this.tcp.abandon('silent')
        parts.hung(reason)
      },
    })
    this.tcp = new Tcp(this.engine, radio, transport, parts.clock)
    this.heap = new CHeap(() => this.tcp.unsent)
    this.net = new NetDevice(this.engine, { radio, transport, tcp: this.tcp, heap: this.heap })
    this.watches = new Watches(this.engine, parts.gpio)
    offerGlobals(this.engine, this.heap, parts.rand, parts.bootAt)
    offerPins(this.engine, parts.gpio, this.watches)
    offerModules(this.engine, parts)
    Object.assign(this.engine.realm.globals, {
      __ieee80211dev: createWifiDevice(this.engine, radio),
      __netdev: this.net.object,
    })
    const nothing = (): void => undefined
    const link = (state: 'up' | 'down' | 'stranded'): void => this.tcp.setLink(state)
    radio.attach({ associated: nothing, online: nothing, disconnected: nothing, link })
  }

  /** Runs the program. Returns false when it threw: Kaluma then starts again without it. */
  load(program: Uint8Array): boolean {
    this.engine.loop.beginTurn()
    let parsed = true
    return (
      this.engine.guard(
        () => void this.engine.run(Buffer.from(program).toString('utf8')),
        (error) => {
          parsed = !String(error).startsWith('SyntaxError')
          this.engine.printError(error, true)
        },
      ) ||
      !parsed ||
      !this.engine.alive
    )
  }

  /** Ends the run as a power cut or a reset of the chip does. `sockets`: what peers get. */
  abandon(sockets: 'silent' | 'reset'): void {
    this.engine.stop()
    this.tcp.abandon(sockets)
  }

  press(pin: number): void {
    if (this.engine.alive) this.watches.press(pin, 0)
  }

  get socketsTaken(): number {
    return this.net.taken
  }

  get refusedAt(): number | undefined {
    return this.net.refusedAt
  }

  replaceRandom(random: () => number): void {
    const math = this.engine.realm.intrinsics['Math'] as unknown as Record<string, unknown>
    math['random'] = this.engine.native(random)
  }

  counts(): BoardCounts {
    const { loop } = this.engine
    return {
      sockets: this.net.used,
      timers: loop.timers.count,
      // There are no events, and what the stack does not take it refuses.
      listeners: 0,
      sendQueueBytes: 0,
      receiveQueueBytes: this.tcp.waitingBytes,
      queuedEvents: loop.waiting,
    }
  }
}
