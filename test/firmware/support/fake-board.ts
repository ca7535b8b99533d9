import type { Board, Network } from '../../../firmware/platform.ts'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts'

/** A board that remembers what was asked of it. Time passes only by `clock`. */
export interface FakeBoard {
  readonly board: Board
  readonly clock: VirtualClock
  /**
   * One line a call, in order: `drive 4 1`, `save switches.json {...}`, `log W wifi ...`, `reboot`.
   * Kicks of the watchdog are only counted.
   */
  readonly events: string[]
  /** The events that begin with `word`, without it. */
  seen(word: string): string[]
  readonly kicks: () => number
  readonly files: Map<string, string>
  /** What Storage answers to a write: false is "no room". */
  storageHasRoom: boolean
  /** What the engine has flagged; asked for once, it is gone. */
  flags: string[]
  /** Timers of so many ms never run: the heap was full when they should have. */
  losesTimersOf: number | undefined
  /** How long calls have blocked the interpreter so far: time that passed though no timer ran. */
  blockedMs: number
}

export interface Equipment {
  readonly net?: Network
  readonly tls?: Network
  /** What getSerial() says. */
  readonly serial?: string
}

function present(network: Network | undefined): Network {
  if (network === undefined) throw new Error('no such module')
  return network
}

/** A board with pins D0 to D31 and the equipment given, plugged in as the one that the firmware runs on. */
export function createFakeBoard(equipment: Equipment = {}): FakeBoard {
  const clock = createVirtualClock()
  const events: string[] = []
  const files = new Map<string, string>()
  let kicks = 0
  const board: Board = {
    get net() {
      return present(equipment.net)
    },
    get tls() {
      return present(equipment.tls)
    },
    store: {
      read: (name) => files.get(name),
      write: (name, content) => {
        events.push(`save ${name} ${content}`)
        if (fake.storageHasRoom) files.set(name, content)
        return fake.storageHasRoom
      },
    },
    // Without the time.
    print: (line) => events.push(`log ${line.slice(10)}`),
    after: (task, ms) =>
      clock.set(() => {
        if (ms !== fake.losesTimersOf) task()
      }, ms),
    cancel: (timer) => {
      // The engine throws at clearTimeout(undefined), and clearTimeout() clears all timers.
      if (typeof timer !== 'number') throw new TypeError(`clearTimeout(${String(timer)})`)
      clock.clear(timer)
    },
    now: () => (clock.now() + fake.blockedMs) / 1000,
    drive: (pin, level) => events.push(`drive ${pin} ${level}`),
    kick: () => kicks++,
    reboot: () => events.push('reboot'),
    errorFlags: () => fake.flags.splice(0),
    pinOf: (name) => (/^D([0-9]|[12][0-9]|3[01])$/.test(name) ? Number(name.slice(1)) : undefined),
    seedRandom: (number) => events.push(`seed ${number}`),
    serial: equipment.serial ?? 'aabbccdd-eeff0011',
    version: '2v29 FAKE',
  }
  const fake: FakeBoard = {
    board,
    clock,
    events,
    seen: (word) => events.filter((event) => event.startsWith(`${word} `)).map((event) => event.slice(word.length + 1)),
    kicks: () => kicks,
    files,
    storageHasRoom: true,
    flags: [],
    losesTimersOf: undefined,
    blockedMs: 0,
  }
  globalThis.board = board
  return fake
}
