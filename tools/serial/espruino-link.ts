import { UserError } from '../user-error.ts'
import { EspruinoThread, NoAnswer } from './espruino-thread.ts'
import type { Port } from './port.ts'

export interface SendOptions {
  /** Bytes of a packet; the board acknowledges each. */
  readonly chunkBytes: number
  readonly withinMs: number
  readonly onProgress?: (sentBytes: number) => void
}

/** How long the package may take for its own part of opening and closing: it waits 200 ms for what a board still says. */
const ownMs = 5_000
/** How much of a command an error message shows. */
const shownChars = 60

/**
 * Talks to a board's console through the npm package `espruino`, which knows the protocols: the prompt, expressions, and
 * packets with an acknowledgement (Espruino 2v25 and newer, README_Protocol.md). It is never believed: what was sent is
 * read back.
 */
export class EspruinoLink {
  /** Everything the board says, as it comes. */
  onData: (bytes: Uint8Array) => void = () => undefined
  private isSound = true
  private sendProgress: (sentBytes: number) => void = () => undefined

  private constructor(
    readonly port: Port,
    private readonly thread: EspruinoThread,
  ) {
    port.onData = (bytes) => {
      this.onData(bytes)
      thread.receive(bytes)
    }
    port.onLost = (why) => {
      this.isSound = false
      thread.fail(new UserError('port-lost', `${port.name} is gone: ${why}`, 'the cable, or the power', 2))
    }
    thread.host = { write: (bytes) => port.write(bytes), onProgress: (sent) => this.sendProgress(sent) }
  }

  /** Puts the package between this program and an open port. */
  static async over(port: Port): Promise<EspruinoLink> {
    const link = new EspruinoLink(port, await EspruinoThread.take())
    await link.request('open', {}, ownMs)
    return link
  }

  /**
   * What an expression is on the board, asked at its prompt: any version of Espruino answers. Only what JSON can hold.
   * Interrupts what runs (Ctrl-C) only if no prompt comes. Throws NoAnswer.
   */
  async ask(expression: string, withinMs: number): Promise<unknown> {
    const text = await this.request('ask', { expression }, withinMs)
    if (typeof text !== 'string') throw new NoAnswer(`no answer to ${expression}`)
    return text.trim() === 'undefined' ? undefined : JSON.parse(text.trim())
  }

  /**
   * The same by a packet, which the board answers while its script runs. Throws UserError board-error when the board
   * throws, or has stopped to answer.
   */
  async evaluate(expression: string, withinMs: number): Promise<unknown> {
    try {
      return await this.request('evaluate', { expression, timeoutMs: withinMs }, withinMs + ownMs)
    } catch (error) {
      if (error instanceof UserError || !(error instanceof Error)) throw error
      const what = expression.length > shownChars ? `${expression.slice(0, shownChars)} ...` : expression
      throw new UserError('board-error', `the board does not carry out ${what}: ${error.message}`, 'flash again', 2)
    }
  }

  /** Writes a file of the board's Storage. That it arrived is for the caller to verify: the engine acknowledges a failed write. */
  async sendFile(name: string, bytes: Uint8Array, options: SendOptions): Promise<void> {
    this.sendProgress = (sent) => options.onProgress?.(Math.min(sent, bytes.length))
    await this.request('sendFile', { name, bytes, chunkBytes: options.chunkBytes }, options.withinMs)
  }

  /** Takes the package away; the port stays open, with nobody listening. */
  async end(): Promise<void> {
    this.port.onData = () => undefined
    this.port.onLost = () => undefined
    if (this.isSound) await this.request('close', {}, ownMs)
    await this.thread.release(this.isSound)
  }

  private async request(name: string, parameters: object, withinMs: number): Promise<unknown> {
    try {
      return await this.thread.ask(name, parameters, withinMs)
    } catch (error) {
      // A package that still waits for something must not meet the next board.
      if (error instanceof NoAnswer) this.isSound = false
      throw error
    }
  }
}
