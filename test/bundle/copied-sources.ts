import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Bundle } from '../../tools/build/bundle.ts'

/** All that a script is made of. */
const sources = ['firmware', 'apps', 'tools/build', 'rollup.config.mjs', 'package.json', 'package-lock.json']
const exported = /^export \* from '\.\/(thing\/[\w-]+\.ts)'\n/gm

/** A copy of the sources in a folder of its own, from which files can be removed, and the build of that copy. */
export class CopiedSources {
  private readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'apart-')))
  private worker: Worker | undefined

  constructor() {
    for (const each of sources) cpSync(resolve(each), join(this.folder, each), { recursive: true })
    symlinkSync(realpathSync('node_modules'), join(this.folder, 'node_modules'), 'junction')
  }

  /** The files that device.ts exports as features: one a file, named from firmware/ on. */
  get features(): string[] {
    return [...this.read('firmware/device.ts').matchAll(exported)].map(([, file]) => file ?? '')
  }

  /** Removes features: their files, and what exports them. */
  remove(features: readonly string[]): void {
    for (const each of features) rmSync(join(this.folder, 'firmware', each))
    const isLeft = (line: string, file: string): string => (features.includes(file) ? '' : line)
    this.replace('firmware/device.ts', (device) => device.replaceAll(exported, isLeft))
  }

  /** Puts back what was removed. */
  restore(): void {
    cpSync(resolve('firmware'), join(this.folder, 'firmware'), { recursive: true })
  }

  /** Builds an application of the copy, for a Pico W with `inline` inside. Throws an Error with what the build says. */
  async build(entry: string, inline?: Buffer): Promise<string> {
    const program = pathToFileURL(join(this.folder, 'tools/build/bundle-worker.mjs'))
    const worker = (this.worker ??= new Worker(program, { execArgv: [] }))
    const given = {
      entry: join(this.folder, entry),
      configInline: inline,
      configReadable: false,
      board: inline && 'pico-w',
    }
    const made = await new Promise<Bundle | { readonly error: string }>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject)
      worker.postMessage(given)
    })
    worker.removeAllListeners('error')
    if ('error' in made) throw new Error(`${entry}: ${made.error}`)
    return made.script
  }

  /** Changes one of its files. */
  replace(file: string, change: (text: string) => string): void {
    writeFileSync(join(this.folder, file), change(this.read(file)))
  }

  async dispose(): Promise<void> {
    await this.worker?.terminate()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }
}
