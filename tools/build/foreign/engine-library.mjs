import { phrase } from './phrase.mjs'

/**
 * What the engine has of the language's library, by the names that TypeScript's own types have for it; measured in Espruino
 * 2v29 on its builds with and without Unicode (`npm run test:foreign` asks it again where ESPRUINO is set). An interface that is not here has all of it.
 */
const list = (names) => new Set(names.split(' '))

const array =
  'length concat every fill filter find findIndex forEach includes indexOf join map reduce reverse slice some sort toString'
const typedArray = list(`${array.replace(' concat', '')} buffer byteLength byteOffset set subarray valueOf`)
const typedArrayNames = ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64']

export const members = new Map([
  ['Array', list(`${array} pop push shift splice unshift`)],
  ['ReadonlyArray', list(array)],
  ['ArrayConstructor', list('isArray prototype')],
  [
    'String',
    list(
      'length charAt charCodeAt concat endsWith includes indexOf lastIndexOf match padEnd padStart repeat replace replaceAll ' +
        'slice split startsWith substr substring toLowerCase toString toUpperCase trim valueOf',
    ),
  ],
  ['StringConstructor', list('fromCharCode prototype')],
  ['Number', list('toFixed toString valueOf')],
  ['NumberConstructor', list('MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY prototype')],
  [
    'Math',
    list(
      'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos asin atan atan2 ceil cos exp floor log max min pow random round sign ' +
        'sin sqrt tan',
    ),
  ],
  ['Object', list('constructor hasOwnProperty toString valueOf')],
  [
    'ObjectConstructor',
    list(
      'assign create defineProperties defineProperty entries fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors ' +
        'getOwnPropertyNames getPrototypeOf keys prototype setPrototypeOf values',
    ),
  ],
  ['Promise', list('catch then')],
  ['PromiseConstructor', list('all prototype reject resolve')],
  [
    'Date',
    list(
      'getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getUTCDate ' +
        'getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds setDate setFullYear ' +
        'setHours setMilliseconds setMinutes setMonth setSeconds setTime toISOString toJSON toString toUTCString valueOf',
    ),
  ],
  ['DateConstructor', list('now parse prototype')],
  ['RegExp', list('exec flags lastIndex source test toString')],
  ['Error', list('message stack')],
  ['Function', list('apply bind call length prototype toString')],
  ['CallableFunction', list('apply bind call')],
  ['NewableFunction', list('apply bind call')],
  ['ArrayBuffer', list('byteLength')],
  ['ArrayBufferConstructor', list('prototype')],
  ...typedArrayNames.flatMap((name) => [
    [`${name}Array`, typedArray],
    [`${name}ArrayConstructor`, list('prototype')],
  ]),
])

/** Global names of the language that the engine has. */
export const globals = new Set([
  ...typedArrayNames.map((name) => `${name}Array`),
  ...list(
    'Array ArrayBuffer Boolean DataView Date Error Function Infinity JSON Math NaN Number Object Promise ReferenceError RegExp ' +
      'String SyntaxError TypeError decodeURIComponent encodeURIComponent eval globalThis isFinite isNaN parseFloat parseInt ' +
      'undefined arguments',
  ),
])

const object = phrase`an object, and Object.keys() of it`
const parts = phrase`map(), and concat() for each part`
const lookUp = phrase`list[list.length - 1] and the like`
const loop = phrase`a loop`
const ownNumber = phrase`the global function without Number.`

/** What to write instead, by the name; where there is none, the name has no near relative. */
export const remedies = new Map([
  ...['Map', 'Set', 'WeakMap', 'WeakSet'].map((name) => [name, object]),
  ...['flat', 'flatMap'].map((name) => [name, parts]),
  ...['at', 'findLast', 'findLastIndex'].map((name) => [name, lookUp]),
  ...['entries', 'keys', 'values', 'lastIndexOf', 'reduceRight', 'copyWithin', 'matchAll'].map((name) => [name, loop]),
  ...['isFinite', 'isNaN', 'parseFloat', 'parseInt'].map((name) => [name, ownNumber]),
  ...[
    ['Symbol', phrase`a text`],
    ['Proxy', phrase`functions`],
    ['BigInt', phrase`a number: exact up to 2^53`],
    ['from', phrase`[].slice.call(), or a loop`],
    ['of', phrase`a list in brackets`],
    ['freeze', phrase`nothing: leave it out`],
    ['seal', phrase`nothing: leave it out`],
    ['hasOwn', phrase`object.hasOwnProperty(name), or in`],
    ['is', '==='],
    ['trunc', phrase`x < 0 ? Math.ceil(x) : Math.floor(x)`],
    ['log2', 'Math.log(x) / Math.LN2'],
    ['log10', 'Math.log(x) / Math.LN10'],
    ['cbrt', 'Math.pow(x, 1 / 3)'],
    ['hypot', 'Math.sqrt(x * x + y * y)'],
    ['imul', phrase`multiplication, and | 0`],
    ['isInteger', 'Math.floor(x) === x'],
    ['isSafeInteger', 'Math.floor(x) === x'],
    ['EPSILON', '2.220446049250313e-16'],
    ['MAX_SAFE_INTEGER', '9007199254740991'],
    ['MIN_SAFE_INTEGER', '-9007199254740991'],
    ['finally', phrase`the same function in then() and in catch()`],
    ['race', phrase`new Promise(), which the first one resolves`],
    ['any', phrase`new Promise(), which the first one resolves`],
    ['allSettled', phrase`Promise.all(), and a catch() for each`],
    ['toPrecision', 'toFixed()'],
    ['toExponential', 'toFixed()'],
    ['toLocaleString', 'toString()'],
    ['toLocaleTimeString', 'toString()'],
    ['toLocaleDateString', 'toString()'],
    ['UTC', phrase`Date.parse() of an ISO text`],
    ['codePointAt', 'charCodeAt()'],
    ['fromCodePoint', 'String.fromCharCode()'],
    ['trimStart', 'trim()'],
    ['trimEnd', 'trim()'],
    ['localeCompare', '< > ==='],
    ['search', phrase`match(), and its index`],
    ['name', phrase`message`],
    ['toSorted', phrase`slice() and sort()`],
    ['toReversed', phrase`slice() and reverse()`],
    ['structuredClone', phrase`JSON.parse(JSON.stringify(x))`],
    ['TextEncoder', 'E.toUint8Array(text)'],
    ['TextDecoder', 'E.toString(bytes)'],
    ['Buffer', 'E.toString(bytes), E.toUint8Array(text)'],
    ['queueMicrotask', 'setTimeout(f, 0)'],
    ['setImmediate', 'setTimeout(f, 0)'],
  ],
])
