import { createBoard, type AnyBoard, type Board, type BoardOptions, type ResetCause } from '../../tools/board/board.ts'
import type { BoardCounts } from '../../tools/board/counts.ts'
import type { Clock } from '../../tools/time/clock.ts'
import { createKalumaBoard, type KalumaBoard } from '../../tools/board/kaluma/kaluma-board.ts'
import type { FlashStorage } from '../../tools/storage/flash-storage.ts'
import type { PinEdge } from '../../tools/board/pins/pins.ts'
import { segmentBytes } from '../../tools/board/kaluma/tcp.ts'
import { profiles } from '../../tools/board/profile.ts'
import type { RadioOptions } from '../../tools/board/network/radio.ts'
import { createRandom } from '../../tools/chaos/random.ts'
import type { MemoryNetwork } from '../virtual/memory-network.ts'
import type { RawPacket } from '../peer/packet-splitter.ts'
import { BoardLog } from './board-log.ts'
import { keptFile } from '../../firmware/keep/keep.ts'
import { lastRecord } from '../firmware/support/journal.ts'
import { picoScript, script as built } from './bundle.ts'
import { configFileOf, faultsAs, type FaultsAs } from './in-place-of-switch.ts'
import { HeldBytes } from './held-bytes.ts'
import { deviceJson, type DeviceJson } from './identity.ts'
import { picoPin, picoScriptWith, withPicoPins } from './pico-script.ts'
import { SetOracle } from './set-oracle.ts'
import { WireTap, type TapEvents } from './wire-tap.ts'

/**
 * How a board connects. esp32: net.connect blocks and throws. esp8266: its outcome comes later, as an event. pico-w: Kaluma, whose
 * driver tells little, and nothing of what has gone wrong.
 */
export type Habit = 'esp32' | 'esp8266' | 'pico-w'

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
  /** It may download something: a socket beside that of the link. */
  downloads?: boolean
  /** What is on the OneWire bus of each pin. */
  oneWire?: BoardOptions['oneWire']
}

/** The longest fixed header, bytes. */
const headerBytes = 5
const budgetBytes = 2048
/** Sockets of a Pico W at the most: the one in use, and those that were left alone; it has 16. */
const picoSockets = 13

/** The built firmware in a simulated board, with a record of everything that the invariants need. */
export class Device {
  readonly board: AnyBoard
  readonly log = new BoardLog()
  readonly tap: WireTap
  readonly oracle: SetOracle
  readonly held: HeldBytes
  readonly config: DeviceJson
  /** What its PowerSwitch_1 is. */
  private readonly runAs: FaultsAs
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
  /** The most that the SUBSCRIBEs of a session have, bytes: they are written at once. */
  mostSubscribeBytes = 0
  private subscribeBytes = 0
  private readonly mostSockets: number
  /** The board, by what runs on it. */
  readonly espruino: Board | undefined
  readonly kaluma: KalumaBoard | undefined
  /** When bytes last reached the board, ms. */
  lastHeardAt = 0
  /** Called at each pin edge, within the call that drives the pin. */
  onEdge: (edge: PinEdge) => void = () => undefined

  constructor(
    private readonly clock: Clock,
    network: MemoryNetwork,
    options: DeviceOptions = {},
  ) {
    this.habit = options.habit ?? 'esp32'
    this.mostSockets = options.downloads === true ? 2 : 1
    const config = options.config ?? deviceJson()
    this.config = this.habit === 'pico-w' ? withPicoPins(config) : config
    const { wifi, aliyun } = this.config
    this.secrets = new Set([wifi.password, aliyun.deviceSecret])
    const events: TapEvents = {
      dialling: () => this.dialling(),
      up: (packet) => {
        this.oracle.sent(packet)
        this.sent(packet)
      },
      down: (packet) => this.oracle.arrived(packet),
      chunk: () => this.heard(),
    }
    this.tap = new WireTap(clock, network, events, this.config.aliyun.port)
    // An application of the test's own is what it is, whatever the others run.
    this.runAs = options.app === undefined && this.habit !== 'pico-w' ? faultsAs : 'switch'
    this.oracle = new SetOracle(this.config, () => this.board, this.runAs)
    this.held = new HeldBytes(() => this.board)
    if (this.habit === 'pico-w') this.board = this.kaluma = this.createKaluma(options)
    else this.board = this.espruino = this.createBoard(options, this.habit)
  }

