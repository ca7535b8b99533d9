import { utf8Text } from '../storage/bytes.ts'
import { FlashStorage } from '../storage/flash-storage.ts'
import { Machine } from './language/machine.ts'
import { SpiWires } from './modules/spi-wires.ts'
import { createOutside, type Outside } from './outside.ts'
import { Pins, type Level, type PinEdge } from './pins/pins.ts'
import { profiles, type Profile } from './profile.ts'
import { Radio } from './network/radio.ts'
import type { BoardOptions, ResetCause } from './board-options.ts'
import type { BoardCounts } from './counts.ts'
import { Run, type Start } from './run.ts'
import { SerialWires } from './serial-ports/serial-wires.ts'
import { Watchdog } from './watchdog.ts'

export type { BoardOptions, ResetCause }

/** What a simulated board offers, whatever runs on it. */
export interface AnyBoard {
  /** Switches the board on. */
  boot(): void
  /** Cuts the power: everything is dropped at once. Peers get no packet, or an RST. */
  powerOff(sockets?: 'silent' | 'reset'): void
  /** Restarts the board as its reset button or E.reboot() does. */
  reboot(): void
  readonly isRunning: boolean
  readonly resetCause: ResetCause
  /** How often the interpreter was started. */
  readonly boots: number
  readonly wifi: Radio
  /** What is around the board: buttons, sensors, voltages. It outlives resets and power cuts. */
  readonly outside: Outside
  /** Every change of a pin since the board was made. */
  readonly pinEdges: readonly PinEdge[]
  /** Returns the level of a pin such as 'D2' or, on a Pico W, 'GP2', undefined while it floats. */
  pin(name: string): Level | undefined
  /** Presses a button between a pin and ground, for longer than the script waits for it to settle. */
  press(pin: string): void
  counts(): BoardCounts
  /** Blocks the interpreter for so long, as a long native call does. */
  block(ms: number): void
  /**
   * Makes the next callback of the script run out of memory: it is abandoned before its first statement, so that no catch or
   * finally in it runs. On Espruino a `data` handler or an interval is removed, and E emits `errorFlag`; Kaluma hangs.
   */
  runOutOfMemory(): void
  /** Adds a global function to the running board, by which a test can act on it. Lost at the next start. */
  offer(name: string, callable: (...args: unknown[]) => unknown): void
  /** Evaluates an expression in the board's global scope, and throws what it throws. */
  evaluate(source: string): unknown
}

/** A board that runs Espruino. */
export interface Board extends AnyBoard {
  readonly storage: FlashStorage
}

/** Returns a simulated board: Espruino's API around a script, on the given clock and network. It runs from `boot` on. */
export function createBoard(options: BoardOptions): Board {
  return new SimulatedBoard(options)
}

class SimulatedBoard implements Board {
  resetCause: ResetCause = 'power-on'
  boots = 0
  readonly wifi: Radio
  readonly storage: FlashStorage
  readonly outside: Outside
  private readonly profile: Profile
  private readonly pins: Pins
  private readonly spi: SpiWires
  private readonly serial: SerialWires
  private run: Run | undefined
  private readonly watchdog: Watchdog
  private epochMs: number
  private starting: number | undefined
  /** Before that nobody has the board whose pins a hook would read. */
  private isMade = false

  constructor(private readonly options: BoardOptions) {
    const { profile = 'esp32', clock } = options
    this.profile = typeof profile === 'string' ? profiles[profile] : profile
    this.wifi = new Radio(clock, options.wifi ?? {})
    this.pins = new Pins(this.profile, {
      onEdge: (edge) => {
        this.spi.edge(edge.pin, edge.value, edge.was)
        options.onPin?.(edge)
      },
      onPwm: (pin, pwm) => options.onPwm?.(pin, pwm),
      onUse: () => void (this.isMade && options.onUse?.()),
    })
    const { spi = {}, serial = {}, analog = {} } = options.partners ?? {}
    this.spi = new SpiWires(this.pins, spi)
    this.serial = new SerialWires(clock, serial)
    this.outside = createOutside(this.pins, this.profile)
    for (const [pin, value] of Object.entries(analog)) this.outside.setAnalog(pin, value)
    options.partners?.chip?.(this.outside)
    this.epochMs = options.epochMs ?? 0
    this.storage = options.storage ?? new FlashStorage(this.profile.storage, { nameTable: this.profile.hasNameTable })
    const files = { '.boot0': options.boot0, '.bootcde': options.script, ...options.files }
    for (const [name, data] of Object.entries(files)) {
      if (data === undefined || data.length === 0) continue
      this.storage.write(name, typeof data === 'string' ? Buffer.from(data, 'utf8') : data)
    }
    this.storage.resetCounts()
    this.watchdog = new Watchdog(
      clock,
      () => this.run?.machine.loop.blockedSince,
      () => this.restart('watchdog'),
    )
    this.isMade = true
  }

