import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onProcessEnd } from '../../../tools/engine/process-end.ts'
import type { Bench } from './bench.ts'

/*
 * Builds in a process of their own: a build keeps Node busy for seconds, in which no broker of another case would answer.
 */

export interface Built {
  readonly file: string
  readonly script: string
}

/** Builds what `npm run build -- --inline` builds, with these bytes as device.json. */
export async function buildInline(bench: Bench, json: Uint8Array): Promise<Built> {
  return build(bench, 'inline', json, 'firmware.inline.js')
}

/** Bundles this module, which may import from firmware/, as the firmware is bundled. It must be ES5. */
export async function bundleForEngine(bench: Bench, source: string): Promise<Built> {
  return build(bench, 'bundle', Buffer.from(source), 'bundle.js')
}

async function build(bench: Bench, task: string, input: Uint8Array, output: string): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), 'build-'))
  const forget = onProcessEnd(() => rmSync(folder, { recursive: true, force: true }))
  bench.atEnd(() => {
    forget()
    rmSync(folder, { recursive: true, force: true })
  })
  const from = join(folder, 'device.json')
  writeFileSync(from, input, { mode: 0o600 })
  await runNode([join(import.meta.dirname, 'build-child.ts'), task, from, folder])
  const file = join(folder, output)
  return { file, script: readFileSync(file, 'latin1') }
}

/** Runs Node with the loader of this process. */
async function runNode(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [...process.execArgv, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`the build ended with code ${String(code)}:\n${said}`)
}
