import { spawn, type ChildProcess } from 'node:child_process'
import { constants, accessSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FlashStorage } from '../storage/flash-storage.ts'
import { UserError } from '../command-line/user-error.ts'
import { onProcessEnd } from './process-end.ts'
import { ConsoleLines } from '../serial/console-lines.ts'
import { emptyStorage, engineHint, flashFile, flashOf, fromFlashFile, toFlashFile } from './engine-flash.ts'
import { speak } from '../command-line/language.ts'

export interface EngineOptions {
  /** Path of the interpreter; default the environment variable ESPRUINO. */
  executable?: string | undefined
  /** The files in Storage at power-on: `.bootcde`, `.boot0`, `device.json` ... Text is written as UTF-8. */
  files: Readonly<Record<string, string | Uint8Array>>
  /** Puts more into Storage, after those files. */
  prepare?: ((storage: FlashStorage) => void) | undefined
  /** Starts the interpreter again, with the same flash, when it ends by itself (as by E.reboot()). Default: no. */
  restart?: boolean
  onLine?: (line: string) => void
}

/** The real interpreter, running from its own flash in its own folder. */
export interface Engine {
  /** Every line printed so far, of all starts, decoded as UTF-8. */
  readonly lines: readonly string[]
  /** How often the interpreter was started. */
  readonly starts: number
  /** The process, for signals and for measuring. */
  readonly pid: number | undefined
  /**
   * Returns the next line that matches, beginning after the last one that it returned. Throws an error with the last lines
   * when none comes in time or the interpreter has ended.
   */
  line(pattern: RegExp, limit: { withinMs: number }): Promise<string>
  /** Types a line at the interpreter's console. */
  type(text: string): void
  /** Returns a file of Storage as it is in flash now, or undefined. */
  read(name: string): Uint8Array | undefined
  /** Returns a copy of Storage as it is in flash now. */
  storage(): FlashStorage
  /** Resolves with the exit code when the interpreter has ended and is not started again. */
  readonly ended: Promise<number | null>
  /** Kills the interpreter and removes its folder; may be called twice. */
  stop(): Promise<void>
}

/**
 * Returns the interpreter's path from the root, as it runs in a folder of its own. Throws UserError no-engine when there is none
 * or it cannot be run.
 */
export function engineExecutable(given: string | undefined = process.env['ESPRUINO']): string {
  const hint = speak(engineHint)
  if (given === undefined || given === '') throw new UserError('no-engine', speak`ESPRUINO is not set`, hint)
  try {
    accessSync(given, constants.X_OK)
    if (!statSync(given).isFile()) throw new Error(speak`it is not a file`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError('no-engine', speak`${given} cannot be run: ${why}`, hint)
  }
  return resolve(given)
}

/** Starts the interpreter as a board starts: from Storage, with nothing typed at its console. */
export function startEngine(options: EngineOptions): Engine {
  const executable = engineExecutable(options.executable)
  const shape = flashOf(executable)
  const folder = mkdtempSync(join(tmpdir(), 'engine-'))
  const flash = emptyStorage(shape)
  for (const [name, data] of Object.entries(options.files)) {
    flash.write(name, typeof data === 'string' ? Buffer.from(data, 'utf8') : data)
  }
  options.prepare?.(flash)
  writeFileSync(join(folder, flashFile), toFlashFile(shape, flash.image()))
  return new RunningEngine(executable, folder, options)
}

class RunningEngine implements Engine {
  starts = 0
  readonly ended: Promise<number | null>
  private child: ChildProcess | undefined
  private stopping = false
  private readonly console: ConsoleLines
  private resolveEnded: (code: number | null) => void = () => undefined
  private readonly forget: () => void

  constructor(
    private readonly executable: string,
    private readonly folder: string,
    private readonly options: EngineOptions,
  ) {
    this.console = new ConsoleLines(options.onLine)
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve))
    this.forget = onProcessEnd(() => {
      this.child?.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    })
    this.start()
  }

  get lines(): readonly string[] {
    return this.console.lines
  }

  get pid(): number | undefined {
    return this.child?.pid
  }

  line(pattern: RegExp, limit: { withinMs: number }): Promise<string> {
    return this.console.next(pattern, limit.withinMs)
  }

  type(text: string): void {
    this.child?.stdin?.write(`${text}\n`)
  }

  read(name: string): Uint8Array | undefined {
    return this.storage().read(name)
  }

  storage(): FlashStorage {
    return fromFlashFile(flashOf(this.executable), readFileSync(join(this.folder, flashFile)))
  }

  async stop(): Promise<void> {
    this.stopping = true
    const child = this.child
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    }
    this.forget()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private start(): void {
    this.starts++
    // Without a script as argument it boots from flash and, as a board does, goes on when there is nothing left to do. The
    // pipe is never closed: at the end of its input the interpreter reads 0xFF for ever. Detached: a Ctrl-C at the terminal
    // reaches only this process, which then kills the interpreter.
    const child = spawn(this.executable, [], { cwd: this.folder, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    this.child = child
    child.stdout.on('data', (bytes: Buffer) => this.console.take(bytes))
    child.stderr.on('data', (bytes: Buffer) => this.console.take(bytes, 'error'))
    // A process that is being killed may refuse what is typed; 'exit' reports its end.
    child.stdin.on('error', (error) => this.console.take(Buffer.from(`stdin: ${error.message}\n`)))
    child.on('error', (error) => this.over(error.message, null))
    child.on('exit', (code) => {
      if (this.options.restart === true && !this.stopping) this.start()
      else this.over(`it ended with code ${String(code)}`, code)
    })
  }

  private over(why: string, code: number | null): void {
    this.console.end(why)
    this.resolveEnded(code)
  }
}
