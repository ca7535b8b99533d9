import { types } from 'node:util'
import { bytesOf, dataOf } from '../../storage/bytes.ts'
import type { Callable, Constructor } from '../language/realm.ts'
import { check } from './arguments.ts'
import type { CHeap } from './c-heap.ts'
import type { Engine } from './engine.ts'
import { prettyPrint } from './pretty-print.ts'
import type { Rand } from './rand.ts'

/** How many levels of objects print and console.log open. */
const printDepth = 2
/** How deep arrays and objects may lie in each other before JSON.parse has used up the C stack (150 did on the real image). */
const mostNested = 140

/** The text of the few errors that a script is likely to meet. */
const errnoTexts: Readonly<Record<number, string>> = {
  [-2]: 'No such file or directory',
  [-9]: 'Bad file number',
  [-28]: 'No space left on device',
  [-121]: 'Remote I/O error',
  [-140]: 'Invalid pin number',
}

/** Offers timers, the console, and what Kaluma has of the language in its own way. */
export function offerGlobals(engine: Engine, heap: CHeap, rand: Rand, bootAt: number): void {
  offerTimers(engine)
  offerConsole(engine)
  offerTime(engine, bootAt)
  offerText(engine)
  offerMemory(engine, heap)
  const math = engine.realm.intrinsics['Math'] as unknown as Record<string, unknown>
  math['random'] = engine.native(() => rand.next())
  engine.offer({
    seed(...args: unknown[]) {
      check(engine, args, [['seed', 'number']])
      rand.seed(Number(args[0]))
    },
    SystemError: systemError(engine),
  })
}

function offerTimers(engine: Engine): void {
  const { loop } = engine
  const set =
    (repeat: boolean) =>
    (...args: unknown[]) => {
      check(engine, args, [
        ['callback', 'function'],
        ['delay', 'number'],
      ])
      return loop.timers.add(args[0], Number(args[1]), repeat, loop.turnAt)
    }
  const clear = (...args: unknown[]): void => {
    check(engine, args, [['id', 'number']])
    loop.timers.clear(Number(args[0]))
  }
  engine.offer({ setTimeout: set(false), setInterval: set(true), clearTimeout: clear, clearInterval: clear })
}

function offerConsole(engine: Engine): void {
  const textOf = (values: readonly unknown[]): string =>
    values.map((value) => (typeof value === 'string' ? value : prettyPrint(value, printDepth))).join(' ')
  const line = (...values: unknown[]): void => {
    if (values.length > 0) engine.console.print(`\u001b[2K\r\u001b[0m${textOf(values)}\r\n`)
  }
  engine.offer({
    print: (...values: unknown[]) => engine.console.print(textOf(values)),
    console: engine.object({ log: line, error: line }),
  })
}

function offerTime(engine: Engine, bootAt: number): void {
  engine.offer({
    millis: () => Math.floor(engine.now() - bootAt),
    micros: () => Math.floor((engine.now() - bootAt) * 1000),
    delay(...args: unknown[]) {
      check(engine, args, [['msec', 'number?']])
      engine.spend(Number(args[0] ?? 0))
    },
  })
  // The clock is not set, and does not run.
  const date = engine.realm.intrinsics['Date'] as Constructor & { now: unknown }
  date.now = engine.native(() => 0)
  engine.realm.globals['Date'] = new Proxy(date, {
    construct: (target, args: unknown[], self) =>
      Reflect.construct(target, args.length === 0 ? [0] : args, self as Callable) as object,
    apply: () => String(Reflect.construct(date, [0])),
  })
}

function offerText(engine: Engine): void {
  const { realm } = engine
  engine.offer({
    atob: (text: unknown) => realm.bytes(Buffer.from(String(text), 'base64')),
    btoa: (data: unknown) => Buffer.from(dataOf(data) ?? []).toString('base64'),
    TextEncoder: engine.class((self, [label = 'utf-8']) => (self['encoding'] = label), {
      encode(this: { encoding: string }, text: unknown) {
        return realm.bytes(this.encoding === 'ascii' ? bytesOf(String(text)) : Buffer.from(String(text), 'utf8'))
      },
    }),
    TextDecoder: engine.class((self, [label = 'utf-8']) => (self['encoding'] = label), {
      decode(this: { encoding: string }, data: unknown) {
        if (!types.isUint8Array(data)) return engine.fail('TypeError', 'input must be Uint8Array.')
        return Buffer.from(data).toString(this.encoding === 'ascii' ? 'latin1' : 'utf8')
      },
    }),
  })
}

/** What can be seen of memory: typed arrays, and how deep JSON.parse goes. */
function offerMemory(engine: Engine, heap: CHeap): void {
  const bytes = engine.realm.intrinsics['Uint8Array'] as Constructor
  engine.realm.globals['Uint8Array'] = new Proxy(bytes, {
    construct(target, args: unknown[], self) {
      const made = Reflect.construct(target, args, self as Callable) as Uint8Array
      heap.made(made.byteLength)
      return made
    },
  })
  const json = engine.realm.intrinsics['JSON'] as unknown as { parse: Callable }
  const parse = json.parse.bind(json)
  json.parse = engine.native((...args: unknown[]) => {
    if (nesting(String(args[0])) > mostNested) engine.hang('JSON.parse has used up the C stack')
    return parse(...args)
  })
}

/** Returns how many arrays and objects are open at once at the most; what stands in texts does not count. */
function nesting(json: string): number {
  let [depth, most] = [0, 0]
  for (const [char] of json.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/g)) {
    if (char === '[' || char === '{') most = Math.max(most, ++depth)
    else if (char === ']' || char === '}') depth--
  }
  return most
}

function systemError(engine: Engine): object {
  const base = engine.realm.intrinsics['Error'] as Constructor
  const constructor = engine.class((self, args) => {
    check(engine, args, [['errno', 'number']])
    const errno = -Math.abs(Number(args[0]))
    Object.assign(self, { errno, message: errnoTexts[errno] ?? 'undefined' })
  }, {}) as Constructor
  Object.setPrototypeOf(constructor.prototype, base.prototype as object)
  return constructor
}
