import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConsoleLines } from '../../../tools/serial/console-lines.ts'
import { onProcessEnd } from '../../../tools/engine/process-end.ts'
import type { Bench } from './bench.ts'

/** Where the program may be: on Debian it is in a folder of the administrator's path only. */
const places = ['mosquitto', '/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto']
const startMs = 10_000

/** The broker's program, or undefined where it is not installed. */
export function findMosquitto(): string | undefined {
  return places.find((place) => spawnSync(place, ['-h'], { stdio: 'ignore' }).error === undefined)
}

/** Starts mosquitto on a free port of 127.0.0.1, open to every client; returns the port, and its log as it grows. */
export async function startMosquitto(bench: Bench, program: string): Promise<{ port: number; log: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'))
  const port = await freePort()
  const config = join(folder, 'mosquitto.conf')
  writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`)
  const child = spawn(program, ['-v', '-c', config], { stdio: ['ignore', 'pipe', 'pipe'] })
  const console = new ConsoleLines()
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => console.take(bytes))
  const gone = new Promise<void>((resolve) =>
    child.on('exit', (code) => {
      console.end(`mosquitto ended with code ${String(code)}`)
      resolve()
    }),
  )
  const forget = onProcessEnd(() => child.kill('SIGKILL'))
  bench.atEnd(async () => {
    child.kill('SIGKILL')
    await gone
    forget()
    rmSync(folder, { recursive: true, force: true })
  })
  await console.next(/mosquitto version .* running/, startMs)
  return { port, log: console.lines }
}

/** Resolves with a port that was free a moment ago. */
function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
