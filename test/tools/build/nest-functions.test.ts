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

/** `count` helpers, each used by two seldom functions and by the next helper. */
const manyHelpers = (count: number): string => {
  const each = Array.from({ length: count }, (_, at) => at)
  const helper = (at: number): string => `function helper${at}(a) { return a + ${at > 0 ? `helper${at - 1}(a)` : '1'} }`
  const sum = each.map((at) => `helper${at}(a)`).join(' + ')
  const tagged = ['one', 'two'].map((name) => `/** @seldom */ function ${name}(a) { return ${sum} }`)
  return [...each.map(helper), ...tagged, 'print(one(1)); print(two(2));'].join('\n')
}

test('up to 30 helpers are defined in it on the way to who needs them; of more none is: they are called through it', async () => {
  for (const [count, defined] of [
    [30, 30],
    [31, 0],
  ] as const) {
    const script = manyHelpers(count)
    const nested = await nest(script)
    assert.deepEqual(runScript(nested), runScript(script))
    assert.deepEqual(residents(nested), ['seldom'])
    assert.equal([...nested.matchAll(/return helper\d+\(argument0\)/g)].length, count - defined)
    assert.equal([...nested.matchAll(/\+ seldom\(\d+, a\)/g)].length > 0, defined === 0)
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
