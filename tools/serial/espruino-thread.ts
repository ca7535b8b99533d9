import { Worker } from 'node:worker_threads'
import { speak } from '../command-line/language.ts'

/** Messages from the thread (espruino-worker.mjs). */
type Message =
  | { type: 'started' }
  | { type: 'write'; id: number; bytes: Uint8Array }
  | { type: 'answer'; id: number; value?: unknown; error?: string }

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

/** Takes the bytes that the thread writes. */
export interface ThreadHost {
  write(bytes: Uint8Array): Promise<void>
}

const startMs = 30_000
let idle: EspruinoThread | undefined

/** Thrown when the package did not answer in time: the board prints nothing, or not what the package waits for. */
export class NoAnswer extends Error {}

/** Keeps one thread for the next session; returns whether it is this one. */
function keepIdle(thread: EspruinoThread): boolean {
  idle ??= thread
  return idle === thread
}

/** Ends the thread that waits for another session. A program that ends anyway need not call it. */
export async function endIdleThread(): Promise<void> {
  const thread = idle
  idle = undefined
  await thread?.release(false)
}

/** The npm package `espruino` in a thread: it takes requests and writes bytes for the board. */
export class EspruinoThread {
  host: ThreadHost = { write: () => Promise.resolve() }
  private readonly waiting = new Map<number, Waiting>()
  private requests = 0
  private readonly worker = new Worker(new URL('./espruino-worker.mjs', import.meta.url), { execArgv: [] })

  /** Returns a thread that is ready: that of the last session if it ended well, because a new one takes a while to start. */
  static async take(): Promise<EspruinoThread> {
    const thread = idle ?? (await EspruinoThread.start())
    idle = undefined
    return thread
  }

  private static start(): Promise<EspruinoThread> {
    const thread = new EspruinoThread()
    const { worker } = thread
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the package espruino does not start')), startMs)
      worker.once('error', reject)
      worker.on('message', (message: Message) => {
        if (message.type !== 'started') return thread.take(message)
        clearTimeout(timer)
        worker.unref()
        resolve(thread)
      })
    })
  }

  /** Sends a request to the thread; throws NoAnswer after `withinMs`, and Error with the package's message. */
  ask(request: string, parameters: object, withinMs: number): Promise<unknown> {
    const id = ++this.requests
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id)
        reject(new NoAnswer(speak`no answer to ${request} within ${withinMs} ms`))
      }, withinMs)
      this.waiting.set(id, { resolve, reject, timer })
      this.worker.postMessage({ id, request, ...parameters })
    })
  }

  /** Passes on bytes from the board. */
  receive(bytes: Uint8Array): void {
    this.worker.postMessage({ type: 'data', bytes })
  }

  /** Rejects all requests that wait. */
  fail(error: Error): void {
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer)
      reject(error)
    }
    this.waiting.clear()
  }

  /** Gives the thread back for the next session; one that is not sound is ended. */
  async release(isSound: boolean): Promise<void> {
    this.host = { write: () => Promise.resolve() }
    // While it is not used it does not keep the process alive.
    this.worker.unref()
    if (isSound && this.waiting.size === 0 && keepIdle(this)) return
    await this.worker.terminate()
  }

  private take(message: Exclude<Message, { type: 'started' }>): void {
    if (message.type === 'write') void this.write(message.id, message.bytes)
    else this.answered(message.id, message.value, message.error)
  }

  private async write(id: number, bytes: Uint8Array): Promise<void> {
    try {
      await this.host.write(bytes)
      this.worker.postMessage({ type: 'written', id })
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)))
    }
  }

  private answered(id: number, value: unknown, error: string | undefined): void {
    const waiting = this.waiting.get(id)
    if (!waiting) return
    this.waiting.delete(id)
    clearTimeout(waiting.timer)
    if (error === undefined) waiting.resolve(value)
    else waiting.reject(new Error(error))
  }
}
