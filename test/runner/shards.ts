import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** One process: folders of tests. */
export interface Shard {
  readonly folders: readonly string[]
  /** Whether its tests want dist/firmware.js from the first on. */
  readonly wantsScript: boolean
}

/**
 * What costs most is that a process reads what its tests use: folders that use the same share one. The longest first, so
 * that none of them is left alone at the end.
 */
const shards: readonly Shard[] = [
  // These two wait for boards most of the time.
  { folders: below('test/tools', 'flash fleet image logs run'), wantsScript: false },
  { folders: ['test/tools/install', 'test/tools/container'], wantsScript: false },
  {
    folders: below('test/tools', 'cloud commands console doctor config chaos start words'),
    wantsScript: false,
  },
  { folders: ['test/faults'], wantsScript: true },
  {
    folders: [
      'test/tools/build',
      'test/bundle',
      'test/lab/bench',
      'test/lab/figures',
      'test/tools/engine',
      'test/runner',
    ],
    wantsScript: true,
  },
  {
    folders: [
      ...below('test', 'firmware peer memory fuzz conformance'),
      ...below('test/lab', 'soak fuzz paho bench-boards cuts'),
      ...below('test/tools', 'board board-kinds'),
    ],
    wantsScript: true,
  },
]

function below(folder: string, names: string): string[] {
  return names.split(' ').map((name) => `${folder}/${name}`)
}

/** Folders whose tests need more than npm's packages; each has a command of its own. */
const apart = ['test/browser', 'test/lab/official']

/**
 * All that can be tested with npm's packages alone, as processes that may run side by side. Types and style, which no test
 * needs and which take as long again, are `npm run check`. Error: a test is in no shard.
 */
export function findShards(): readonly Shard[] {
  const known = new Set([...apart, ...shards.flatMap(({ folders }) => folders)])
  for (const name of readdirSync('test', { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.test.ts')) continue
    const parts = join('test', name).replaceAll('\\', '/').split('/')
    if (!parts.some((_, at) => known.has(parts.slice(0, at).join('/')))) throw new Error(`test/${name} is in no shard`)
  }
  return shards
}
