import { createContext, runInContext } from 'node:vm'
import { KalumaConsole } from '../../../tools/board/kaluma-console/kaluma-console.ts'
import type { ReplHost } from '../../../tools/board/kaluma/repl-host.ts'
import type { Show } from '../../../tools/command-line/show.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import type { Port } from '../../../tools/serial/port.ts'
import { lostError } from '../../../tools/serial/port-errors.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A program that takes the hold, and has a watchdog otherwise. */
export const ours = '// ours\n"the program that was there"\n'
/** A program with a watchdog that knows no hold. */
export const foreign = '// foreign\n'

const watchdogMs = 8_000
const usbMs = 700

/** As much of a board with Kaluma as its prompt shows: a program slot, files, a watchdog, and lines that are JavaScript. */
export class FakeKaluma implements ReplHost {
  onOutput: ReplHost['onOutput'] = () => undefined
  onRestart: ReplHost['onRestart'] = () => undefined
  readonly files = new Set<string>()
  readonly starts: string[] = []
  slot: Uint8Array | undefined
  /** Level at GP22. */
  safeMode: 0 | 1 = 1
  version = '1.2.1'
  name = 'pico-w'
  /** What the program prints when it starts. */
  says = ''
  /** Makes fs throw. */
  hasNoFiles = false
  private hasWatchdog = false
  private bite: number | undefined
  private readonly realm: object

  constructor(readonly clock = createVirtualClock()) {
    const fs = {
      exists: (path: string) => this.files.has(path),
      unlink: (path: string) => this.files.delete(path),
      writeFile: (path: string) => {
        if (this.hasNoFiles) throw new Error('fs is not mounted')
        this.files.add(path)
      },
    }
    const chip = { reset: () => this.clock.set(() => this.restart(), 1) }
    class WDT {
      constructor() {
        chip.reset()
      }
    }
    this.realm = createContext({
      require: (module: string) => (module === 'fs' ? fs : { WDT }),
      ...{ pinMode: () => undefined, digitalRead: () => this.safeMode, INPUT: 0, INPUT_PULLUP: 2 },
      process: Object.defineProperty({}, 'version', { get: () => this.version }),
      board: Object.defineProperty({ uid: 'e6614103e7245f2c' }, 'name', { get: () => this.name }),
    })
  }

  evaluate(line: string): string {
    try {
      const value: unknown = runInContext(line, this.realm)
      return typeof value === 'string' ? `\x1b[93m'${value}'\x1b[0m` : String(value)
    } catch (error) {
      return `\x1b[31m${String(error)}\r\n\x1b[0m`
    }
  }

  program(): Uint8Array | undefined {
    return this.slot
  }

  writeProgram(bytes: Uint8Array | undefined): void {
    this.slot = bytes
  }

  load(): void {
    throw new Error('.load leaves sockets behind')
  }

  reset(): void {
    throw new Error('.reset leaves sockets behind')
  }

  stopLoop(stopped: boolean): void {
    if (this.bite !== undefined) this.clock.clear(this.bite)
    this.bite = stopped && this.hasWatchdog ? this.clock.set(() => this.restart(), watchdogMs) : undefined
  }

  /** Power, or the watchdog. */
  restart(): void {
    this.hasWatchdog = false
    this.stopLoop(false)
    this.onRestart()
    const text = this.safeMode === 1 ? Buffer.from(this.slot ?? '').toString('latin1') : ''
    this.starts.push(text)
    this.hasWatchdog = text.startsWith('// foreign') || (text.startsWith('// ours') && !this.files.delete('/hold'))
    if (text !== '' && this.says !== '') this.onOutput(Buffer.from(this.says, 'latin1'))
  }
}

export interface Bench {
  readonly board: FakeKaluma
  readonly console: KalumaConsole
  readonly port: Port
  readonly said: string[]
  readonly sent: Uint8Array[]
  readonly show: Show
  /** Opens the port again. */
  open(name: string): Promise<Port>
  /** What happens to bytes on the way: returns what arrives. */
  toBoard: (bytes: Uint8Array) => Uint8Array
  fromBoard: (bytes: Uint8Array) => Uint8Array
  unplug(): void
  /** Runs a promise on the clock to its end. */
  run<Value>(work: Promise<Value>): Promise<Value>
}

/** A fake board on a cable whose USB port goes away at each restart, all on one virtual clock. */
export function createBench(slot?: string, eraseMs?: number): Bench {
  const board = new FakeKaluma()
  const { clock } = board
  const console = new KalumaConsole(board, clock, eraseMs === undefined ? {} : { eraseMs })
  if (slot !== undefined) board.slot = Buffer.from(slot)
  board.restart()
  let listener: Port | undefined
  let goneUntil = 0
  const plug = (): Port => {
    let isOpen = true
    const port: Port = {
      ...{ name: 'cable', onData: () => undefined, onLost: () => undefined },
      write(bytes) {
        if (!isOpen || listener !== port) return Promise.reject(lostError('cable', 'gone'))
        bench.sent.push(Uint8Array.from(bytes))
        const arrives = bench.toBoard(Uint8Array.from(bytes))
        clock.set(() => listener === port && console.input(arrives), 1)
        return Promise.resolve()
      },
      close() {
        isOpen = false
        if (listener === port) listener = undefined
        return Promise.resolve()
      },
    }
    listener = port
    return port
  }
  const lose = (why: string): void => {
    const port = listener
    listener = undefined
    goneUntil = clock.now() + usbMs
    port?.onLost(why)
  }
  console.onRestart = () => lose('it was unplugged')
  console.onOutput = (bytes) => {
    const port = listener
    if (port !== undefined) clock.set(() => listener === port && port.onData(bench.fromBoard(bytes)), 1)
  }
  const bench: Bench = {
    ...{ board, console, port: plug(), said: [], sent: [] },
    ...{ toBoard: (bytes: Uint8Array) => bytes, fromBoard: (bytes: Uint8Array) => bytes },
    show: {
      step: (step, text) => void bench.said.push(`${step} ${text}`),
      line: (text) => void bench.said.push(text),
      progress: () => undefined,
    },
    open: () =>
      clock.now() < goneUntil
        ? Promise.reject(new UserError('port-none', 'there is no port cable'))
        : Promise.resolve(plug()),
    unplug: () => lose('it was unplugged'),
    async run(work) {
      let isOver = false
      const end = (): void => void (isOver = true)
      work.then(end, end)
      await clock.until(() => isOver, 900_000)
      return work
    },
  }
  return bench
}

/** The UserError that a promise ends with. */
export async function failure(work: Promise<unknown>): Promise<UserError> {
  try {
    await work
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('it went well')
}
