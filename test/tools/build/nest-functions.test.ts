import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nestFunctions } from '../../../tools/build/passes/nest-functions.mjs'
import { oneLine, runPasses } from './run-passes.ts'

const nest = async (script: string) => oneLine(await runPasses(script, ...nestFunctions()))

/** What a script says by `print`, its timers run at its end. */
function runScript(script: string): string[] {
  const [said, timers]: [string[], (() => void)[]] = [[], []]
  new Function('print', 'setTimeout', script)(
    (text: unknown) => said.push(String(text)),
    (task: () => void) => timers.push(task),
  )
  for (const task of timers) task()
  return said
}

/** What is declared at the top level: it stays in memory for ever. */
const residents = (script: string) =>
  [...oneLine(script).matchAll(/(?:^|[;}/] )function (\w+)\(/g)].map(([, name]) => name)

const seldomScript = `
function often(a) { return rare(a) + other(a, 2) }
/** @seldom */
function rare(a) { return a + helper(a) }
/** Two lines of why.
 * @seldom */
function other(a, b) { return helper(a * b) }
function helper(a) { return a * 10 }
print(often(1));
print(rare(5));
`

test('what is seldom, and what only that uses, moves into one function, and does the same', async () => {
  const nested = await nest(seldomScript)
  assert.deepEqual(runScript(nested), runScript(seldomScript))
  assert.deepEqual(runScript(nested), ['31', '55'])
  assert.deepEqual(residents(nested), ['often', 'seldom'])
})

test('what only the start uses moves into it, also where assignments stand before it in its statement', async () => {
  for (const before of ['', 'a = 1, b = 2, ']) {
    const script = `var a = 0, b = 0;\nfunction once() { return a + b }\n${before}setTimeout(function () { print(once()) }, 0);\n`
    const nested = await nest(script)
    assert.deepEqual(runScript(nested), runScript(script))
    assert.deepEqual(residents(nested), [])
  }
})

/** `count` seldom functions, each of which calls the one before and one that all call. */
const manySeldom = (count: number): string => {
  const each = Array.from({ length: count - 1 }, (_, at) => at)
  const one = (at: number): string =>
    `/** @seldom */ function f${at}(a) { return common(a) + ${at > 0 ? `f${at - 1}(a)` : '0'} }`
  const common = '/** @seldom */ function common(a) { return a + 1 }'
  return [common, ...each.map(one), `print(f${count - 2}(1)); print(f3(5)); print(common(1));`].join('\n')
}

test('up to 64 seldom functions are in one function; more are in several, of 16 at most, and do the same', async () => {
  for (const [count, functions] of [
    [64, 1],
    [65, 5],
    [160, 10],
  ] as const) {
    const script = manySeldom(count)
    const nested = await nest(script)
    assert.deepEqual(runScript(nested), runScript(script))
    const islands = residents(nested)
    assert.ok(islands.every((name) => /^seldom\d*$/.test(name ?? '')))
    assert.ok(islands.length >= functions && islands.length <= functions + 2, `${count}: ${islands.join(' ')}`)
    const cases = (nested.match(/if \(which == \d+\)/g) ?? []).map((text) => Number(/\d+/.exec(text)?.[0]))
    assert.ok(Math.max(...cases) < (count > 64 ? 16 : 64))
  }
})

test('a function without the tag, or that others use, too, stays', async () => {
  const script = `${seldomScript} print(helper(3));`
  const nested = await nest(script)
  assert.deepEqual(runScript(nested), ['31', '55', '30'])
  assert.deepEqual(residents(nested), ['often', 'helper', 'seldom'])
})

test('a variable of the same name is not the function', async () => {
  const script = `${seldomScript}
function hides(rare) { var other = rare; return other }
print(hides(8));
`
  const nested = await nest(script)
  assert.deepEqual(runScript(nested), ['31', '55', '8'])
  assert.deepEqual(residents(nested), ['often', 'hides', 'seldom'])
})

test('a seldom function that is handed over is a resident one that calls it', async () => {
  const script = `
/** @seldom */
function later() { print('later') }
/** @seldom */
function now() { setTimeout(later, 1) }
print('first');
now();
`
  const nested = await nest(script)
  assert.deepEqual(runScript(nested), ['first', 'later'])
  assert.match(nested, /function laterLater\(\) \{ seldom\(\d\) \}/)
})

