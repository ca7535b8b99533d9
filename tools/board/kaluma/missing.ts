/**
 * What Node's JavaScript has and Kaluma 1.2.1 lacks, found by listing the properties of all built-in objects in both. The
 * language itself lacks more (`?.`, `??=`, `#x`, lookbehind, named groups), which only a parser can tell.
 */
const globals = [
  ...['AggregateError', 'Atomics', 'FinalizationRegistry', 'Intl', 'SharedArrayBuffer', 'WeakRef', 'WebAssembly'],
  'Iterator',
]

const members: Readonly<Record<string, readonly string[]>> = {
  Array: ['fromAsync'],
  'Array.prototype': ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with'],
  'ArrayBuffer.prototype': ['resize', 'resizable', 'maxByteLength', 'transfer', 'transferToFixedLength', 'detached'],
  BigInt: ['asIntN', 'asUintN'],
  Error: ['captureStackTrace'],
  Map: ['groupBy'],
  Object: ['hasOwn', 'groupBy'],
  Promise: ['allSettled', 'any', 'withResolvers', 'try'],
  'String.prototype': [
    ...['anchor', 'at', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'isWellFormed', 'italics', 'link'],
    ...['normalize', 'small', 'strike', 'sub', 'sup', 'toWellFormed'],
  ],
  'Object.getPrototypeOf(Uint8Array).prototype': [
    ...['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'with'],
  ],
}

/** A script that removes it all from the context that runs it. */
export const removeMissing = [
  ...globals.map((name) => `delete globalThis.${name}`),
  ...Object.entries(members).flatMap(([owner, names]) => names.map((name) => `delete ${owner}.${name}`)),
].join(';')
