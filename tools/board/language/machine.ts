import type { Clock } from '../../time/clock.ts'
import { ErrorFlags } from './error-flags.ts'
import { EventQueue } from './events.ts'
import { IdleLoop } from './idle-loop.ts'
import type { Profile } from '../profile.ts'
import { Realm, type Callable } from './realm.ts'

/** Thrown through the script when the board was switched off or restarted: nothing that follows may have an effect. */
export class BoardGone extends Error {}

export interface MachineHost {
  profile: Profile
  clock: Clock
  print(line: string): void
  /** Starts the board again, now. */
  restart(cause: 'reboot'): void
  /** Returns the board's time of day at clock time 0, ms since 1970; setTime() moves it. */
  epochMs: () => number
  random: () => number
}

/** One run of the interpreter, from a boot to the next: its context, its idle loop, its errors. */
export class Machine {
  readonly realm = new Realm()
  readonly loop: IdleLoop
  readonly events: EventQueue
  readonly flags = new ErrorFlags()
  readonly profile: Profile
  /** `process` and `E`: they emit uncaught errors and error flags. */
  processObject: object = {}
  engineObject: object = {}
  /** What E.setTimeZone adds to UTC. */
  timeZoneMs = 0
  alive = true
  /** Called when a script adds a `data` listener to an object. */
  listensForData: (object: object) => void = () => undefined
  /** The error that ended a callback of this idle turn; a later one replaces it, as in the engine. */
  private uncaught: { error: unknown } | undefined
  private interrupted = false

  constructor(readonly host: MachineHost) {
    this.profile = host.profile
    this.events = new EventQueue(this.realm, (callback, self, args) => this.call(callback, self, args))
    this.loop = new IdleLoop(host.clock, {
      runEvents: () => this.events.run(),
      hasEvents: () => this.events.waiting > 0,
      check: () => this.checkErrors(),
      call: (callback, args) => this.call(callback, undefined, args),
      intervalDied: () => {
        this.complain('Ctrl-C while processing interval - removing it.')
        this.flags.raise('CALLBACK')
      },
    })
  }

  /** Makes a function that the script may call; once the board is off it has no effect. */
  native<F extends (...args: never[]) => unknown>(callable: F): F {
    const isAlive = (): boolean => this.alive
    const guarded = function (this: unknown, ...args: never[]): unknown {
      if (!isAlive()) throw new BoardGone('the board is gone')
      return Reflect.apply(callable, this, args)
    }
    return this.realm.native(guarded as unknown as F)
  }

  /** Returns an object of the context with these members; functions are made native. */
  object(members: Record<string, unknown>): Record<string, unknown> {
    const object = this.realm.object()
    for (const [name, member] of Object.entries(members)) {
      object[name] = typeof member === 'function' ? this.native(member as Callable) : member
    }
    return object
  }

  /** Throws an error of the context. */
  fail(type: 'Error' | 'TypeError' | 'InternalError' | 'SyntaxError', message: string): never {
    throw this.realm.error(type, message)
  }

  /** Calls into the script. Returns false when memory ran out; what the call throws is kept for the end of the turn. */
  call(callback: unknown, self: unknown, args: readonly unknown[]): boolean {
    if (!this.alive) return true
    if (this.flags.dies()) {
      this.interrupted = true
      this.print('OUT OF MEMORY')
      return false
    }
    try {
      if (typeof callback === 'string') this.realm.run(callback, 'event')
      else Reflect.apply(callback as Callable, self, args)
    } catch (error) {
      this.threw(error)
    }
    return true
  }

  threw(error: unknown): void {
    if (!(error instanceof BoardGone)) this.uncaught = { error }
  }

  print(text: string): void {
    for (const line of text.split('\n')) this.host.print(line)
  }

  /** Prints an error that is no exception: the call that fails returns nothing. */
  complain(message: string): undefined {
    this.print(`ERROR: ${message}`)
  }

  warn(message: string): undefined {
    this.print(`WARNING: ${message}`)
  }

  /** The board's time of day, ms since 1970. */
  timeMs(): number {
    return this.host.epochMs() + this.loop.now()
  }

  /** Stops this run at once. */
  stop(): void {
    this.alive = false
    this.loop.stop()
    this.events.clear()
  }

  /** What the engine does at the end of each idle turn: reports an uncaught error and new error flags. */
  checkErrors(): void {
    if (this.interrupted) {
      this.interrupted = false
      this.print('Execution Interrupted during event processing.')
    }
    if (this.uncaught) this.tellUncaught(this.uncaught.error)
    const news = this.flags.news()
    if (news.length === 0) return
    this.events.callNow(this.engineObject, 'errorFlag', [this.realm.array(news)])
    this.print(`New interpreter error: ${news.join(',')}`)
  }

  private tellUncaught(error: unknown): void {
    this.uncaught = undefined
    const told = this.events.callNow(this.processObject, 'uncaughtException', [error])
    const left = told ? (this.uncaught as { error: unknown } | undefined) : { error }
    this.uncaught = undefined
    if (left) this.print(`Uncaught ${describe(left.error)}`)
  }
}

/** Matches a line of a stack; V8 puts others before it. */
const scriptFrame = /^ {4}at .*\.boot(?:\d|cde):\d+:\d+\)?$/

/** Returns an error as the console shows it: its text and where it was thrown. */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { stack } = error as { stack?: unknown }
  const places = typeof stack === 'string' ? stack.split('\n').filter((line) => scriptFrame.test(line)) : []
  return [String(error), ...places].join('\n')
}
