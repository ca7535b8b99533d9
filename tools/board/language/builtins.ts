import { engineWords } from './error-words.ts'
import type { Constructor, Realm } from './realm.ts'

// The engine was asked for each name below; test/conformance compares them again.

const words = (text: string): readonly string[] => text.split(' ')

const typedArray = words(
  'constructor buffer byteLength byteOffset length every fill filter find findIndex forEach includes indexOf join map ' +
    'reverse reduce set slice some sort subarray toString',
)

/** The members that the engine's built-in objects have; all others that the context has are removed. */
const kept: Readonly<Record<string, readonly string[]>> = {
  'Array.prototype': words(
    'length constructor concat fill find findIndex pop push reverse shift unshift slice sort splice includes indexOf ' +
      'join forEach filter map every some reduce toString',
  ),
  'String.prototype': words(
    'length constructor charAt charCodeAt concat endsWith includes indexOf lastIndexOf match padEnd padStart repeat ' +
      'replace replaceAll slice split substr substring startsWith toString trim toLowerCase toUpperCase valueOf',
  ),
  'Number.prototype': words('constructor toFixed toString valueOf'),
  'Function.prototype': words('length constructor apply bind call toString'),
  'Object.prototype': words('constructor hasOwnProperty toString valueOf __proto__'),
  'RegExp.prototype': words('constructor exec test toString source flags global ignoreCase'),
  'Error.prototype': words('constructor message toString'),
  'Date.prototype': words(
    'constructor toString toISOString toUTCString getDate setDate getDay getFullYear setFullYear getHours setHours ' +
      'getMilliseconds setMilliseconds getMinutes setMinutes getMonth setMonth getSeconds setSeconds getTime setTime ' +
      'getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth ' +
      'getUTCSeconds valueOf toJSON',
  ),
  'ArrayBuffer.prototype': words('constructor byteLength'),
  'DataView.prototype': words(
    'constructor buffer byteLength byteOffset getFloat32 getFloat64 getInt8 getInt16 getInt32 getUint8 getUint16 ' +
      'getUint32 setFloat32 setFloat64 setInt8 setInt16 setInt32 setUint8 setUint16 setUint32',
  ),
  TypedArray: [],
  'TypedArray.prototype': typedArray,
  Array: words('length name prototype isArray'),
  String: words('length name prototype fromCharCode'),
  Number: words('length name prototype MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY'),
  Object: words(
    'length name prototype assign getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames create ' +
      'defineProperties defineProperty getPrototypeOf setPrototypeOf keys entries fromEntries values',
  ),
  Date: words('length name prototype now parse'),
  ArrayBuffer: words('length name prototype'),
  RegExp: words('length name prototype'),
  // With these V8 makes stacks, and the engine's.
  Error: words('length name prototype stackTraceLimit prepareStackTrace'),
  Math: words('abs acos asin atan atan2 ceil cos exp floor log max min pow randInt random round sign sin sqrt tan clip wrap E PI LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2'),
} // prettier-ignore

/** The members of a constructor that is not listed above. */
const functionMembers = words('length name')

const globals = words(
  'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Date RegExp Error ' +
    'ReferenceError SyntaxError TypeError globalThis JSON Math ArrayBuffer Uint8Array Int8Array Uint16Array ' +
    'Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray DataView decodeURIComponent ' +
    'encodeURIComponent eval isFinite isNaN',
)

/** Built-ins whose methods the engine does not have on `X.prototype`, only on an instance. */
const veiled = words('Array String Number Function Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array ' +
  'Float32Array Float64Array Uint8ClampedArray') // prettier-ignore

/** Removes what the engine lacks, so that a name that is missing on a board is missing here, too. */
export function trimBuiltins(realm: Realm): void {
  for (const [path, names] of Object.entries(kept)) trim(path, resolve(realm, path), names)
  trim('global', realm.globalObject, globals)
  separateErrors(realm)
  for (const name of veiled) realm.builtins[name] = veil(realm, realm.intrinsics[name] as Constructor)
}

