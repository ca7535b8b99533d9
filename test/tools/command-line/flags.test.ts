import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFlags } from '../../../tools/command-line/flags.ts'

const options = { wait: { type: 'string' }, port: { type: 'string' }, yes: { type: 'boolean' } } as const
const read = (...args: string[]) => ({ ...readFlags({ args, options }, 'npm run x').values })

test('a value may begin with a dash, and - alone is one', () => {
  assert.deepEqual(read('--wait', '-1', '--yes'), { wait: '-1', yes: true })
  assert.deepEqual(read('--wait=-1', '--port', '-'), { wait: '-1', port: '-' })
})

for (const [flag, ...args] of [
  ['--port', '--port', ''],
  ['--port', '--port='],
  ['--lang', '--lang', ''],
  ['--keep', '--keep', 'a', '--keep', ''],
] as const) {
  test(`${JSON.stringify(args)}: a value that is empty is bad-flag`, () => {
    const all = { ...options, keep: { type: 'string', multiple: true } } as const
    assert.throws(() => readFlags({ args: [...args], options: all }, 'npm run x'), {
      slug: 'bad-flag',
      message: `${flag} is empty`,
      hint: 'give it a value, or leave it out',
    })
  })
}

test('what follows -- is no flag', () => {
  const { positionals } = readFlags({ args: ['--', '--wait', '-1'], options, allowPositionals: true }, 'npm run x')
  assert.deepEqual(positionals, ['--wait', '-1'])
})

for (const [args, says] of [
  [['--wait'], '--wait wants a value'],
  [['--wait', '--yes'], '--wait wants a value'],
  [['--wait', '--5'], '--wait wants a value'],
  [['--yes=1'], '--yes takes no value'],
  [['more'], '"more" is one word too many'],
  [['--bogus'], "Unknown option '--bogus'"],
  [['-x'], "Unknown option '-x'"],
] as const) {
  test(`${args.join(' ')} is refused in one line of our own words`, () => {
    assert.throws(() => read(...args), { slug: 'unknown-flag', message: says, hint: 'npm run x -- --help' })
  })
}