  /** Returns the board's name of a pin that the tests call D2. */
  pin(name: string): string {
    return this.habit === 'pico-w' ? picoPin(name) : name
  }

  /** Storage of a board with Espruino. */
  get storage(): FlashStorage {
    if (this.espruino === undefined) throw new Error('Kaluma has no Storage')
    return this.espruino.storage
  }

  /** Returns the switches' states as they were saved last, undefined when they never were. */
  saved(): string | undefined {
    if (this.espruino !== undefined) return lastRecord(this.espruino.storage)
    const { flash } = this.kaluma ?? {}
    return flash?.has(`/${keptFile}`) ? Buffer.from(flash.read(`/${keptFile}`)).toString('latin1') : undefined
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
    return budgetBytes + headerBytes + (this.habit === 'pico-w' ? segmentBytes : profiles[this.habit].chunkBytes)
  }

  private createBoard(options: DeviceOptions, profile: 'esp32' | 'esp8266'): Board {
    const { app = built, script = app } = options
    return createBoard({
      ...{ script, profile, ...this.common(options) },
      blockingConnect: profile === 'esp32',
      files:
        options.script === undefined ? { 'device.json': JSON.stringify(configFileOf(this.config, this.runAs)) } : {},
      onPwm: (pin, { value }) => this.oracle.duty(pin, value, this.clock.now()),
      ...(options.storage === undefined ? {} : { storage: options.storage }),
      ...(options.oneWire === undefined ? {} : { oneWire: options.oneWire }),
      ...(options.epochMs === undefined ? {} : { epochMs: options.epochMs }),
    })
  }

  private createKaluma(options: DeviceOptions): KalumaBoard {
    const { script = picoScriptWith(picoScript, this.config) } = options
    return createKalumaBoard({
      ...{ script, ...this.common(options) },
      ...(options.random === undefined ? {} : { mathRandom: options.random }),
      uid: uidOf(options.seed ?? this.config.aliyun.deviceName),
      // Memory runs out when a test says so.
      onHang: (reason, atMs) =>
        reason.startsWith('out of memory') || this.broken.push(`the board hangs at ${atMs} ms: ${reason}`),
    })
  }

  private common(options: DeviceOptions) {
    const { wifi } = this.config
    return {
      ...{ clock: this.clock, transport: this.tap },
      wifi: { accessPoints: [{ ssid: wifi.ssid, password: wifi.password }], ...options.wifi },
      random: options.random ?? createRandom(options.seed ?? this.config.aliyun.deviceName).next,
      onPrint: this.log.add,
      onPin: (edge) => {
        this.oracle.edge(edge)
        this.onEdge(edge)
      },
      onReset: (cause) => this.restarted(cause),
      onStart: () => this.startsAt.push(this.clock.now()),
    } satisfies Partial<BoardOptions>
  }

  /** Called when the interpreter starts anew; a test must call it after a power cut, which is no reset. */
  restarted(cause: ResetCause): void {
    this.resets.push(cause)
    this.log.restarted()
    this.oracle.restarted()
    this.held.restarted()
  }

  /** I2: a board that opens a socket has no other one; on a Pico W those are left over that nobody may close. */
  private dialling(): void {
    const { sockets } = this.counts()
    const taken = this.kaluma?.socketsTaken ?? 0
    if (sockets > this.mostSockets || taken > picoSockets)
      this.broken.push(`I2: ${sockets} sockets at ${this.clock.now()} ms`)
  }

  private sent({ firstByte, body }: RawPacket): void {
    const type = firstByte >> 4
    if (type === 8) this.subscribeBytes += body.length + 2
    this.mostSubscribeBytes = Math.max(this.mostSubscribeBytes, this.subscribeBytes)
    if (type === 1) {
      this.subscribeBytes = 0
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

/** The chip's number, of which the firmware makes the seed of its random numbers. */
function uidOf(seed: string | number): string {
  const { below } = createRandom(`uid ${seed}`)
  return Array.from({ length: 16 }, () => below(16).toString(16).toUpperCase()).join('')
}
