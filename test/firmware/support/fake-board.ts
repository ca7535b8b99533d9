import type { Board, Network } from '../../../firmware/platform/platform.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { journalFile, lastRecord } from './journal.ts'
import { createVirtualClock, type VirtualClock } from '../../virtual/virtual-clock.ts'

/** A board that remembers what was asked of it. Time passes only by `clock`. */
export interface FakeBoard {
  readonly board: Board
  readonly clock: VirtualClock
  /**
   * One line a call, in order: `drive 4 1`, `save "PowerSwitch_1":1`, `log W wifi ...`, `reboot`.
   * Kicks of the watchdog are only counted.
   */
  readonly events: string[]
  /** The events that begin with `word`, without it. */
  seen(word: string): string[]
  readonly kicks: () => number
  readonly files: Map<string, string>
  /** The flash with the journal. */
  readonly flash: FlashStorage
  /** The last record of the journal. */
  saved(): string | undefined
  /** False: no file can be made in Storage. */
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

/** As an ESP32's, but small. */
const shape = { address: 0x320000, pageBytes: 4096, pages: 8 }

/** The address in flash of a file in Storage; 0 where there is none. */
export function addressOf({ flash }: FakeBoard, name: string): number {
  const offset = flash.offsetOf(name)
  return offset === undefined ? 0 : shape.address + offset
}

function textOf(files: ReadonlyMap<string, string>, flash: FlashStorage, name: string): string | undefined {
  const bytes = flash.read(name)
  return bytes ? Buffer.from(bytes).toString('latin1') : files.get(name)
}

/** A board with pins D0 to D31 and the equipment given, plugged in as the one that the firmware runs on. */
export function createFakeBoard(equipment: Equipment = {}): FakeBoard {
  const clock = createVirtualClock()
  const events: string[] = []
  const files = new Map<string, string>()
  const flash = new FlashStorage(shape)
  const listeners = new Map<string, ((...values: string[]) => void)[]>()
  let kicks = 0
  const board: Board = {
    get net() {
      return present(equipment.net)
    },
    get tls() {
      return present(equipment.tls)
    },
    store: {
      read: (name, offset = 0, length = Infinity) => textOf(files, flash, name)?.substr(offset, length),
    },
    flash: {
      read: (length, address) => flash.chip.read(address - shape.address, length),
      write: (bytes, address) => {
        flash.writeAligned(address - shape.address, Buffer.from(bytes, 'latin1'))
        const record = flash.offsetOf(journalFile) === undefined ? undefined : lastRecord(flash)
        if (bytes === '\n') events.push(`save ${String(record)}`)
      },
      erasePage: (address) => flash.chip.erasePage(address - shape.address),
      getPage: (address) => {
        const at = address - shape.address
        if (at < 0 || at >= shape.pages * shape.pageBytes) return undefined
        return { addr: address - (at % shape.pageBytes), length: shape.pageBytes }
      },
    },
    text: (bytes) => Buffer.from(bytes as Uint8Array).toString('latin1'),
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
    digest: undefined,
    errorFlags: () => fake.flags.splice(0),
    ...{ outOfMemory: 'MEMORY', callbackLost: 'CALLBACK' },
    ...{ noAddress: -6, noSuchHost: 'locate', closeNow: 'clsNow' as const },
    // As the engine: the listeners are called later, and what one throws keeps no other one from being called.
    emit: (event, ...values) => {
      for (const listener of listeners.get(event) ?? []) clock.set(() => listener(...values), 0)
    },
    on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
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
    flash,
    saved: () => lastRecord(flash),
    storageHasRoom: true,
    flags: [],
    losesTimersOf: undefined,
    blockedMs: 0,
  }
  globalThis.board = board
  return fake
}