function resolve(realm: Realm, path: string): object {
  const [name = '', member] = path.split('.')
  const owner = (
    name === 'TypedArray' ? Object.getPrototypeOf(realm.intrinsics['Uint8Array']) : realm.intrinsics[name]
  ) as Constructor
  return member === undefined ? owner : (owner.prototype as object)
}

/** The members to remove from each built-in: the same in every context, so they are found once. */
const superfluous = new Map<string, readonly string[]>()

function trim(path: string, target: object, names: readonly string[]): void {
  const known = superfluous.get(path) ?? findSuperfluous(target, names)
  superfluous.set(path, known)
  for (const name of known) Reflect.deleteProperty(target, name)
}

function findSuperfluous(target: object, names: readonly string[]): readonly string[] {
  const own = Object.entries(Object.getOwnPropertyDescriptors(target))
  return own.flatMap(([name, { configurable }]) => (configurable === true && !names.includes(name) ? [name] : []))
}

/** Makes errors as the engine's: they have `type` instead of `name`, and only Error itself makes instances of Error. */
function separateErrors(realm: Realm): void {
  const { Error: base } = realm.intrinsics
  for (const type of ['Error', 'TypeError', 'SyntaxError', 'ReferenceError', 'InternalError']) {
    const constructor = realm.intrinsics[type] ?? internalError(realm)
    const prototype = constructor.prototype as Record<string, unknown>
    Reflect.deleteProperty(prototype, 'name')
    if (constructor !== base) Object.setPrototypeOf(prototype, realm.intrinsics.Object.prototype)
    prototype['type'] = type
    const toText = function (this: { message?: unknown }): string {
      const message = typeof this.message === 'string' ? this.message : ''
      return message === '' ? type : (engineWords(type, message) ?? `${type}: ${message}`)
    }
    const hidden = { value: realm.native(toText), writable: true, configurable: true, enumerable: false }
    Object.defineProperty(prototype, 'toString', hidden)
  }
}

/** Returns the constructor of InternalError, which only the engine has. */
function internalError(realm: Realm): Constructor {
  const source = '(function InternalError(message){if(!(this instanceof InternalError))return new InternalError(message);' +
    'this.message=message})' // prettier-ignore
  const constructor = realm.run(source, 'realm') as Constructor
  realm.builtins['InternalError'] = constructor
  return constructor
}

/** Returns a constructor whose `prototype` hides the built-in methods but takes new ones. */
function veil(realm: Realm, original: Constructor): object {
  const hidden = new Set(Object.getOwnPropertyNames(original.prototype as object))
  hidden.delete('constructor')
  for (const name of typedArray) if (original.name.endsWith('Array') && original.name !== 'Array') hidden.add(name)
  const prototype: unknown = new Proxy(original.prototype as object, {
    get: (target, name, self): unknown =>
      typeof name === 'string' && hidden.has(name) ? undefined : Reflect.get(target, name, self),
    set: (target, name, value): boolean => {
      if (typeof name === 'string') hidden.delete(name)
      return Reflect.set(target, name, value)
    },
  })
  const constructor = realm.native(function (this: unknown, ...args: unknown[]): unknown {
    return new.target ? Reflect.construct(original, args) : Reflect.apply(original, this, args)
  })
  for (const name of Object.getOwnPropertyNames(original)) {
    if (name === 'prototype' || !(kept[original.name] ?? functionMembers).includes(name)) continue
    Object.defineProperty(constructor, name, Object.getOwnPropertyDescriptor(original, name) ?? {})
  }
  Object.defineProperty(constructor, 'prototype', { value: prototype, writable: true })
  Object.defineProperty(constructor, Symbol.hasInstance, { value: (value: unknown) => value instanceof original })
  Object.defineProperty(original.prototype, 'constructor', { value: constructor, writable: true, configurable: true })
  return constructor
}
