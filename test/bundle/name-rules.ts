import type { Scopes } from './scopes.ts'
import { dottedNames, type Finding, type Script } from './script.ts'

const words = (text: string) => new Set(text.split(/\s+/))

/** Globals of the builds for boards, measured on the engine, as far as a script has a use for them. */
const globals = words(`
  Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Date RegExp Error TypeError
  SyntaxError ReferenceError JSON Math ArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array
  Int32Array Float32Array Float64Array Uint8ClampedArray Promise isFinite isNaN encodeURIComponent decodeURIComponent
  arguments atob btoa console print require process E Pin setTimeout clearTimeout setInterval clearInterval
  changeInterval getTime setTime getSerial digitalWrite digitalRead digitalPulse pinMode setWatch clearWatch load save
  reset Modules global`)

/** What those of them have that other builds of JavaScript have more of. */
const members: Readonly<Record<string, ReadonlySet<string>>> = {
  Object: words(`assign create defineProperties defineProperty entries fromEntries getOwnPropertyDescriptor
    getOwnPropertyDescriptors getOwnPropertyNames getPrototypeOf keys setPrototypeOf values`),
  Math: words(`abs acos asin atan atan2 ceil cos exp floor log max min random round sign sin sqrt tan clip wrap E PI LN2
    LN10 LOG2E LOG10E SQRT2 SQRT1_2`),
  Array: words('isArray'),
  String: words('fromCharCode'),
  Number: words('MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY'),
  Date: words('now parse'),
  JSON: words('parse stringify'),
  Promise: words('all resolve reject'),
}

/** Methods of the engine's strings, lists, numbers, dates ... */
const methods = words(`
  concat fill find findIndex pop push reverse shift unshift slice sort splice includes indexOf join forEach filter map
  every some reduce toString charAt charCodeAt endsWith lastIndexOf match padEnd padStart repeat replace replaceAll split
  substr substring startsWith trim toLowerCase toUpperCase valueOf toFixed apply bind call hasOwnProperty exec test set
  subarray then catch toJSON toISOString toUTCString getTime setTime getDate getDay getFullYear getHours getMilliseconds
  getMinutes getMonth getSeconds getTimezoneOffset setDate setFullYear setHours setMilliseconds setMinutes setMonth
  setSeconds getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds
  getInt8 getInt16 getInt32 getUint8 getUint16 getUint32 setInt8 setInt16 setInt32 setUint8 setUint16 setUint32
  getFloat32 getFloat64 setFloat32 setFloat64`)

/** Methods that computers have and the engine has not. */
const missing = new Set(
  [Object, Array, String, Number, Function, RegExp, Date, Promise, Uint8Array, DataView]
    .flatMap((each) => [each.prototype, Object.getPrototypeOf(each.prototype) as object | null])
    .flatMap((each) => (each === null ? [] : Object.getOwnPropertyNames(each)))
    .filter((name) => !methods.has(name) && name !== 'constructor'),
)

/** Names that the engine lacks, and globals that come to be by assignment. */
export function checkNames(script: Script, scopes: Scopes): Finding[] {
  const free = scopes.free.flatMap(({ at, name, isWrite }) => {
    if (isWrite) return [{ at, what: `assigns to ${name}, which makes a global or replaces the engine's` }]
    return globals.has(name) ? [] : [{ at, what: `the engine has no ${name}` }]
  })
  return [...free, ...checkMembers(script)]
}

function checkMembers({ nodes, parents }: Script): Finding[] {
  return nodes.flatMap((node) => {
    const names = dottedNames(node)
    if (names === undefined) return []
    const { object = '', member } = names
    const at = node.start
    const known = Object.hasOwn(members, object) ? members[object] : undefined
    if (member === 'prototype' && globals.has(object)) {
      return [{ at, what: `${object}.prototype: built-ins read as undefined on it` }]
    }
    if (object === 'Math' && member === 'pow') return [{ at, what: 'Math.pow is inexact from 2^31 up' }]
    if (known !== undefined) return known.has(member) ? [] : [{ at, what: `the engine has no ${object}.${member}` }]
    const parent = parents.get(node)
    const isCalled = parent?.type === 'CallExpression' && parent.callee === node
    return isCalled && missing.has(member) ? [{ at, what: `the engine has no method ${member}()` }] : []
  })
}
