import assert from 'node:assert/strict'
import { startEngine, type Engine } from '../../../tools/engine/engine.ts'
import { boot0, type Boot0Options } from './boot0.ts'
import { lastRecord, writeJournal } from '../../firmware/support/journal.ts'
import { deviceJson, type ConfigOptions } from './device-config.ts'
import type { GivenEngine } from './engines.ts'

export interface DeviceSetup extends Boot0Options {
  readonly engine: GivenEngine
  /** The device.json: options of the usual one, its bytes, or none. */
  readonly config: ConfigOptions | Uint8Array | 'none'
  /** The pages of the switches' journal; without it there is none. */
  readonly saved?: readonly string[]
  /** What runs instead of the bundle. */
  readonly script?: string
  /** Other files in Storage. */
  readonly files?: Readonly<Record<string, string>>
  /** Starts again after E.reboot(). */
  readonly restart?: boolean
}

export interface Line {
  /** Ms since the start of this process. */
  readonly at: number
  readonly text: string
}

/** What a program holds in the engine. */
export interface Held {
  readonly vars: number
  readonly timers: number
  readonly sockets: number
}

const answerMs = 15_000

/** A device: the engine, booting from its flash. A test reads its console, types at it, and sees its pins. */
export class Device {
  readonly lines: Line[] = []
  private readonly engine: Engine

  constructor({ engine, config, script = '', files = {}, saved, restart = false, ...options }: DeviceSetup) {
    this.engine = startEngine({
      executable: engine.executable,
      restart,
      files: {
        '.boot0': boot0(options),
        '.bootcde': script,
        ...files,
        ...(config === 'none' ? {} : { 'device.json': config instanceof Uint8Array ? config : deviceJson(config) }),
      },
      prepare: saved && ((storage) => writeJournal(storage, ...saved)),
      onLine: (text) => this.lines.push({ at: performance.now(), text }),
    })
  }

  /** The next line that matches, after the last one asked for; throws when none comes in time. */
  line(pattern: RegExp, withinMs = answerMs): Promise<string> {
    return this.engine.line(pattern, { withinMs })
  }

  type(command: string): void {
    this.engine.type(command)
  }

  get ended(): Promise<number | null> {
    return this.engine.ended
  }

  /** Every line so far that matches; those that were typed are not among them. */
  said(pattern: RegExp): string[] {
    return this.lines.map(({ text }) => text).filter((text) => pattern.test(text))
  }

  /** When the last line that matches came, ms. */
  lastAt(pattern: RegExp): number {
    const line = this.lines.findLast(({ text }) => pattern.test(text))
    assert.ok(line, `no line ${String(pattern)}`)
    return line.at
  }

  /** Levels that PowerSwitch_1's pin was driven to, the one at boot first. */
  levels(pin = 'D2'): number[] {
    return this.said(new RegExp(`^~pin ${pin} `)).map((text) => Number(text.at(-1)))
  }

  /** What the program holds at this moment. */
  async held(): Promise<Held> {
    this.type('held()')
    const [vars = 0, timers = 0, sockets = 0] = (await this.line(/^~held /)).slice(6).split(',').map(Number)
    return { vars, timers, sockets }
  }

  /** Returns the least that it holds within a second or two, which is that between its turns. */
  async heldAtRest(): Promise<Held> {
    let least = await this.held()
    for (let samples = 0; samples < 12; samples++) {
      await new Promise((wake) => setTimeout(wake, 150))
      const held = await this.held()
      if (held.vars + held.timers < least.vars + least.timers) least = held
    }
    return least
  }

  /** The last record of the switches' journal. */
  saved(): string | undefined {
    return lastRecord(this.engine.storage())
  }

  /** What a file in its Storage holds. */
  read(name: string): Uint8Array | undefined {
    return this.engine.read(name)
  }

  stop(): Promise<void> {
    return this.engine.stop()
  }
}
