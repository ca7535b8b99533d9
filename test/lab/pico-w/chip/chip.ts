import { RP2040, type BasePeripheral } from 'rp2040js'
import { Interpreter } from '../processor/interpreter.ts'
import { Memory } from '../processor/memory.ts'
import { createBootRom, type BootRom } from '../rom/boot-rom.ts'
import { CycleClock } from './cycle-clock.ts'
import { RingOscillator } from './entropy.ts'
import { createFlashChip } from './flash-chip.ts'
import { IdleLoop } from './idle-loop.ts'

const nanosPerCycle = 8
const vectorsAt = 0x10000100
const romBytes = 0x4000
const watchdogAt = 0x40058
const ringOscillatorAt = 0x40060

export interface ChipOptions {
  /** The flash chip's contents, which outlive this. */
  flash: Uint8Array
  random: () => number
  /** Called before a sector is erased or a page programmed. */
  flashChanged: (at: number, what: 'erase' | 'program') => void
  /** The chip stops: a breakpoint of the image (its fault handlers are such), or the boot loader was asked for. */
  halted: (why: string) => void
  watchdog: () => void
  /** What rp2040js says of accesses that it does not know. */
  warn: (text: string) => void
}

/** What rp2040js does not export of its watchdog. */
type Watchdog = BasePeripheral & {
  scratchData: Uint32Array
  alarm: { enable: boolean }
  onWatchdogTrigger: () => void
}

/** What outlives a reset by the watchdog in the chip. */
export interface Scratch {
  words: Uint32Array
  reason: number
}

/** The RP2040 between power-on, or a reset, and the next: rp2040js, our boot ROM, and the loop that runs it. */
export class Chip {
  readonly rp2040: RP2040
  readonly clock = new CycleClock()
  readonly rom: BootRom
  private readonly idle: IdleLoop
  private readonly interpreter: Interpreter
  /** `halted`: the processor stands still, the rest goes on. `over`: the chip is reset. */
  private state: 'running' | 'halted' | 'over' = 'running'
  /** Time that passed outside the processor's own instructions, ns. */
  private spent = 0

  constructor(private readonly options: ChipOptions) {
    const rp2040 = new RP2040(this.clock)
    this.rp2040 = rp2040
    const note = (component: string, text: string): void => {
      options.warn(`${component}: ${text}`)
      if (text.includes('is not implemented yet')) this.stop(`a hard fault: ${text}`)
    }
    rp2040.logger = { debug: () => undefined, info: () => undefined, warn: note, error: note }
    const flash = createFlashChip(rp2040, options.flash, (nanos) => this.spend(nanos), options.flashChanged)
    this.rom = createBootRom(rp2040, flash, () => this.stop('the boot loader was asked for'))
    rp2040.bootrom.set(this.rom.words)
    rp2040.peripherals[ringOscillatorAt] = new RingOscillator(rp2040, options.random)
    this.watchdog.onWatchdogTrigger = () => {
      // Its counter stands at 0 now: it would bite again at once, for ever.
      this.watchdog.alarm.enable = false
      this.state = 'over'
      options.watchdog()
    }
    rp2040.onBreak = () => this.broke()
    const { core } = rp2040
    core.VTOR = vectorsAt
    core.SP = rp2040.readUint32(vectorsAt)
    core.PC = rp2040.readUint32(vectorsAt + 4) & ~1
    this.idle = new IdleLoop(rp2040, this.clock, core.SP)
    const memory = new Memory(rp2040, (address) =>
      this.stop(`a hard fault: an access to ${address.toString(16)}, near ${core.PC.toString(16)}`),
    )
    this.interpreter = new Interpreter(rp2040, memory)
  }

  get scratch(): Scratch {
    return { words: this.watchdog.scratchData.slice(), reason: this.watchdog.readUint32(8) }
  }

  restore({ words, reason }: Scratch): void {
    this.watchdog.scratchData.set(words)
    Object.assign(this.watchdog, { reason })
  }

  spend(nanos: number): void {
    this.spent += nanos
  }

  /** Runs until the chip's time is `nanos`, or a little longer, or it is reset. */
  runTo(nanos: number): void {
    const { clock, idle, interpreter } = this
    const { core } = this.rp2040
    while (clock.nanos < nanos && this.state !== 'over') {
      if (core.waiting || idle.isIdle || this.state === 'halted') {
        clock.moveTo(Math.min(clock.due, nanos))
        idle.skippedTo(clock.nanos)
        continue
      }
      const cycles = interpreter.step((Math.min(clock.due, nanos) - clock.nanos) / nanosPerCycle)
      const now = clock.nanos + cycles * nanosPerCycle + this.spent
      this.spent = 0
      if (now >= clock.due) clock.moveTo(now)
      else clock.nanos = now
    }
  }

  private get watchdog(): Watchdog {
    return this.rp2040.peripherals[watchdogAt] as unknown as Watchdog
  }

  private broke(): void {
    const at = this.rp2040.core.PC - 2
    const cycles = at < romBytes ? this.rom.call(at) : undefined
    if (cycles === undefined)
      this.stop(`a breakpoint at ${at.toString(16)}, called from ${this.rp2040.core.LR.toString(16)}`)
    else this.spend(cycles * nanosPerCycle)
  }

  private stop(why: string): void {
    this.state = 'halted'
    this.options.halted(why)
  }
}
