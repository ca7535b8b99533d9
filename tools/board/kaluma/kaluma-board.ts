import type { ResetCause } from '../board.ts'
import type { BoardCounts } from '../counts.ts'
import { Radio } from '../network/radio.ts'
import { createOutside, type Outside } from '../outside.ts'
import type { Level, PinEdge } from '../pins/pins.ts'
import { ConsoleBytes } from './console-bytes.ts'
import { Gpio, holdPin } from './gpio.ts'
import { HardwareWatchdog } from './hardware-watchdog.ts'
import type { Hang, KalumaBoard, KalumaBoardOptions } from './kaluma-board-options.ts'
import { KalumaFlash } from './kaluma-flash.ts'
import { KalumaRun } from './kaluma-run.ts'
import { prettyPrint } from './pretty-print.ts'
import { Rand } from './rand.ts'
import type { ReplHost } from './repl-host.ts'

/** What a person feels in a room, for Outside; the chip's own sensor is not simulated. */
const roomTemperature = 24.5
const replDepth = 3

export type { Hang, KalumaBoard, KalumaBoardOptions } from './kaluma-board-options.ts'

/** Returns a simulated Pico W with Kaluma 1.2.1 around a program, on the given clock and network. It runs from `boot` on. */
export function createKalumaBoard(options: KalumaBoardOptions): KalumaBoard {
  return new SimulatedKaluma(options)
}

class SimulatedKaluma implements KalumaBoard {
  resetCause: ResetCause = 'power-on'
  boots = 0
  readonly wifi: Radio
  readonly flash: KalumaFlash
  readonly outside: Outside
  readonly repl: ReplHost
  readonly hangs: Hang[] = []
  readonly lostErrors: string[] = []
  private readonly gpio: Gpio
  private readonly watchdog: HardwareWatchdog
  private readonly rand = new Rand()
  private readonly console: ConsoleBytes
  private run: KalumaRun | undefined
  private bootAt = 0
  private held = false

  constructor(private readonly options: KalumaBoardOptions) {
    const { clock, script } = options
    this.wifi = new Radio(clock, { refuseMs: 500, ...options.wifi })
    this.flash = options.flash ?? new KalumaFlash()
    if (script !== '') this.flash.program = Buffer.from(script, 'utf8')
    this.gpio = new Gpio({
      onEdge: (edge) => options.onPin?.(edge),
      onRadioPin: (name) => this.run?.engine.hang(`${name} belongs to the radio`),
      onUse: () => options.onUse?.(),
    })
    this.outside = createOutside(this.gpio, { temperature: roomTemperature })
    this.watchdog = new HardwareWatchdog(clock, (cause) => this.restart(cause))
    this.console = new ConsoleBytes(
      (bytes) => this.repl.onOutput(bytes),
      (line) => options.onPrint?.(line, this.run?.engine.now() ?? clock.now()),
    )
    this.repl = this.createRepl()
  }

  get isRunning(): boolean {
    return this.run !== undefined
  }

  get pinEdges(): readonly PinEdge[] {
    return this.gpio.edges
  }

  get cHeap(): { used: number; peak: number } {
    const { used = 0, peak = 0 } = this.run?.heap ?? {}
    return { used, peak }
  }

  get socketsTaken(): number {
    return this.run?.socketsTaken ?? 0
  }

  get refusedAt(): number | undefined {
    return this.run?.refusedAt
  }

  boot(): void {
    if (!this.run) this.start('power-on')
  }

  powerOff(sockets: 'silent' | 'reset' = 'silent'): void {
    this.stop(sockets)
  }

  reboot(): void {
    this.restart('reboot')
  }

  pin(name: string): Level | undefined {
    return this.gpio.level(name)
  }

  press(pin: string): void {
    const number = this.gpio.numberOf(pin)
    if (number !== undefined) this.run?.press(number)
  }

  counts(): BoardCounts {
    const none = { sockets: 0, timers: 0, listeners: 0, sendQueueBytes: 0, receiveQueueBytes: 0, queuedEvents: 0 }
    return this.run?.counts() ?? none
  }

