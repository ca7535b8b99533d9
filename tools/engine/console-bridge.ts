import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlashStorage } from '../storage/flash-storage.ts'
import { OneVisitor } from '../tcp/one-visitor.ts'
import { listenWith, type TcpListener } from '../tcp/tcp-listener.ts'
import { ConsoleLines } from '../serial/console-lines.ts'
import { flashFile, flashOf, fromFlashFile, toFlashFile } from './engine-flash.ts'
import { onProcessEnd } from './process-end.ts'
import { hasConnection, lookEveryMs, RestWatch, stateOf } from './rest-watch.ts'
import { speak } from '../command-line/language.ts'

export interface BridgeOptions {
  /** The whole Storage at power-on; without it an empty one. */
  readonly image?: Uint8Array | undefined
  /** TCP port on 127.0.0.1; 0, the default, is any free one. */
  readonly port?: number
  /** Every line that the interpreter prints. */
  readonly onLine?: (line: string) => void
}

/**
 * The real interpreter as a board with a cable: its console on a loopback port, for one client at a time, and its flash in a
 * file. It is started again when it ends by itself, which is what E.reboot() does on Linux.
 */
export class ConsoleBridge {
  /** How often the interpreter was started. */
  starts = 0
  private child: ChildProcess | undefined
  private readonly visitor = new OneVisitor()
  private stopping = false
  private listener: TcpListener | undefined
  private looking: NodeJS.Timeout | undefined
  /** Bytes that it printed since the last look. */
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

  /** The value for --port. */
  get port(): string {
    return `tcp://127.0.0.1:${this.listener?.port}`
  }

  /** Returns a file of Storage as it is in flash now. */
  read(name: string): Uint8Array | undefined {
    return this.storage().read(name)
  }

  /** Returns a copy of Storage as it is in flash now. */
  storage(): FlashStorage {
    return fromFlashFile(flashOf(this.executable), readFileSync(join(this.folder, flashFile)))
  }

  /** Cuts the power and restores it. */
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
    this.visitor.end()
    await this.listener?.close()
    this.forget()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private visit(socket: Socket): void {
    this.visitor.admit(socket, () => {
      socket.on('data', (bytes: Buffer) => {
        this.child?.stdin?.write(bytes)
        this.looking ??= this.look()
      })
      socket.on('close', () => (this.looking = void clearInterval(this.looking)))
    })
  }

  /** Restarts an interpreter that has lost its place in its input (RestWatch), as a board's watchdog would. */
  private look(): NodeJS.Timeout {
    const watch = new RestWatch(() => {
      const pid = this.child?.pid
      return pid === undefined || hasConnection(pid) ? undefined : stateOf(pid)
    })
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
    // Detached: a Ctrl-C at the terminal reaches only this process, which then kills the interpreter.
    const child = spawn(this.executable, [], { cwd: this.folder, stdio: ['pipe', 'pipe', 'ignore'], detached: true })
    this.child = child
    child.stdout.on('data', (bytes: Buffer) => {
      this.saidBytes += bytes.length
      this.visitor.write(bytes)
      this.lines.take(bytes)
    })
    // As with a board: what is typed while it starts again is lost.
    child.stdin.on('error', () => undefined)
    child.on('exit', () => {
      if (!this.stopping) this.run()
    })
  }
}
