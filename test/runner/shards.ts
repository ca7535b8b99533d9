import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** One process of `npm test`. */
export interface Shard {
  readonly folders: readonly string[]
  readonly files: readonly string[]
  /** Whether its tests need dist/firmware.js from the beginning. */
  readonly wantsScript: boolean
}

/**
 * What costs most is that a process loads what its tests use, so folders that use the same share a process. The longest
 * come first, so that none is left alone at the end.
 */
const shards: readonly Pick<Shard, 'folders' | 'wantsScript'>[] = [
  // Waits for boards most of the time.
  { folders: below('test/tools', 'install storage-layout'), wantsScript: false },
  {
    folders: below(
      'test/tools',
      'set-status cloud local-files command-line console doctor config device-names chaos product start tcp types',
    ),
    wantsScript: false,
  },
  { folders: ['test/faults'], wantsScript: true },
  // Both build a script for each application.
  { folders: ['test/features'], wantsScript: true },
  { folders: ['test/apps'], wantsScript: true },
  {
    folders: [
      ...below('test', 'bundle runner'),
      ...below('test/lab', 'api bench engine kaluma'),
      ...below('test/tools', 'build engine'),
    ],
    wantsScript: true,
  },
  {
    folders: [
      ...below('test', 'firmware peer virtual conformance'),
      ...below('test/lab', 'soak fuzz fuzz-cloud paho bench-boards cuts costs pico-w'),
      // Its mocked timers would reach the connections that fetch keeps open in the tests of the cloud's other rooms.
      ...below('test/tools', 'board board-kinds kaluma storage time cloud/store'),
    ],
    wantsScript: true,
  },
  { folders: below('test/tools', 'install/failures.test.ts commands'), wantsScript: false },
  { folders: below('test/tools', 'flash fleet image kaluma logs run serial'), wantsScript: false },
]

/**
 * Folders with a command of their own: what needs more than npm's packages, what takes long, and what looks at pages and
 * texts instead of running anything (a part of `npm run check`).
 */
const apart = [
  ...['test/browser', 'test/lab/official', 'test/lab/package'],
  // npm run test:builds
  ...below(
    'test',
    'lab/foreign bundle/inline.test.ts bundle/features-apart.test.ts apps/sdk-examples.test.ts apps/sdk-feature-examples.test.ts apps/page-examples.test.ts apps/examples-on-pico-w.test.ts features/queue-on-pico-w.test.ts',
  ),
  ...below('test/tools/build', 'application.test.ts build.test.ts kaluma.test.ts sizes.test.ts'),
  ...below('test/tools', 'flash/pico-w-built.test.ts start/pico-w-start.test.ts'),
  ...['test/docs', 'test/lab/figures', 'test/tools/words', 'test/runner/device-lint.test.ts'],
]

function below(folder: string, names: string): string[] {
  return names.split(' ').map((name) => `${folder}/${name}`)
}

/**
 * Returns all that can be tested with npm's packages alone, as processes that may run side by side; a test belongs to the
 * innermost folder that is named. Types and style, which take as long again, are `npm run check`. Throws an Error when a test
 * is in no shard.
 */
export function findShards(): readonly Shard[] {
  const folders = [...apart, ...shards.flatMap((shard) => shard.folders)]
  const byFolder = new Map<string, string[]>(folders.map((folder) => [folder, []]))
  const names = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'))
  for (const name of names.sort()) {
    const file = join('test', name).replaceAll('\\', '/')
    const [folder] = folders
      .filter((one) => `${file}/`.startsWith(`${one}/`))
      .sort((one, other) => other.length - one.length)
    if (folder === undefined) throw new Error(`${file} is in no shard`)
    byFolder.get(folder)?.push(file)
  }
  return shards.map((shard) => ({ ...shard, files: shard.folders.flatMap((folder) => byFolder.get(folder) ?? []) }))
}
