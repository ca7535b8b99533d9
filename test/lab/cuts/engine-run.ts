import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { ConsoleLines, NoLine } from '../../../tools/serial/console-lines.ts'
import { flashFile, flashOf, fromFlashFile, toFlashFile } from '../../../tools/engine/engine-flash.ts'
import { onProcessEnd } from '../../../tools/engine/process-end.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

/** Throws UserError no-strace where the program is missing that ends a process at its n-th system call. */
export function needStrace(): void {
  if (spawnSync('strace', ['-V']).error === undefined) return
  throw new UserError(
    'no-strace',
    'strace is not there',
    'apt-get install strace; it cuts the power of the real engine',
  )
}

const tries = 3

/**
 * Repeats a step when the interpreter prints nothing more: on a busy machine its Linux build can lose its place in its input
 * (docs/troubleshooting.md, no-prompt). Each try starts from the image, so that it is the same step.
 */
export async function retried<Result>(step: () => Promise<Result>): Promise<Result> {
  for (let left = tries - 1; ; left--) {
    try {
      return await step()
    } catch (error) {
      const isSilent = error instanceof NoLine || (error instanceof UserError && silentSlugs.includes(error.slug))
      if (left === 0 || !isSilent) throw error
    }
  }
}

const silentSlugs = ['no-prompt', 'board-error']

/** The flash of an interpreter, in a folder of its own; runs of the interpreter come and go. */
export class EngineBoard {
  private readonly folder = mkdtempSync(join(tmpdir(), 'cuts-'))
  private readonly forget = onProcessEnd(() => rmSync(this.folder, { recursive: true, force: true }))

  constructor(readonly executable: string) {}

  /** Sets the content of the flash. */
  load(image: Uint8Array): void {
    writeFileSync(this.file, toFlashFile(flashOf(this.executable), image))
  }

  /** Storage as it is in flash now. */
  storage(): FlashStorage {
    return fromFlashFile(flashOf(this.executable), readFileSync(this.file))
  }

  /** Powers it on; `cutAt`: power fails at the n-th write to flash: neither that nor any later one is done, and it ends. */
  start(cutAt?: number): EngineRun {
    return new EngineRun(this.executable, this.folder, cutAt)
  }

  end(): void {
    this.forget()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private get file(): string {
    return join(this.folder, flashFile)
  }
}

/** One run of the interpreter, from power-on to the cut. */
export class EngineRun {
  readonly console = new ConsoleLines()
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>
  isOver = false
  /** Whether power has failed. */
  isCut = false
  /** Called with what it prints. */
  onOutput: (bytes: Buffer) => void = () => undefined
  private readonly child: ChildProcess
  private readonly forget: () => void

  constructor(executable: string, folder: string, cutAt: number | undefined) {
    // By a signal strace ends a process only when it looks at every system call, which is 50 times slower.
    const inject = ['-e', 'trace=write', '-e', `inject=write:error=EIO:when=${cutAt}+`]
    const strace = ['-f', '-qq', '--seccomp-bpf', '-P', join(folder, flashFile), ...inject, executable]
    const [program = '', ...args] = cutAt === undefined ? [executable] : ['strace', ...strace]
    // A group of its own: strace and what it runs end together.
    const child = spawn(program, args, { cwd: folder, stdio: 'pipe', detached: true })
    this.child = child
    this.forget = onProcessEnd(() => this.kill())
    child.stdout.on('data', (bytes: Buffer) => {
      this.console.take(bytes)
      this.onOutput(bytes)
    })
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString('latin1')).slice(-200)
      if (!said.includes('(INJECTED)')) return
      this.isCut = true
      this.kill()
    })
    child.stdin.on('error', () => undefined)
    this.ended = new Promise((resolve) => {
      child.once('close', () => {
        this.isOver = true
        this.console.end('it is gone')
        resolve()
      })
    })
  }

  write(bytes: Uint8Array): void {
    this.child.stdin?.write(bytes)
  }

  type(line: string): void {
    this.write(Buffer.from(`\x10${line}\n`))
  }

  /** The next line that matches; undefined when the process is gone first. */
  async line(pattern: RegExp, withinMs = 20_000): Promise<string | undefined> {
    try {
      return await this.console.next(pattern, withinMs)
    } catch (error) {
      if (this.isOver) return undefined
      throw error
    }
  }

  async stop(): Promise<void> {
    this.kill()
    await this.ended
    this.forget()
  }

  private kill(): void {
    const { pid } = this.child
    if (pid === undefined || this.isOver) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
