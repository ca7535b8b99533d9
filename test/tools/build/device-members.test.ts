import assert from 'node:assert/strict'
import { dirname, resolve } from 'node:path'
import { test } from 'node:test'
import type { Plugin } from 'rollup'
import { deviceMembers } from '../../../tools/build/passes/device-members.mjs'
import { rollup } from '../../../tools/build/rollup.mjs'
import { oneLine } from './run-passes.ts'

const api = `import * as all from './device.ts'
import { subscribe } from './link/link.ts'
export { log } from './log.ts'
export * from './thing/x.ts'
export { subscribe }
export function on() { print('on') }
export function onProp() { print('onProp') }
export function device() { return all }
`
const firmware: Readonly<Record<string, string>> = {
  'firmware/device.ts': api,
  'firmware/link/link.ts': "export function subscribe() { print('subscribe') }",
  'firmware/log.ts': "export function log() { print('log') }",
  'firmware/thing/x.ts':
    "export function postEvent() { print('postEvent') }\nexport function onConfig() { print('onConfig') }",
}
const head = "import { device } from '../firmware/device.ts'\nconst d = device()\n"

/** The script that becomes of these modules, of which the first is the entry. */
async function build(files: Readonly<Record<string, string>>): Promise<string> {
  const sources = new Map(Object.entries({ ...firmware, ...files }).map(([name, source]) => [resolve(name), source]))
  const [entry = ''] = Object.keys(files)
  const virtual: Plugin = {
    name: 'virtual',
    resolveId: (source, importer) => resolve(importer === undefined ? '.' : dirname(importer), source),
    load: (id) => sources.get(id) ?? null,
  }
  const plugins = [virtual, deviceMembers(resolve(entry))]
  const made = await rollup({ input: entry, plugins, treeshake: { moduleSideEffects: false } })
  const { output } = await made.generate({ format: 'es' })
  await made.close()
  return output[0].code
}

/** The members of the object that `device()` returns. */
async function membersOf(...sources: string[]): Promise<string[]> {
  const others = sources.slice(1).map((source, at) => [`node_modules/m/m${at}.js`, source] as const)
  const imports = others.map(([name]) => `import '../${name}'\n`).join('')
  const script = await build({
    'apps/app.js': `${imports}${head}f(d)\n${sources[0] ?? ''}`,
    ...Object.fromEntries(others),
  })
  const [, members = ''] = /return \{ (.*?) ?\}/.exec(oneLine(script)) ?? assert.fail(script)
  return members.split(', ').filter((each) => each !== '')
}

test('members that the application names are there, and what they need; of others nothing is in the script', async () => {
  const script = await build({ 'apps/app.js': `${head}d.on()\nd.postEvent()` })
  assert.match(oneLine(script), /return \{ on: on, postEvent: postEvent \}/)
  assert.doesNotMatch(script, /onConfig|subscribe|'log'|all\b/)
  const printed: string[] = []
  new Function('print', script)((text: string) => printed.push(text))
  assert.deepEqual(printed, ['on', 'postEvent'])
})

for (const [how, source] of [
  ['a property', 'd.postEvent()'],
  ['a text', "d['postEvent']()"],
  ['a word of a longer text', "f('on this postEvent, please')"],
  ['destructuring', 'const { postEvent } = d\nf(postEvent)'],
  ['a name of its own', 'const postEvent = 1\nf(postEvent)'],
  ['a template', 'f(`${d} postEvent`)'],
] as const)
  test(`named by ${how}`, async () => {
    const members = await membersOf(source)
    assert.ok(members.includes('postEvent: postEvent') || members.includes('postEvent: postEvent$1'), String(members))
  })

test('a name that only a package has counts, one of a comment does not', async () => {
  assert.deepEqual(await membersOf('f(d) // onConfig', "g('subscribe')"), ['subscribe: subscribe'])
})

test('what its type leaves out is no member, and nobody names it twice', async () => {
  assert.deepEqual(await membersOf('d.log(d.onProp, d.device, d.on)'), ['on: on'])
})

test('an application that does not use it has none of it', async () => {
  const script = await build({ 'apps/app.js': "import { on } from '../firmware/device.ts'\non('postEvent')" })
  assert.doesNotMatch(script, /return|postEvent\(\)|device/)
})

test('it is refused to use the module itself otherwise', async () => {
  const source = api.replace('return all', 'print(all); return all')
  await assert.rejects(
    build({ 'apps/app.js': head, 'firmware/device.ts': source }),
    /device\.ts uses all otherwise than to return it/,
  )
})
