import { createContext, Script, type Context } from 'node:vm'

export type Callable = (this: unknown, ...args: unknown[]) => unknown
export type Constructor = new (...args: unknown[]) => object

/** Intrinsics of the context that the board's API is built from. */
export interface Intrinsics {
  Object: Constructor & { prototype: object }
  Array: Constructor & { prototype: object }
  Function: Constructor & { prototype: object }
  Uint8Array: Constructor
  ArrayBuffer: Constructor
  [name: string]: Constructor
}

/** Compiled scripts, so that a fleet of boards compiles its firmware once. */
const compiled = new Map<string, Script>()
const mostCompiled = 32

function compile(source: string, fileName: string): Script {
  const key = `${fileName}\n${source}`
  const known = compiled.get(key)
  if (known) return known
  if (compiled.size >= mostCompiled) compiled.clear()
  const script = new Script(source, { filename: fileName })
  compiled.set(key, script)
  return script
}

const names = [
  'Object', 'Array', 'Function', 'String', 'Number', 'Boolean', 'Date', 'RegExp', 'Promise', 'Error', 'TypeError',
  'SyntaxError', 'ReferenceError', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint8ClampedArray',
  'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Math', 'JSON',
] // prettier-ignore

/** The files of the board's own scripts; what else stands in a stack is the simulation. */
const scriptFile = /^\.boot(?:\d|cde)$/

/** Returns what an error's `stack` is, given the places where it was thrown. */
export type StackOf = (error: unknown, sites: readonly NodeJS.CallSite[]) => unknown

/** Returns a stack as the engine has it: places in the board's own scripts, a line each, without the error's text. */
function stackOf(_error: unknown, sites: readonly NodeJS.CallSite[]): string {
  const lines = sites.map((site) => {
    const [file, name] = [site.getFileName() ?? '', site.getFunctionName()]
    if (!scriptFile.test(file)) return ''
    const place = `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`
    return name === null ? `    at ${place}\n` : `    at ${name} (${place})\n`
  })
  return lines.join('')
}

/** One run of the interpreter: a JavaScript context with its own globals and its own intrinsic objects. */
export class Realm {
  /** What scripts put into the global scope. */
  readonly globals: Record<string, unknown>
  /** What the engine offers; a script may define the same name, and `delete` brings the engine's back. */
  readonly builtins: Record<string, unknown>
  readonly intrinsics: Intrinsics
  private readonly natives = new WeakSet<object>()
  private readonly context: Context

  /** `stack`: what the engine makes of a stack; default Espruino's. */
  constructor(stack: StackOf = stackOf) {
    this.builtins = Object.create(null) as Record<string, unknown>
    this.globals = Object.create(this.builtins) as Record<string, unknown>
    this.context = createContext(this.globals)
    this.intrinsics = this.run(`({${names.join(',')}})`, 'realm') as Intrinsics
    const value = this.native(stack as (...args: never[]) => unknown)
    Object.defineProperty(this.intrinsics['Error'], 'prepareStackTrace', { value })
  }

  /** The context's global object, as scripts see it in `this` and `global`. */
  get globalObject(): object {
    return this.run('this', 'realm') as object
  }

  /** Runs a script, and throws what it throws. */
  run(source: string, fileName: string): unknown {
    return compile(source, fileName).runInContext(this.context)
  }

  object(properties: Record<string, unknown> = {}): Record<string, unknown> {
    return Object.assign(new this.intrinsics.Object(), properties) as Record<string, unknown>
  }

  array(items: readonly unknown[] = []): unknown[] {
    const array = new this.intrinsics.Array() as unknown[]
    for (const item of items) array.push(item)
    return array
  }

  bytes(data: Uint8Array): object {
    return new (this.intrinsics['Uint8Array'] as Constructor)(this.buffer(data))
  }

  buffer(data: Uint8Array): object {
    const buffer = new (this.intrinsics['ArrayBuffer'] as Constructor)(data.length)
    new Uint8Array(buffer as ArrayBuffer).set(data)
    return buffer
  }

  /** Makes a function of ours look like one of the context's own. */
  native<F extends (...args: never[]) => unknown>(callable: F): F {
    Object.setPrototypeOf(callable, this.intrinsics.Function.prototype)
    this.markNative(callable)
    return callable
  }

  /** Makes the console show an object or a function as the engine's own. */
  markNative(value: object): void {
    this.natives.add(value)
  }

  isNative(value: object): boolean {
    return this.natives.has(value)
  }

  /** Returns an error of the context; `type` is its constructor's name. */
  error(type: string, message: string): object {
    const constructor = (this.builtins[type] ?? this.intrinsics[type]) as Constructor
    return new constructor(message)
  }
}
