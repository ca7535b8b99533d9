import { createBoard, type Board, type ResetCause } from '../../tools/board/board.ts'
import type { BoardCounts } from '../../tools/board/counts.ts'
import type { Clock } from '../../tools/time/clock.ts'
import type { FlashStorage } from '../../tools/storage/flash-storage.ts'
import type { PinEdge } from '../../tools/board/pins/pins.ts'
import { profiles } from '../../tools/board/profile.ts'
import type { RadioOptions } from '../../tools/board/network/radio.ts'
import { createRandom } from '../../tools/chaos/random.ts'
import type { MemoryNetwork } from '../virtual/memory-network.ts'
import type { RawPacket } from '../peer/packet-splitter.ts'
import { BoardLog } from './board-log.ts'
import { script as built } from './bundle.ts'
import { HeldBytes } from './held-bytes.ts'
import { deviceJson, type DeviceJson } from './identity.ts'
import { SetOracle } from './set-oracle.ts'
import { WireTap } from './wire-tap.ts'

/** How a board connects. esp32: net.connect blocks and throws. esp8266: its outcome comes later, as an event. */
export type Habit = 'esp32' | 'esp8266'

export interface DeviceOptions {
  habit?: Habit
  config?: DeviceJson
  /** The built script of another application than the switch. */
  app?: string
  /** Runs instead of the built script; `config` is then inside it, not a file. */
  script?: string
  /** Seed of the board's Math.random; the same seed gives the same run. */
  seed?: number | string
  /** Replaces the board's Math.random. */
  random?: () => number
  wifi?: RadioOptions
  storage?: FlashStorage
  epochMs?: number
}

/** The longest fixed header, bytes. */
const headerBytes = 5
const budgetBytes = 2048

/** The built firmware in a simulated board, with a record of everything that the invariants need. */
export class Device {
  readonly board: Board
  readonly log = new BoardLog()
  readonly tap: WireTap
  readonly oracle: SetOracle
  readonly held: HeldBytes
  readonly config: DeviceJson
  readonly habit: Habit
  readonly resets: ResetCause[] = []
  /** When CONNECT and PUBLISH packets went out, ms. */
  readonly connectsAt: number[] = []
  readonly publishesAt: number[] = []
  /** When the interpreter was started, ms: then it has lost the counts by which it keeps its rates. */
  readonly startsAt: number[] = []
  /** Invariants broken on the way. */
  readonly broken: string[] = []
  /** Secrets that must not show in the log. */
  readonly secrets: Set<string>
  peakSendQueueBytes = 0
  /** When bytes last reached the board, ms. */
  lastHeardAt = 0
  /** Called at each pin edge, within the call that drives the pin. */
  onEdge: (edge: PinEdge) => void = () => undefined

  constructor(
    private readonly clock: Clock,
    network: MemoryNetwork,
    options: DeviceOptions = {},
  ) {
    this.config = options.config ?? deviceJson()
    this.habit = options.habit ?? 'esp32'
    const { wifi, aliyun } = this.config
    this.secrets = new Set([wifi.password, aliyun.deviceSecret])
    this.tap = new WireTap(clock, network, {
      dialling: () => this.dialling(),
      up: (packet) => this.sent(packet),
      down: (packet) => this.oracle.arrived(packet),
      chunk: () => this.heard(),
    })
    this.oracle = new SetOracle(this.config, () => this.board)
    this.held = new HeldBytes(() => this.board)
    this.board = this.createBoard(options)
  }

  counts(): BoardCounts {
    return this.board.counts()
  }

  /** Drops the times noted so far. */
  forget(): void {
    for (const times of [this.connectsAt, this.publishesAt, this.startsAt, this.tap.dialledAt]) times.length = 0
    this.resets.length = 0
  }

  /** The most the firmware may hold: a packet of the budget and the chunk that went past it. */
  get heldAtMost(): number {
    return budgetBytes + headerBytes + profiles[this.habit].chunkBytes
  }

  private createBoard(options: DeviceOptions): Board {
    const { wifi } = this.config
    const { app = built, script = app } = options
    return createBoard({
      ...{ script, clock: this.clock, transport: this.tap, profile: this.habit },
      blockingConnect: this.habit === 'esp32',
      files: options.script === undefined ? { 'device.json': JSON.stringify(this.config) } : {},
      wifi: { accessPoints: [{ ssid: wifi.ssid, password: wifi.password }], ...options.wifi },
      random: options.random ?? createRandom(options.seed ?? this.config.aliyun.deviceName).next,
      ...(options.storage === undefined ? {} : { storage: options.storage }),
      ...(options.epochMs === undefined ? {} : { epochMs: options.epochMs }),
      onPrint: this.log.add,
      onPin: (edge) => {
        this.oracle.edge(edge)
        this.onEdge(edge)
      },
      onReset: (cause) => this.restarted(cause),
      onStart: () => this.startsAt.push(this.clock.now()),
    })
  }

  /** Called when the interpreter starts anew; a test must call it after a power cut, which is no reset. */
  restarted(cause: ResetCause): void {
    this.resets.push(cause)
    this.log.restarted()
    this.oracle.restarted()
    this.held.restarted()
  }

  /** I2: a board that opens a socket has no other one. */
  private dialling(): void {
    const { sockets } = this.counts()
    if (sockets > 1) this.broken.push(`I2: ${sockets} sockets at ${this.clock.now()} ms`)
  }

  private sent({ firstByte, body }: RawPacket): void {
    const type = firstByte >> 4
    if (type === 1) {
      this.connectsAt.push(this.clock.now())
      const passwordAt = body.length - 64
      this.secrets.add(body.toString('latin1', passwordAt))
    }
    if (type === 3) this.publishesAt.push(this.clock.now())
    this.sample()
  }

  private heard(): void {
    this.lastHeardAt = this.clock.now()
    this.held.sample()
  }

  private sample(): void {
    this.held.sample()
    this.peakSendQueueBytes = Math.max(this.peakSendQueueBytes, this.counts().sendQueueBytes)
  }
}
