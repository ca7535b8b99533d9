import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A verb that ended. */
export interface Ended {
  readonly code: number | null
  /** Standard output and standard error. */
  readonly said: string
}

/** A verb that goes on. */
export interface Running {
  /** Waits until what it prints has the pattern, and returns the match. Rejects when it ends without. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  /** Ctrl-C; returns the exit code. */
  stop(): Promise<number | null>
}

/** A folder of a user who has installed the package, and nothing else but Node. */
export interface Consumer {
  readonly folder: string
  /** What `npm install` printed. */
  readonly installed: string
  npx(...words: string[]): Ended
  run(...words: string[]): Ended
  start(...words: string[]): Running
  write(file: string, text: string): void
  close(): void
}

const npm =
  process.env['npm_execpath'] ?? join(dirname(realpathSync(process.execPath)), '../lib/node_modules/npm/bin/npm-cli.js')

/** Packs the package, and installs it as its page says. `environment` is what its verbs have beside a PATH. */
export function installPackage(environment: NodeJS.ProcessEnv): Consumer {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'package-')))
  const [folder, tools] = [join(place, 'my lamp'), join(place, 'only node')]
  for (const each of [folder, tools]) mkdirSync(each)
  symlinkSync(process.execPath, join(tools, 'node'))
  symlinkSync('/bin/sh', join(tools, 'sh'))
  const run = (words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Ended => {
    const { stdout, stderr, status } = spawnSync(process.execPath, words, {
      cwd,
      env,
      encoding: 'utf8',
      timeout: 300_000,
    })
    return { code: status, said: `${stdout}${stderr}` }
  }
  const npmIn = (cwd: string, env: NodeJS.ProcessEnv, ...words: string[]): string => {
    const { code, said } = run([npm, ...words], cwd, env)
    assert.equal(code, 0, said)
    return said
  }
  npmIn('.', process.env, 'pack', '--silent', '--pack-destination', place)
  const tarball = readdirSync(place).find((name) => name.endsWith('.tgz')) ?? ''
  const { HOME, USERPROFILE } = process.env
  const bare = { PATH: tools, HOME, USERPROFILE, ...waysToRegistry(), ...environment }
  npmIn(folder, bare, 'init', '-y')
  const installed = npmIn(folder, bare, 'install', '--no-audit', '--no-fund', join('..', tarball))
  const command = join(folder, 'node_modules', 'espruino-aliyun', 'tools', 'espruino-aliyun.mjs')
  return {
    ...{ folder, installed },
    npx: (...words) => run([join(dirname(npm), 'npx-cli.js'), ...words], folder, bare),
    run: (...words) => run([command, ...words], folder, bare),
    start: (...words) => follow(spawn(process.execPath, [command, ...words], { cwd: folder, env: bare })),
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    close: () => rmSync(place, { recursive: true, force: true }),
  }
}

/** What the environment says of how npm reaches its registry. */
function waysToRegistry(): NodeJS.ProcessEnv {
  const isWay = (name: string): boolean =>
    /^npm_config_(registry|userconfig|globalconfig|cache|cafile)$|_proxy$|^NODE_EXTRA_CA_CERTS$/i.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isWay(name)))
}

/** How long a command may take to say what is waited for, ms: a first build on a busy machine. */
const saidWithinMs = 120_000

function follow(child: ChildProcess): Running {
  let text = ''
  const ended = once(child, 'close') as Promise<[number | null]>
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (text += String(bytes)))
  return {
    async said(pattern) {
      const late = AbortSignal.timeout(saidWithinMs)
      for (;;) {
        const match = pattern.exec(text)
        if (match !== null) return match
        const isOver = await Promise.race([
          ended.then(() => true),
          once(child.stdout ?? child, 'data', { signal: late }).then(
            () => false,
            () => true,
          ),
        ])
        if (isOver && !pattern.test(text))
          throw new Error(`it ended, or is silent, without ${String(pattern)}: ${text}`)
      }
    },
    async stop() {
      child.kill('SIGINT')
      const [code] = await ended
      return code
    },
  }
}
