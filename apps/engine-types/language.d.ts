/** What the engine has of JavaScript beyond ES5. What it lacks of ES5: `lacking.d.ts`. */

interface ObjectConstructor {
  /** Copies the members of the sources into `target`, the later ones over the earlier ones, and returns it. */
  assign<Target, Source>(target: Target, source: Source): Target & Source
  assign(target: object, ...sources: readonly unknown[]): any
  /** Returns `[name, value]` of each member. */
  entries<Value>(object: { readonly [name: string]: Value }): [string, Value][]
  entries(object: object): [string, any][]
  /** Makes an object of `[name, value]` pairs. */
  fromEntries<Value>(entries: readonly (readonly [string, Value])[]): { [name: string]: Value }
  /** Returns the value of each member. */
  values<Value>(object: { readonly [name: string]: Value }): Value[]
  values(object: object): any[]
  setPrototypeOf(object: any, prototype: object | null): any
}

interface String {
  /** Whether it ends with `search`, or would if it were `length` bytes long. */
  endsWith(search: string, length?: number): boolean
  includes(search: string, from?: number): boolean
  /** Returns it with `fill` (a space) behind it until it has `length` bytes. */
  padEnd(length: number, fill?: string): string
  /** Returns it with `fill` (a space) before it until it has `length` bytes: `'7'.padStart(2, '0')` is `'07'`. */
  padStart(length: number, fill?: string): string
  repeat(count: number): string
  /** Replaces `search` wherever it stands. */
  replaceAll(search: string | RegExp, replacement: string | ((match: string) => string)): string
  /** Whether `search` stands at `from`, by default at the beginning. */
  startsWith(search: string, from?: number): boolean
}

interface Array<T> {
  /** Sets the elements from `from` up to, but not including, `to`. */
  fill(value: T, from?: number, to?: number): this
  /** Returns the first element for which `test` holds. */
  find(test: (element: T, index: number, array: T[]) => unknown): T | undefined
  /** Returns the place of the first element for which `test` holds, -1 for none. */
  findIndex(test: (element: T, index: number, array: T[]) => unknown): number
  includes(value: T, from?: number): boolean
}

interface ReadonlyArray<T> {
  find(test: (element: T, index: number, array: readonly T[]) => unknown): T | undefined
  findIndex(test: (element: T, index: number, array: readonly T[]) => unknown): number
  includes(value: T, from?: number): boolean
}

interface Math {
  /** Returns `x`, at least `min`, at most `max`. */
  clip(x: number, min: number, max: number): number
  /** Returns a whole number from 0 to `range` - 1. */
  randInt(range: number): number
  /** Returns -1, 0 or 1. */
  sign(x: number): number
  /** Returns `x` modulo `max`, never negative: `Math.wrap(-10, 360)` is 350. */
  wrap(x: number, max: number): number
}

interface PromiseConstructor {
  new <T>(
    executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: unknown) => void) => void,
  ): Promise<T>
  all<T>(promises: readonly (T | PromiseLike<T>)[]): Promise<T[]>
  reject(reason?: unknown): Promise<never>
  resolve<T>(value: T | PromiseLike<T>): Promise<T>
}
declare const Promise: PromiseConstructor

/** Returns the bytes that base64 stands for, as text of one byte a character. */
declare function atob(base64: string): string
/** Returns base64 of text of one byte a character. */
declare function btoa(bytes: string): string

/** The object whose members are the global variables. */
declare const global: Record<string, any>
