import { bytesOf, textOf } from '../../storage/bytes.ts'
import { consoleText, type Naming } from './console-text.ts'
import type { Machine } from './machine.ts'
import type { Callable } from './realm.ts'

/** The engine's longest timer: 100 years, in ms. */
const longestMs = 31_536_000_001_000
const mostEmitArguments = 4

/** Offers timers, events on every object, the console and the base64 functions. */
export function offerGlobals(machine: Machine): void {
  const { builtins } = machine.realm
  const offer = (name: string, callable: Callable): void => {
    builtins[name] = machine.native(callable)
  }
  offerTimers(machine, offer)
  offerEvents(machine)
  const naming = namingOf(machine)
  const print = (...values: unknown[]): void =>
    machine.print(values.map((value) => consoleText(value, naming)).join(' '))
  offer('print', print)
  const console = machine.object({ log: print, info: print, warn: print, error: print, debug: print })
  builtins['console'] = console
  for (const own of [console, machine.realm.intrinsics['Math'], machine.realm.intrinsics['JSON']])
    machine.realm.markNative(own as object)
  offer('atob', (text) => textOf(Buffer.from(String(text), 'base64')))
  offer('btoa', (text) => Buffer.from(bytesOf(String(text))).toString('base64'))
  builtins['global'] = machine.realm.globalObject
}

/** Returns what the console asks of a context: the names of its constructors. */
function namingOf({ realm }: Machine): Naming {
  const plain: unknown = Reflect.get(realm.intrinsics.Object.prototype, 'toString')
  return {
    isNative: (value) => realm.isNative(value),
    isPlainToString: (toString) => toString === plain,
    nameOf(constructor) {
      if (typeof constructor !== 'function') return undefined
      const { globals, intrinsics } = realm
      const own = Object.keys(globals).find((name) => globals[name] === constructor)
      // A class at the top of a script is a global that no object holds.
      const isThere = (name: string): boolean =>
        /^[A-Za-z_$][\w$]*$/.test(name) && realm.run(`typeof ${name}=="function"&&${name}`, 'console') === constructor
      const names = [constructor.name, ...Object.keys(intrinsics)]
      return own ?? names.find(isThere)
    },
  }
}

function offerTimers(machine: Machine, offer: (name: string, callable: Callable) => void): void {
  const { timers } = machine.loop
  const set = (repeat: boolean) =>
    function (callback: unknown, ms: unknown, ...args: unknown[]): number {
      const known = typeof callback === 'function' || typeof callback === 'string'
      if (!known) machine.fail('Error', 'Function or String not supplied!')
      const wait = Number(ms)
      if (wait > longestMs) machine.fail('Error', 'Interval is too long (>100 years)')
      return timers.add(callback, wait, args, repeat)
    }
  const clear = (name: string) =>
    function (...ids: unknown[]): void {
      if (ids.length === 0) return timers.clearAll()
      if (ids[0] === undefined) machine.fail('Error', `${name}(undefined) not allowed. Use ${name}() instead`)
      timers.clear(Number(ids[0]))
    }
  offer('setTimeout', set(false))
  offer('setInterval', set(true))
  offer('clearTimeout', clear('clearTimeout'))
  offer('clearInterval', clear('clearInterval'))
  offer('changeInterval', (id, ms) => {
    if (!timers.change(Number(id), Number(ms))) machine.fail('Error', 'Unknown Interval')
  })
}

/** Gives every object of the context on, emit, removeListener ... */
function offerEvents(machine: Machine): void {
  const { events } = machine
  const nameOf = (target: unknown, event: unknown): string => {
    const isObject = (typeof target === 'object' && target !== null) || typeof target === 'function'
    if (!isObject) machine.fail('TypeError', 'Parent must be an object - not a String, Integer, etc')
    return typeof event === 'string' ? event : machine.fail('TypeError', 'First argument must be String')
  }
  const add = (first: boolean) =>
    function (this: object, event: unknown, listener: unknown): void {
      const name = nameOf(this, event)
      const callable = typeof listener === 'function' || typeof listener === 'string'
      if (!callable) machine.fail('TypeError', 'Second argument must be a function or a String')
      events.add(this, name, listener, first)
      if (name === 'data') machine.listensForData(this)
    }
  const methods: Record<string, Callable> = {
    on: add(false) as Callable,
    addListener: add(false) as Callable,
    prependListener: add(true) as Callable,
    emit(this: unknown, event: unknown, ...args: unknown[]): void {
      const name = nameOf(this, event)
      if (args.length > mostEmitArguments) machine.fail('TypeError', `Too many arguments (>${mostEmitArguments})`)
      events.emit(this as object, name, args)
    },
    removeListener(this: unknown, event: unknown, listener: unknown): void {
      events.remove(this as object, nameOf(this, event), listener)
    },
    removeAllListeners(this: unknown, event: unknown): void {
      if (event === undefined) return events.removeAll(this as object)
      events.removeAll(this as object, nameOf(this, event))
    },
  }
  for (const [name, method] of Object.entries(methods)) {
    const value = machine.native(method)
    Object.defineProperty(machine.realm.intrinsics.Object.prototype, name, {
      value,
      writable: true,
      configurable: true,
    })
  }
}