test('a function that is apart stays outside, and is not put into a seldom one that alone calls it', async () => {
  const script = `
/** @seldom */
function rare(a) { return keep(() => a) }
/** @apart */
function keep(f) { setTimeout(f, 1); return 'kept' }
print(rare(1));
print(rare(2));
`
  const nested = await nest(script.replaceAll('() => a', 'function () { print(a) }'))
  assert.deepEqual(runScript(nested), ['kept', 'kept', '1', '2'])
  assert.deepEqual(residents(nested), ['keep', 'seldom'])
  assert.match(nested, /@__NOINLINE__\*\/ ?keep\(/)
})

const startScript = (own: string, local = 'local') => `
var state = 1;
function only(a) { ${own} return a + state }
function both(a) { return a }
setTimeout(function () { var ${local} = only(1); print(both(${local})) }, 1);
print(both(7));
`

test('what only the start uses moves into it, and does the same', async () => {
  const nested = await nest(startScript(''))
  assert.deepEqual(runScript(nested), ['7', '2'])
  assert.deepEqual(residents(nested), ['both'])
})

test('a function that moves into the start and uses a variable which the start has, too, fails the build', async () => {
  await assert.rejects(nest(startScript('', 'state')), /only uses state, which the start has, too/)
})

test('a variable of its own by that name does not', async () => {
  const script = startScript('var local = 40; a += local;')
  assert.deepEqual(runScript(await nest(script)), ['7', '42'])
})

for (const body of ['return this.a', 'return [this]', 'if (print) return this']) {
  test(`a seldom function that uses this fails the build: ${body}`, async () => {
    await assert.rejects(nest(`/** @seldom */\nfunction rare() { ${body} }\nrare();`), /rare is seldom and uses this/)
  })
}

test('any other function may use it', async () => {
  const script = 'function often() { return this.a }\nprint(often.call({ a: 4 }));'
  assert.deepEqual(runScript(await nest(script)), ['4'])
})

test('what the start hands over stays outside: kept, it would keep all of the start', async () => {
  const script = `
function handler() { print('handled') }
function used(f) { f() }
/** @start */
function once() { print('once') }
setTimeout(function () { print('start'); setTimeout(handler, 1); used(once) }, 1);
`
  const nested = await nest(script)
  assert.deepEqual(residents(nested), ['handler'])
  assert.match(nested, /var once = function/)
})

test('a seldom function that is exported does what it did, and returns it', async () => {
  const nested = await nest('/** @seldom */\nfunction rare(a, b) { return a + b }\nexport { rare as other };')
  assert.match(nested, /function rareLater\(argument0, argument1\) \{ return seldom\(0, argument0, argument1\) \}/)
  assert.match(nested, /export \{ rareLater as other \}/)
})

for (const [what, script, says] of [
  [
    'uses arguments',
    '/** @seldom */\nfunction rare() { return arguments[0] }\nrare();',
    /rare is seldom and uses arguments/,
  ],
  [
    'has a result and is handed over',
    '/** @seldom */\nfunction rare(a) { return a + 1 }\nf(rare);',
    /rare .* would get lost/,
  ],
] as const) {
  test(`a seldom function that ${what} fails the build`, async () => {
    await assert.rejects(nest(script), says)
  })
}

for (const [script, says] of [
  [
    'var which = 1;\n/** @seldom */\nfunction rare() { return f(which) }\nrare();',
    /rare uses which, which seldom has, too/,
  ],
  [
    'var argument1;\n/** @seldom */\nfunction rare(a, b) { f(argument1) }\nrare();',
    /rare uses argument1, which seldom/,
  ],
  [
    '/** @seldom */\nfunction rare() {}\nfunction g(seldom) { rare() }\ng();',
    /rare is seldom, and there is a seldom already/,
  ],
  ['var rareLater;\n/** @seldom */\nfunction rare() {}\nrare();', /rare is seldom, and there is a rareLater already/],
] as const)
  test(`a name that the pass makes fails the build: ${String(says)}`, async () => {
    await assert.rejects(nest(script), says)
  })

for (const script of ['f(() => 1)', 'let a = 1', 'class A {}', 'var [a] = b', 'function f(a = 1) {}', 'f(...a)'])
  test(`what is no ES5 fails the build: ${script}`, async () => {
    await assert.rejects(nest(`function g() {}\n${script}`), /only ES5 is understood/)
  })

test('the start is found where an assignment was put behind it with a comma', async () => {
  const nested = await nest(`
function only() { return 'once' }
var later;
setTimeout(function () { print(only()); print(later) }, 0), later = 1;
`)
  assert.deepEqual(runScript(nested), ['once', '1'])
  assert.deepEqual(residents(nested), [])
})
