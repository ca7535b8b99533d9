import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlashStorage } from '../../tools/board/flash-storage.ts'
import { flashFile, flashOf, fromFlashFile, toFlashFile } from '../../tools/engine/engine-flash.ts'

/**
 * The real interpreter as a board on a cable: its console on a loopback port, its flash in a file, started again when it
 * ends itself, which is what E.reboot() does on Linux.
 */
export class ConsoleBridge {
  /** How often the interpreter was started. */
  starts = 0
  private child: ChildProcess | undefined
  private visitor: Socket | undefined
  private stopping = false
  private readonly folder = mkdtempSync(join(tmpdir(), 'console-'))

  private constructor(
    private readonly executable: string,
    private readonly server: Server,
  ) {}

  /** `image` is the whole Storage at power on; without it an empty one. */
  static async start(executable: string, image?: Uint8Array): Promise<ConsoleBridge> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const bridge = new ConsoleBridge(executable, server)
    if (image) writeFileSync(join(bridge.folder, flashFile), toFlashFile(flashOf(executable), image))
    server.on('connection', (socket) => bridge.visit(socket))
    bridge.run()
    return bridge
  }

  /** What --port takes. */
  get port(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`
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
    await this.powerCycle()
    this.visitor?.destroy()
    await new Promise((resolve) => this.server.close(resolve))
    rmSync(this.folder, { recursive: true, force: true })
  }

  private visit(socket: Socket): void {
    this.visitor?.destroy()
    this.visitor = socket
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => {
      this.child?.stdin?.write(bytes)
    })
    socket.on('error', () => socket.destroy())
  }

  private run(): void {
    this.starts++
    const child = spawn(this.executable, [], { cwd: this.folder, stdio: ['pipe', 'pipe', 'ignore'] })
    this.child = child
    child.stdout.on('data', (bytes: Buffer) => this.visitor?.write(bytes))
    child.stdin.on('error', (error) => this.visitor?.destroy(error))
    child.on('exit', () => {
      if (!this.stopping) this.run()
    })
  }
}
