import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlashStorage } from '../storage/flash-storage.ts'
import { listenWith, type TcpListener } from '../net/tcp-listener.ts'
import { ConsoleLines } from '../serial/console-lines.ts'
import { flashFile, flashOf, fromFlashFile, toFlashFile } from './engine-flash.ts'
import { onProcessEnd } from './process-end.ts'
import { lookEveryMs, RestWatch, stateOf } from './rest-watch.ts'
import { speak } from '../command-line/language.ts'

export interface BridgeOptions {
  /** The whole Storage at power on; without it an empty one. */
  readonly image?: Uint8Array | undefined
  /** TCP port on 127.0.0.1; 0, the default, is any. */
  readonly port?: number
  /** Every line that the interpreter prints. */
  readonly onLine?: (line: string) => void
}

/**
 * The real interpreter as a board on a cable: its console on a loopback port, for one visitor at a time, its flash in a file, started
 * again when it ends itself, which is what E.reboot() does on Linux.
 */
export class ConsoleBridge {
  /** How often the interpreter was started. */
  starts = 0
  private child: ChildProcess | undefined
  private visitor: Socket | undefined
  private stopping = false
  private listener: TcpListener | undefined
  private looking: NodeJS.Timeout | undefined
  /** Since the last look. */
  private saidBytes = 0
  private readonly folder = mkdtempSync(join(tmpdir(), 'console-'))
  private readonly lines: ConsoleLines
  private readonly forget: () => void

  private constructor(
    private readonly executable: string,
    private readonly options: BridgeOptions,
  ) {
    this.lines = new ConsoleLines(options.onLine)
    this.forget = onProcessEnd(() => {
      this.child?.kill('SIGKILL')
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  /** Throws UserError port-busy, port-denied. */
  static async start(executable: string, options: BridgeOptions = {}): Promise<ConsoleBridge> {
    const { image, port = 0 } = options
    const bridge = new ConsoleBridge(executable, options)
    try {
      const server = createServer({ noDelay: true }, (socket) => bridge.visit(socket))
      bridge.listener = await listenWith(server, { host: '127.0.0.1', port, flag: '--console' })
      if (image) writeFileSync(join(bridge.folder, flashFile), toFlashFile(flashOf(executable), image))
      bridge.run()
    } catch (error) {
      await bridge.stop()
      throw error
    }
    return bridge
  }

  /** What --port takes. */
  get port(): string {
    return `tcp://127.0.0.1:${this.listener?.port}`
  }

  /** A file of Storage as it lies in flash now. */
  read(name: string): Uint8Array | undefined {
    return this.storage().read(name)
  }

  /** Storage as it lies in flash now: a copy. */
  storage(): FlashStorage {
    return fromFlashFile(flashOf(this.executable), readFileSync(join(this.folder, flashFile)))
  }

  /** The power is cut, and comes back. */
  async powerCycle(): Promise<void> {
    const child = this.child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    if (this.stopping) return
    this.stopping = true
    clearInterval(this.looking)
    await this.powerCycle()
    this.visitor?.destroy()
    await this.listener?.close()
    this.forget()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private visit(socket: Socket): void {
    this.visitor?.destroy()
    this.visitor = socket
    socket.on('data', (bytes: Buffer) => {
      this.child?.stdin?.write(bytes)
      this.looking ??= this.look()
    })
    socket.on('close', () => {
      if (this.visitor === socket) this.looking = void clearInterval(this.looking)
    })
    socket.on('error', () => socket.destroy())
  }

  /** An interpreter that lost its place in its input is started again, as a board's watchdog would. */
  private look(): NodeJS.Timeout {
    const watch = new RestWatch(() => (this.child?.pid === undefined ? undefined : stateOf(this.child.pid)))
    let lookedAt = performance.now()
    this.saidBytes = 0
    return setInterval(() => {
      const now = performance.now()
      const isLost = watch.isLost(this.saidBytes, now - lookedAt)
      lookedAt = now
      this.saidBytes = 0
      if (!isLost) return
      this.options.onLine?.(
        speak`-- the interpreter lost its place in its input, or does not end what it does: started again`,
      )
      this.child?.kill('SIGKILL')
    }, lookEveryMs)
  }

  private run(): void {
    this.starts++
    // Detached: a Ctrl-C at the terminal is for this process, which then kills the interpreter.
    const child = spawn(this.executable, [], { cwd: this.folder, stdio: ['pipe', 'pipe', 'ignore'], detached: true })
    this.child = child
    child.stdout.on('data', (bytes: Buffer) => {
      this.saidBytes += bytes.length
      this.visitor?.write(bytes)
      this.lines.take(bytes)
    })
    // What is typed while a board starts again is lost.
    child.stdin.on('error', () => undefined)
    child.on('exit', () => {
      if (!this.stopping) this.run()
    })
  }
}
