import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFlags } from '../../../tools/command-line/flags.ts'

const options = { wait: { type: 'string' }, port: { type: 'string' }, yes: { type: 'boolean' } } as const
const read = (...args: string[]) => ({ ...readFlags({ args, options }, 'npm run x').values })

test('a value may begin with a dash, and - alone is one', () => {
  assert.deepEqual(read('--wait', '-1', '--yes'), { wait: '-1', yes: true })
  assert.deepEqual(read('--wait=-1', '--port', '-'), { wait: '-1', port: '-' })
})

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
