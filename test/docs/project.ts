import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readPage, type Page } from './page.ts'

/** What the pages may name. */
export interface Project {
  /** The npm scripts. */
  readonly scripts: readonly string[]
  /** The help of each script that has one. */
  readonly helps: Readonly<Record<string, string>>
  /** Words that a source has as a text of its own: fault words, names of boards, rules, values of flags. */
  readonly words: ReadonlySet<string>
  /** All sources, one after the other. */
  readonly sources: string
  /** Folders of firmware/, apps/, tools/ and test/. */
  readonly folders: readonly string[]
  readonly exists: (path: string) => boolean
}

const isSource = (name: string): boolean => /\.(ts|tsx|mjs|json)$/.test(name)

/** README, CONTRIBUTING and docs/. */
export function readPages(): Page[] {
  const files = [
    ...readdirSync('.').filter((name) => name.endsWith('.md')),
    ...readdirSync('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]
  return files.map((file) => readPage(file, readFileSync(file, 'utf8')))
}

/** The two lines about a folder that its name does not say. */
export function readRoomPages({ folders, exists }: Project): Page[] {
  const files = folders.map((folder) => `${folder}/README.md`).filter(exists)
  return files.map((file) => readPage(file, readFileSync(file, 'utf8')))
}

export function readProject(): Project {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const entries = ['firmware', 'apps', 'tools', 'test'].flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .map((entry) => ({ isFile: entry.isFile(), path: `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/') }))
      .filter(({ path }) => !path.includes('/node_modules')),
  )
  // What the tests of the pages make up is none of it.
  const files = entries
    .filter(({ isFile, path }) => isFile && isSource(path) && !path.startsWith('test/docs/'))
    .map(({ path }) => path)
  const texts = [...files, 'package.json', 'device.schema.json'].map((path) => readFileSync(path, 'utf8'))
  const sources = texts.join('\n')
  return {
    scripts: Object.keys(scripts),
    helps: JSON.parse(
      execFileSync(process.execPath, ['--import', 'tsx', 'test/docs/print-helps.ts'], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
      }),
    ) as Record<string, string>,
    words: new Set([...sources.matchAll(/['"]([a-z][a-z0-9]*(?:-[a-z0-9]+)+)['"]/g)].map(([, word = '']) => word)),
    sources,
    // One that is empty is left over from a move: git knows none.
    folders: entries.filter(({ isFile, path }) => !isFile && readdirSync(path).length > 0).map(({ path }) => path),
    exists: existsSync,
  }
}
