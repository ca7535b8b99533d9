import type { Clock } from '../../time/clock.ts'
import { BoardGone } from '../language/machine.ts'
import { Realm, type Callable } from '../language/realm.ts'
import type { ConsoleBytes } from './console-bytes.ts'
import { Loop } from './loop.ts'
import { removeMissing } from './missing.ts'
import type { HardwareWatchdog } from './hardware-watchdog.ts'

/** The name that Kaluma gives the program and what the REPL evaluates. */
const programName = '<anonymous>'
const tooDeep = /^Maximum call stack size exceeded/

export interface EngineHost {
  readonly clock: Clock
  readonly console: ConsoleBytes
  readonly watchdog: HardwareWatchdog
  /** The board hangs from now on. */
  hung(reason: string): void
  /** An exception in a callback of a driver, which the engine drops without a word. */
  lost(error: unknown): void
}

/** One run of the engine, from a start to the next: its context, its loop, its way of dying. */
export class Engine {
  readonly realm: Realm
  readonly loop: Loop
  alive = true
  private dies = false

  constructor(private readonly host: EngineHost) {
    this.realm = new Realm((_error, sites) => this.realm.array(placesOf(sites)))
    this.loop = new Loop(host.clock, {
      call: (callback) => this.call(callback, []),
      die: (reason) => this.die(reason),
    })
    this.realm.run(removeMissing, 'realm')
    this.realm.globals['global'] = this.realm.globalObject
  }

  get console(): ConsoleBytes {
    return this.host.console
  }

  now(): number {
    return this.loop.now()
  }

  /** Offers globals to the script, functions made native. */
  offer(members: Readonly<Record<string, unknown>>): void {
    Object.assign(this.realm.globals, this.object(members))
  }

  /** Returns an object of the context with these members; functions are made native. */
  object(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const object = this.realm.object()
    for (const [name, member] of Object.entries(members)) {
      const isOurs = typeof member === 'function' && !this.realm.isNative(member)
      object[name] = isOurs ? this.native(member as Callable) : member
    }
    return object
  }

  /** Makes a function that the script may call; once the board is off or hangs it has no effect. */
  native<F extends (...args: never[]) => unknown>(callable: F): F {
    const check = (): void => {
      if (!this.alive) throw new BoardGone('the board is gone')
    }
    const guarded = function (this: unknown, ...args: never[]): unknown {
      check()
      return Reflect.apply(callable, this, args)
    }
    return this.realm.native(guarded as unknown as F)
  }

  /** Returns a class of the context: `make` fills the new object. */
  class(make: (self: Record<string, unknown>, args: readonly unknown[]) => void, methods: object): object {
    const prototype = this.object(methods as Record<string, unknown>)
    const constructor = this.native(function (this: unknown, ...args: unknown[]): void {
      make(this as Record<string, unknown>, args)
    })
    Object.defineProperty(constructor, 'prototype', { value: prototype, writable: true })
    prototype['constructor'] = constructor
    return constructor
  }

  /** Throws an error of the context. */
  fail(type: 'Error' | 'TypeError' | 'RangeError', message: string): never {
    throw this.realm.error(type, message)
  }

  /** Throws a SystemError, which Kaluma has for what C calls errno. */
  failWith(errno: number): never {
    const construct = this.realm.globals['SystemError'] as new (errno: number) => object
    throw new construct(errno)
  }

  /** Runs the program or a line, strict as Kaluma parses it, and returns its value; throws what it throws. */
  run(source: string): unknown {
    return this.realm.run(`"use strict";${source}`, programName)
  }

  /** Calls a callback of a timer or a watch. An exception is printed and returns false. */
  call(callback: unknown, args: readonly unknown[]): boolean {
    return this.attempt(callback, args, (error) => this.printError(error, true))
  }

  /** Calls a callback of a driver: an exception vanishes, and what it held is never freed. */
  callDriver(callback: unknown, args: readonly unknown[]): void {
    if (typeof callback === 'function') this.attempt(callback, args, (error) => this.host.lost(error))
  }

  /** Does what runs the script; whatever it throws is judged here. Returns false when it threw. */
  guard(run: () => void, threw: (error: unknown) => void): boolean {
    try {
      run()
      return true
    } catch (error) {
      if (error instanceof BoardGone || !this.alive) return false
      if (isTooDeep(error)) this.die('endless recursion: the engine has called exit()')
      else threw(error)
      return false
    }
  }

  /** Prints an error as Kaluma does, with the places where it was thrown if `stack`. */
  printError(error: unknown, stack: boolean): void {
    this.console.print(`\u001b[31m${String(error)}\r\n\u001b[0m`)
    const places = stack && typeof error === 'object' && error !== null ? (error as { stack?: unknown }).stack : []
    for (const place of Array.isArray(places) ? places : [])
      this.console.print(`\u001b[31m  at ${String(place)}\r\n\u001b[0m`)
  }

  /** Lets `ms` pass in a call that blocks. The watchdog bites in it: then the call never returns. */
  spend(ms: number): void {
    const { biteAt } = this.host.watchdog
    if (biteAt !== undefined && this.now() + ms >= biteAt) {
      this.stop()
      throw new BoardGone('the watchdog resets the board')
    }
    this.loop.spend(ms)
  }

  /** The board hangs: nothing of it runs until the watchdog or the plug. Ends the script where it is. */
  hang(reason: string): never {
    this.die(reason)
    throw new BoardGone(reason)
  }

  /** As `hang`, where no script runs. */
  die(reason: string): void {
    if (!this.alive) return
    this.stop()
    this.host.hung(reason)
  }

  /** Makes the next call into the script run out of memory, which on this engine is exit(): the board hangs. */
  orderDeath(): void {
    this.dies = true
  }

  stop(): void {
    this.alive = false
    this.loop.stop()
  }

  private attempt(callback: unknown, args: readonly unknown[], threw: (error: unknown) => void): boolean {
    if (!this.alive) return false
    if (this.dies) {
      this.die('out of memory: the engine has called exit()')
      return false
    }
    return this.guard(() => void Reflect.apply(callback as Callable, undefined, args), threw)
  }
}

function isTooDeep(error: unknown): boolean {
  return typeof error === 'object' && error !== null && tooDeep.test(String((error as { message?: unknown }).message))
}

function placesOf(sites: readonly NodeJS.CallSite[]): string[] {
  return sites
    .filter((site) => site.getFileName() === programName)
    .map((site) => `${programName}:${site.getLineNumber()}`)
}
