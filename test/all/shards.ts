import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** One process: a folder of tests, or a few small ones. */
export interface Shard {
  readonly name: string
  /** Arguments of node. */
  readonly command: readonly string[]
}

const tsx = ['--import', import.meta.resolve('tsx')]

const runTests = [...tsx, '--test-reporter=spec', 'test/run.ts']

/** The slow ones first, so that none of them is left alone at the end. */
const order = [
  'test/tools/flash',
  'test/faults',
  'test/tools/build',
  'test/bundle',
  'test/tools/cloud',
  'test/tools/doctor',
  'test/conformance',
]

/**
 * All that can be tested with npm's packages alone, as processes that may run side by side. Types and style, which no test
 * needs and which take as long again, are `npm run check`; what needs a browser is `npm run test:browser`.
 */
export function findShards(): Shard[] {
  const folders = ['all', 'bench', 'bundle', 'conformance', 'faults', 'firmware', 'support'].map(
    (each) => `test/${each}`,
  )
  const shards: Shard[] = [
    // Small folders that share what costs most, the start of a process.
    {
      name: 'test/soak fuzz paho bench-boards',
      command: [...runTests, 'test', 'soak.test', 'fuzz-command', 'paho.test', 'bench-boards'],
    },
    ...[...folders.filter((each) => existsSync(each)), ...foldersBelow('test/tools')].map((each) => ({
      name: each,
      command: [...runTests, each],
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
