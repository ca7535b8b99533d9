import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Wifi } from '../../../firmware/platform/platform.ts'
import { wire } from './bytes.ts'
import type { FakeBoard } from './fake-board.ts'
import type { EngineGlobals } from './fresh.ts'

/** What the engine has in place of JavaScript's own: each call is one line of the board's events. */
export interface FakeEngine {
  readonly globals: EngineGlobals
  /** A button at this pin was pressed; throws when nobody watches any. */
  press(pin: number): void
  /** The level that digitalRead finds at a pin, and the share of full scale that analogRead does; 0 and NaN unless set. */
  readonly levels: Map<number, 0 | 1>
  readonly shares: Map<number, number>
}

export interface FakeEngineOptions {
  /** Modules that the build has beside Flash and Storage: net, tls, crypto. */
  readonly modules?: readonly string[]
  readonly wifi?: Wifi | undefined
}

interface Watch {
  readonly task: (event: { readonly pin: number }) => void
}

/** An engine on a fake board, with the pins D0 to D31. */
export function createFakeEngine(fake: FakeBoard, options: FakeEngineOptions = {}): FakeEngine {
  const { modules = ['net', 'crypto'], wifi } = options
  const { board, events } = fake
  const watches: Watch[] = []
  const levels = new Map<number, 0 | 1>()
  const shares = new Map<number, number>()
  const required: Readonly<Record<string, unknown>> = {
    Flash: board.flash,
    Storage: storageOf(fake),
    Wifi: wifi,
    crypto: { SHA256: (bytes: string) => Uint8Array.from(createHash('sha256').update(wire(bytes)).digest()).buffer },
  }
  const names = ['Flash', 'Storage', ...modules, ...(wifi ? ['Wifi'] : [])]
  const globals = {
    board,
    require: (name: string) => required[name],
    process: { env: { MODULES: names.join() } },
    Modules: { getCached: () => [] },
    global: {},
    E: {
      on: () => undefined,
      enableWatchdog: () => undefined,
      toString: (bytes: ArrayBuffer) => Buffer.from(bytes).toString('latin1'),
    },
    Pin: (name: string) => (/^D([0-9]|[12][0-9]|3[01])$/.test(name) ? Number(name.slice(1)) : undefined),
    digitalWrite: (pin: number, level: number) => events.push(`drive ${pin} ${level}`),
    digitalRead: (pin: number) => levels.get(pin) ?? 0,
    analogRead: (pin: number) => shares.get(pin) ?? NaN,
    analogWrite: (pin: number, share: number, how: unknown) =>
      events.push(`pwm ${pin} ${share} ${JSON.stringify(how)}`),
    setTimeout: (task: (...values: unknown[]) => void, ms: number, ...values: unknown[]) =>
      fake.clock.set(() => task(...values), ms),
    pinMode: (pin: number, mode: string) => events.push(`mode ${pin} ${mode}`),
    setWatch: (task: Watch['task'], pin: number, how: unknown) => {
      watches.push({ task })
      events.push(`watch ${pin} ${JSON.stringify(how)}`)
    },
  }
  return {
    globals,
    levels,
    shares,
    press: (pin) => {
      if (watches.length === 0) throw new Error('no button is watched')
      new Set(watches.map(({ task }) => task)).forEach((task) => task({ pin }))
    },
  }
}

function storageOf(fake: FakeBoard): object {
  const { board, flash } = fake
  return {
    read: (name: string) => board.store.read(name),
    write: (name: string, bytes: string, offset: number, size: number) =>
      flash.write(name, Buffer.from(bytes, 'latin1'), offset, size),
    getFree: () => (fake.storageHasRoom ? flash.freeBytes : 0),
  }
}