  block(ms: number): void {
    const { run } = this
    run?.engine.guard(
      () => run.engine.spend(ms),
      () => undefined,
    )
  }

  runOutOfMemory(): void {
    this.run?.engine.orderDeath()
  }

  evaluate(source: string): unknown {
    if (!this.run) throw new Error('the board is off')
    if (!this.run.engine.alive) throw new Error('the board hangs')
    return this.run.engine.realm.run(source, 'evaluate')
  }

  offer(name: string, callable: (...args: unknown[]) => unknown): void {
    this.run?.engine.offer({ [name]: callable })
  }

  /** The chip starts: power, the watchdog. */
  private start(cause: ResetCause): void {
    this.bootAt = this.options.clock.now()
    this.rand.seed(1)
    this.begin(cause, !this.gpio.isHeldLow(holdPin))
    if (cause !== 'power-on' || this.boots > 1) this.repl.onRestart()
  }

  /** The engine starts, with the program or without. */
  private begin(cause: ResetCause, withProgram: boolean): void {
    const { options } = this
    this.resetCause = cause
    this.boots++
    this.run = new KalumaRun(this.parts())
    this.run.engine.loop.hold(this.held)
    if (options.mathRandom !== undefined) this.run.replaceRandom(options.mathRandom)
    options.onStart?.()
    const { program } = this.flash
    if (!withProgram || program === undefined || this.run.load(program)) return
    // An exception at the top of the program: Kaluma starts its engine again, and waits for a person.
    this.stopEngine()
    this.begin(cause, false)
  }

  private parts(): ConstructorParameters<typeof KalumaRun>[0] {
    const { options } = this
    const { clock, transport, random = Math.random, uid = 'E6614103E7245F2C' } = options
    return {
      ...{ clock, transport, uid, radio: this.wifi, gpio: this.gpio, rand: this.rand, flash: this.flash },
      ...{ console: this.console, watchdog: this.watchdog, bootAt: this.bootAt },
      entropy: () => Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256)),
      hung: (reason) => this.hung(reason),
      lost: (error) => this.lostErrors.push(String(error)),
    }
  }

  private hung(reason: string): void {
    const atMs = this.options.clock.now()
    this.hangs.push({ reason, atMs })
    this.options.onHang?.(reason, atMs)
  }

  private restart(cause: ResetCause): void {
    this.stop('silent')
    this.options.onReset?.(cause)
    this.start(cause)
  }

  private stop(sockets: 'silent' | 'reset'): void {
    this.watchdog.off()
    this.wifi.attach(undefined)
    this.run?.abandon(sockets)
    this.run = undefined
    this.gpio.release()
  }

  /** `.load` and `.reset`: the engine, the radio and the pins start anew, the watchdog and the clock go on. */
  private reload(how: 'load' | 'reset'): void {
    const { run } = this
    if (run === undefined || !run.engine.alive) return
    if (run.socketsTaken > 0) return run.engine.die(`.${how} with a socket open`)
    this.stopEngine()
    this.options.onReset?.(how)
    this.begin(how, how === 'load')
  }

  private stopEngine(): void {
    this.wifi.attach(undefined)
    this.run?.abandon('silent')
    this.run = undefined
    this.gpio.release()
  }

  private createRepl(): ReplHost {
    return {
      evaluate: (line) => this.evaluateLine(line),
      program: () => this.flash.program,
      writeProgram: (bytes) => {
        this.flash.program = bytes === undefined ? undefined : Uint8Array.from(bytes)
      },
      load: () => this.reload('load'),
      reset: () => this.reload('reset'),
      stopLoop: (stopped) => {
        this.held = stopped
        this.run?.engine.loop.hold(stopped)
      },
      onOutput: () => undefined,
      onRestart: () => undefined,
    }
  }

  private evaluateLine(line: string): string {
    const { engine } = this.run ?? {}
    if (engine === undefined || !engine.alive) return ''
    let text = ''
    engine.loop.beginTurn()
    engine.guard(
      () => (text = prettyPrint(engine.run(line), replDepth)),
      (error) => (text = `\u001b[31m${String(error)}\u001b[0m`),
    )
    return engine.alive ? text : ''
  }
}
