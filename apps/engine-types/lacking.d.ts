/**
 * What ES5 has and the engine lacks: an editor strikes it through. `npm run api` checks that the engine does lack it. All of
 * it is undefined there, so that a call throws.
 */

interface ObjectConstructor {
  /** @deprecated The engine lacks it. */
  freeze<Value>(object: Value): Value
  /** @deprecated The engine lacks it. */
  isExtensible(object: any): boolean
  /** @deprecated The engine lacks it. */
  isFrozen(object: any): boolean
  /** @deprecated The engine lacks it. */
  isSealed(object: any): boolean
  /** @deprecated The engine lacks it. */
  preventExtensions<Value>(object: Value): Value
  /** @deprecated The engine lacks it. */
  seal<Value>(object: Value): Value
}

interface Object {
  /** @deprecated The engine lacks it. */
  isPrototypeOf(object: object): boolean
  /** @deprecated The engine lacks it: hasOwnProperty(). */
  propertyIsEnumerable(name: PropertyKey): boolean
}

interface String {
  /** @deprecated The engine lacks it: `<` compares byte by byte. */
  localeCompare(other: string): number
  /** @deprecated The engine lacks it: indexOf(), or match(). */
  search(pattern: string | RegExp): number
  /** @deprecated The engine lacks it: toLowerCase(). */
  toLocaleLowerCase(): string
  /** @deprecated The engine lacks it: toUpperCase(). */
  toLocaleUpperCase(): string
}

interface Number {
  /** @deprecated The engine lacks it: toFixed(). */
  toExponential(digits?: number): string
  /** @deprecated The engine lacks it: toFixed(). */
  toLocaleString(): string
  /** @deprecated The engine lacks it: toFixed(). */
  toPrecision(digits?: number): string
}

interface Array<T> {
  /** @deprecated The engine lacks it: a loop. */
  lastIndexOf(value: T, from?: number): number
  /** @deprecated The engine lacks it: reverse(), then reduce(). */
  reduceRight<Result>(step: (result: Result, value: T, index: number, array: T[]) => Result, first: Result): Result
}

interface DateConstructor {
  /** @deprecated The engine lacks it. */
  UTC(
    year: number,
    month: number,
    day?: number,
    hours?: number,
    minutes?: number,
    seconds?: number,
    ms?: number,
  ): number
}

interface Date {
  /** @deprecated The engine lacks it: toString(). */
  toDateString(): string
  /** @deprecated The engine lacks it: toString(). */
  toLocaleDateString(): string
  /** @deprecated The engine lacks it: toString(). */
  toLocaleString(): string
  /** @deprecated The engine lacks it: toString(). */
  toLocaleTimeString(): string
  /** @deprecated The engine lacks it: toString(). */
  toTimeString(): string
}

interface ArrayBuffer {
  /** @deprecated The engine lacks it: new Uint8Array(buffer, from, length). */
  slice(from?: number, to?: number): ArrayBuffer
}

interface ArrayBufferConstructor {
  /** @deprecated The engine lacks it. */
  isView(value: any): value is ArrayBufferView
}

interface Uint8ArrayConstructor {
  /** @deprecated The engine lacks it: new Uint8Array(values). */
  from(values: ArrayLike<number>): Uint8Array<ArrayBuffer>
  /** @deprecated The engine lacks it: new Uint8Array([...]). */
  of(...values: number[]): Uint8Array<ArrayBuffer>
}

/** @deprecated The engine lacks it: encodeURIComponent(). */
declare function encodeURI(uri: string): string
/** @deprecated The engine lacks it: decodeURIComponent(). */
declare function decodeURI(uri: string): string
/** @deprecated The engine lacks it: encodeURIComponent(). */
declare function escape(text: string): string
/** @deprecated The engine lacks it: decodeURIComponent(). */
declare function unescape(text: string): string
