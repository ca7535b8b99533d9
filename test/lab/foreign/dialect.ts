/** An application in the language of today, which prints a line of JSON for each thing that it tries. All text is ASCII. */
export const application = `
declare function print(text: string): void
const say = (...what: unknown[]) => print(JSON.stringify(what))

// Classes.
class A {
  static made = 0
  static of(n: number) { return new this(n) }
  count = 1
  constructor(public n: number) { A.made++ }
  get twice() { return this.n * 2 }
  set twice(value: number) { this.n = value / 2 }
  get() { return this.n }
  delete() { return 'deleted' }
}
class B extends A { get() { return super.get() + 1 } }
class C extends B {
  extra = [this.n]
  arrow = () => this.n
  get() { return super.get() + 1 }
}
const c = new C(5)
c.twice = 14
say(c.get(), c.twice, c.extra, c.arrow.call(null), c.count, c.delete(), A.made, C.of(2) instanceof A, c instanceof B)
say(Object.keys(c), c.constructor === C, typeof C.of, JSON.stringify(c))

// Enums and namespaces.
enum Color { Red, Green = 'g', Blue = 5, Next }
const enum Level { Low = 1, High }
namespace Room { export const v = 7; export function f() { return v } }
say(Color.Red, Color[0], Color.Green, Color.Next, Level.High, Room.f())

const name = 'x'

// Lists and objects, taken apart and put together.
const list = [1, ...[2, 3], 4, ...'ab'.split('')]
const { a, missing = 'm', ...rest } = { a: 1, b: 2, c: { d: 3 } } as { a: number; b: number; c: { d: number }; missing?: string }
const [first, , third = 9, ...others] = list
const { c: { d } } = rest
say(list, a, missing, rest, first, third, others, d)
let [x, y] = [1, 2]
;[x, y] = [y, x]
say(x, y, { ...rest, b: 5 }, { ['k' + 1]: 1, [name]: 2 }, [...list].length)
const sum = (...numbers: number[]) => numbers.reduce((all, each) => all + each, 0)
say(sum(...[1, 2]), sum(1, ...[2, 3], 4), Math.max(...[3, 9, 4]), Math.max(1, ...[3]))
function given(one = 1, { two = 2, three }: { two?: number; three: number } = { three: 3 }, four = one + two) { return [one, two, three, four] }
say(given(), given(5, { three: 6 }), given(undefined, undefined, 0))

// Loops and what is closed over in them.
const made: (() => unknown)[] = []
for (let i = 0; i < 3; i++) made.push(() => i)
for (const each of ['a', 'b']) made.push(() => each)
for (const key in { p: 1, q: 2 }) { const copy = key + key; made.push(() => copy) }
for (let i = 0; i < 4; i++) { if (i === 1) continue; if (i === 3) break; made.push(() => i * 10) }
say(made.map((f) => f()))
for (const [key, value] of Object.entries({ m: 1, n: 2 })) say(key, value)
let turns = 0
do { turns++ } while (turns < 3)
for (;;) { if (turns++ > 5) break }
say(turns)

// Variables and functions before their line, and in branches.
say(early(), typeof late!, hoisted(false), hoisted(true), (globalThis as { inner?: number }).inner)
function early() { return later() }
function later() { return 'later' }
var late = 1
function hoisted(found: boolean) {
  if (found) { var inner: number | undefined = 1; for (var at = 0; at < 2; at++); }
  else inner = undefined
  inner = (inner ?? 10) + 1
  return [inner, at! ?? 'none', nested()]
  function nested() { return typeof at }
}
{
  const block = 'block'
  say(inBlock())
  function inBlock() { return block }
}
(function () { say(typeof arguments, arguments.length) })()
for (((n: number) => { turns = n })(0); turns < 2; turns++);
say(turns)

// Operators.
let maybe: number | undefined
maybe ??= 4
maybe ||= 5
maybe &&= maybe + 2
const deep: { p?: { q?: () => number } } = { p: { q: () => 6 } }
say(maybe, deep?.p?.q?.(), (deep as { z?: { y: number } }).z?.y ?? 'none', 2 ** 3, 1_000, 0b11, 0o17)
say(typeof undefined, 'a' in { a: 1 }, !!name, 7 % 3, -7 >> 1, -1 >>> 28, ~5)

// Texts.
say(\`a\${name}b\${\`\${1 + 1}\`}"'\`, 'line\\n\\t\\x41\\u0041\\u{41}', \`two
lines\`, 'abc'.padStart(5, '.'), 'a-b-c'.replaceAll('-', '+'), 'abc'.includes('b'))
say([...'xy'].join('|'), 'a,b'.split(','), 'abc'.slice(-2), ' t '.trim(), 'ab'.repeat(2), /(\\d+)-([a-z]*)/g.exec('12-ab'))
say('a1b2'.replace(/[0-9]/g, (digit) => String(Number(digit) * 2)), Array.prototype.slice.call([1, 2, 3], 1))
say(String.prototype.trim.call(' p '), Object.prototype.hasOwnProperty.call({ own: 1 }, 'own'))

// Errors and choices.
function attempt(what: number) {
  try {
    if (what === 1) return 'returned'
    if (what === 2) throw new Error('thrown')
    if (what === 3) (undefined as unknown as { p: number }).p
    return 'through'
  } catch (error) {
    return error instanceof Error ? 'caught' : 'other'
  } finally {
    turns++
  }
}
say([0, 1, 2, 3].map(attempt), turns)
try { throw 'text' } catch { say('caught without a name') }
const choose = (value: unknown) => {
  switch (value) {
    case 1:
    case 2: { const low = 'low'; return low }
    case 'three': return 3
    default: return 'none'
  }
}
say([1, 2, 'three', 4].map(choose))

// What the engine has of the library.
say([3, 1, 2].sort((one, other) => one - other), [1, 2].map((n) => n * 2).filter((n) => n > 2), [1, 2].some((n) => n > 1))
say([1, 2, 3].find((n) => n > 1), [1].includes(1), [1, [2]].concat([3]), Array.isArray([]), [1, 2].fill(0), [1, 2, 3].splice(1, 1))
say(Object.assign({ p: 1 }, { q: 2 }), Object.values({ r: 3 }), Object.fromEntries([['s', 4]]), new Uint8Array([1, 300])[1])
say(JSON.parse('{"t":[1,null,true]}'), isNaN(NaN), parseInt('12px'), Number('5'), (1.25).toFixed(1), Math.sign(-3))
const bound = function (this: { v: number }, more: number) { return this.v + more }.bind({ v: 1 })
say(bound(2), Math.max.apply(null, [1, 2]), ((one: number, ...more: number[]) => more.length).call(null, 1, 2, 3))
new Promise<number>((resolve) => resolve(1)).then((n) => { say('then', n); throw new Error('no') }).catch((error: Error) => { say('catch', error.message); print('"end"') })
`