  get isRunning(): boolean {
    return this.run !== undefined
  }

  get pinEdges(): readonly PinEdge[] {
    return this.pins.edges
  }

  boot(): void {
    if (!this.run && this.starting === undefined) this.start('power-on')
  }

  powerOff(sockets: 'silent' | 'reset' = 'silent'): void {
    this.stop(sockets)
    this.serial.powerOff()
    this.pins.release()
  }

  reboot(): void {
    this.restart('reboot')
  }

  pin(name: string): Level | undefined {
    return this.pins.level(name)
  }

  press(pin: string): void {
    this.run?.press(pin)
  }

  counts(): BoardCounts {
    const none = { sockets: 0, timers: 0, listeners: 0, sendQueueBytes: 0, receiveQueueBytes: 0, queuedEvents: 0 }
    return this.run?.counts() ?? none
  }

  block(ms: number): void {
    this.run?.machine.loop.spend(ms)
  }

  runOutOfMemory(): void {
    this.run?.machine.flags.orderDeath()
  }

  evaluate(source: string): unknown {
    if (!this.run) throw new Error('the board is off')
    return this.run.machine.realm.run(source, 'evaluate')
  }

  offer(name: string, callable: (...args: unknown[]) => unknown): void {
    if (this.run) this.run.machine.realm.builtins[name] = this.run.machine.native(callable)
  }

  private start(cause: ResetCause): void {
    const { bootMs = 0, clock } = this.options
    this.resetCause = cause
    this.boots++
    if (bootMs === 0) return this.startNow(cause)
    this.starting = clock.set(() => {
      this.starting = undefined
      this.startNow(cause)
    }, bootMs)
  }

  private startNow(cause: ResetCause): void {
    const { options } = this
    const machine = new Machine({
      ...{ profile: this.profile, clock: options.clock, random: options.random ?? Math.random },
      epochMs: () => this.epochMs,
      print: (line) => options.onPrint?.(utf8Text(line), machine.loop.now()),
      restart: (why) => this.restart(why),
    })
    this.run = new Run(machine, {
      ...{ radio: this.wifi, flash: this.storage, pins: this.pins, outside: this.outside, watchdog: this.watchdog },
      ...{ transport: options.transport, blockingConnect: options.blockingConnect ?? false },
      oneWire: { ...options.oneWire, ...options.partners?.oneWire },
      i2c: { ...options.i2c, ...options.partners?.i2c },
      ...{ spi: this.spi, serial: this.serial },
      setTimeMs: (ms) => (this.epochMs = ms - machine.loop.now()),
      reload: (how) => this.reload(how),
    })
    this.serial.powerOn()
    options.onStart?.()
    const start = startOf(cause)
    if (start === 'power-on' && this.storage.powerOn()) {
      for (const line of ['Storage is corrupt.', 'Erasing Storage Area...', 'Erase complete.']) machine.print(line)
    }
    this.run?.boot(start)
  }

  private restart(cause: ResetCause): void {
    this.stop('silent')
    this.pins.release()
    this.options.onReset?.(cause)
    this.start(cause)
  }

  /** load() and reset(): only the interpreter starts anew; the radio, the pins and the watchdog go on. */
  private reload(how: 'load' | 'reset'): void {
    this.run?.end()
    this.run = undefined
    this.pins.forgetReads()
    this.options.onReset?.(how)
    this.resetCause = how
    this.boots++
    this.startNow(how)
  }

  private stop(sockets: 'silent' | 'reset'): void {
    if (this.starting !== undefined) this.options.clock.clear(this.starting)
    this.starting = undefined
    this.watchdog.stop()
    this.wifi.attach(undefined)
    this.run?.abandon(sockets)
    this.run = undefined
  }
}

/** Returns what starts: the chip, which then checks Storage, or only the interpreter. */
function startOf(cause: ResetCause): Start {
  return cause === 'load' || cause === 'reset' ? cause : 'power-on'
}
