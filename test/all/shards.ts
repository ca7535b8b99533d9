import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** One process: a folder of tests, or a check of its own that has no tests to count. */
export interface Shard {
  readonly name: string
  /** Arguments of node. */
  readonly command: readonly string[]
  /** Whether it runs tests of node:test. They want the firmware built. */
  readonly hasTests: boolean
}

const tsx = ['--import', import.meta.resolve('tsx')]

const runTests = [...tsx, '--test-reporter=spec', 'test/run.ts']

/** The slow ones first, so that none of them is left alone at the end. */
const order = ['test/faults', 'lint', 'test/tools/build', 'types', 'test/conformance']

/** All that can be tested here, as processes that may run side by side. */
export function findShards(): Shard[] {
  const folders = ['test/all', 'test/bundle', 'test/conformance', 'test/faults', 'test/firmware', 'test/support']
  const shards: Shard[] = [
    { name: 'types', command: ['node_modules/typescript/bin/tsc', '-b'], hasTests: false },
    { name: 'lint', command: [...tsx, 'test/lint.ts'], hasTests: false },
    // Three small folders that share what costs most, the start of a process.
    {
      name: 'test/soak fuzz paho',
      command: [...runTests, 'test', 'soak.test', 'fuzz-command', 'paho.test'],
      hasTests: true,
    },
    ...[...folders.filter((each) => existsSync(each)), ...foldersBelow('test/tools')].map((each) => ({
      name: each,
      command: [...runTests, each],
      hasTests: true,
    })),
  ]
  return shards.sort((one, other) => rank(one) - rank(other))
}

function rank({ name }: Shard): number {
  const at = order.indexOf(name)
  return at < 0 ? order.length : at
}

/** The folders in `folder`; a test beside them would never run, and is refused. */
function foldersBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const lost = entries.find((each) => each.isFile() && each.name.endsWith('.test.ts'))
  if (lost !== undefined) throw new Error(`${join(folder, lost.name)} must be in a folder of its own`)
  return entries.filter((each) => each.isDirectory()).map((each) => `${folder}/${each.name}`)
}
