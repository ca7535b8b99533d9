import { setTimeout as wait } from 'node:timers/promises'
import { UserError } from '../command-line/user-error.ts'
import { EspruinoThread, NoAnswer } from './espruino-thread.ts'
import { clearLine, guard, nothing, readGuarded, shorten } from './guard.ts'
import { speak } from '../command-line/language.ts'
import type { Port } from './port.ts'
import { lostError } from './port-errors.ts'

/** How long the package `espruino` may take to open and close; it waits 200 ms for what a board still prints. */
const ownMs = 5_000
/** How often a packet is tried: so even a line that damages every third packet carries a script. */
const packetTries = 6
/** Every third try is at the other pace; when so many packets in a row needed that, it becomes the pace. */
const otherPaceEvery = 3
const changePaceAfter = 2
/** After a damaged packet: how long a board must be silent, and how long to wait for that at most, ms. */
const silentMs = 300
const talkativeMs = 3_000
const lookEveryMs = 20
const ctrlD = 0x04
/** How much of what a board printed is kept, to tell what is connected when it does not answer, characters. */
const heardChars = 200

/**
 * Talks to a board's console through the npm package `espruino`, which has the protocols: the prompt, and packets with an
 * acknowledgement (Espruino 2v25 and newer, README_Protocol.md). Neither detects damage well enough, so every expression
 * carries a checksum that the board checks, and every answer one that is checked here.
 */
export class EspruinoLink {
  /** Called with everything that the board prints. */
  onData: (bytes: Uint8Array) => void = () => undefined
  /** The end of what the board printed. */
  heard = ''
  /** Whether to send only a few bytes at a time: some boards lose part of what comes at once. */
  isSlow = false
  /** Whether `reset()` was called, so that what the board ran has ended. */
  wasReset = false
  private isSound = true
  private heardAt = 0
  private questions = 0
  private atOtherPace = 0

  private constructor(
    readonly port: Port,
    private readonly thread: EspruinoThread,
  ) {
    port.onData = (bytes) => {
      this.heardAt = performance.now()
      this.heard = (this.heard + Buffer.from(bytes).toString('latin1')).slice(-heardChars)
      this.onData(bytes)
      thread.receive(bytes)
    }
    port.onLost = (why) => {
      this.isSound = false
      thread.fail(lostError(port.name, why))
    }
    thread.host = { write: (bytes) => port.write(bytes) }
  }

  /** Makes a link over an open port. */
  static async over(port: Port): Promise<EspruinoLink> {
    const link = new EspruinoLink(port, await EspruinoThread.take())
    await link.request('open', {}, ownMs)
    return link
  }

  /**
   * Returns the value of an expression, typed once at the board's prompt; null if undefined, and only what JSON can hold.
   * Interrupts what runs (Ctrl-C) only if no prompt comes. Throws NoAnswer, and UserError board-error when it throws.
   */
  async ask(expression: string, withinMs: number): Promise<unknown> {
    const tag = ++this.questions
    return readGuarded(await this.askUnguarded(guard(expression, tag), withinMs), tag, expression)
  }

  /** As `ask`, but without checksums: for interpreters of any age, and a damaged answer is not noticed. */
  async askUnguarded(expression: string, withinMs: number): Promise<unknown> {
    const text = await this.request('ask', { expression }, withinMs)
    try {
      if (typeof text === 'string') return JSON.parse(text)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
    throw new NoAnswer(speak`no answer to ${shorten(expression)}`)
  }

  /**
   * The same by a packet, sent again until one arrives undamaged. The expression must do no harm when it is carried out
   * twice, because an answer may be lost, too. Throws UserError board-error when the board throws, or no packet arrives.
   */
  async evaluate(expression: string, withinMs: number): Promise<unknown> {
    let why = ''
    for (let attempt = 0; attempt < packetTries; attempt++) {
      if (attempt > 0) await this.settle()
      const isOther = attempt % otherPaceEvery === otherPaceEvery - 1
      try {
        const value = await this.sendPacket(expression, withinMs, this.isSlow !== isOther)
        this.adaptPace(isOther)
        return value
      } catch (error) {
        if (error instanceof UserError || !(error instanceof Error)) throw error
        why = error.message
      }
    }
    const message = speak`the board does not carry out ${shorten(expression)}: ${why}, ${packetTries} times`
    throw new UserError('board-error', message, speak`another cable or USB port, no hub; then flash again`, 2)
  }

  /**
   * After a damaged packet: waits until the board is silent, which it is when it has given up the packet (with a NAK, after
   * 5 s), and erases what it took for typed text. Meanwhile NULs are sent: Espruino's Linux build can lose its place in its
   * input buffer and read it round and round for ever (RestWatch); with NULs in it, it comes to the end.
   */
  async settle(): Promise<void> {
    const until = performance.now() + talkativeMs
    this.heardAt = performance.now()
    for (let silent = 0; silent < silentMs && performance.now() < until; silent = performance.now() - this.heardAt) {
      if (silent < lookEveryMs) await this.port.write(Buffer.from(nothing))
      await wait(lookEveryMs)
    }
    await this.port.write(Buffer.from(clearLine))
  }

  /** Types reset() at a board that answers nothing: all that runs there ends, and what is in flash stays. */
  async reset(): Promise<void> {
    await this.settle()
    this.wasReset = true
    await this.port.write(Buffer.from('\x10reset()\n'))
    await wait(silentMs)
    await this.settle()
  }

  /** Ends the link; the port stays open, without a listener. */
  async end(): Promise<void> {
    this.port.onData = () => undefined
    this.port.onLost = () => undefined
    if (this.isSound) await this.request('close', {}, ownMs)
    await this.thread.release(this.isSound)
  }

  private adaptPace(wasOther: boolean): void {
    this.atOtherPace = wasOther ? this.atOtherPace + 1 : 0
    if (this.atOtherPace < changePaceAfter) return
    this.isSlow = !this.isSlow
    this.atOtherPace = 0
  }

  private async sendPacket(expression: string, timeoutMs: number, isSlow: boolean): Promise<unknown> {
    const tag = ++this.questions
    const parameters = { expression: withoutEnd(guard(expression, tag)), timeoutMs, isSlow }
    return readGuarded(await this.request('evaluate', parameters, timeoutMs + ownMs), tag, expression)
  }

  private async request(name: string, parameters: object, withinMs: number): Promise<unknown> {
    try {
      return await this.thread.ask(name, parameters, withinMs)
    } catch (error) {
      // A thread whose package still waits for something must not be used for the next board.
      if (error instanceof NoAnswer) this.isSound = false
      throw error
    }
  }
}

/**
 * Returns the expression, longer by a blank where a byte of its length, which is in the packet's header, would be a Ctrl-D:
 * that would end Espruino's Linux build at once.
 */
function withoutEnd(expression: string): string {
  return (expression.length & 0xff) === ctrlD ? `${expression} ` : expression
}
