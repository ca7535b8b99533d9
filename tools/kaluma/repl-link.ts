import type { ByteLine } from './ymodem.ts'
import { shorten } from '../serial/guard.ts'
import { lostError } from '../serial/port-errors.ts'
import type { Port } from '../serial/port.ts'
import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import type { Clock } from '../time/clock.ts'
import { noKaluma } from './no-kaluma.ts'

/** What Kaluma's prompt looks like: colours off, cursor kept, and a question for the terminal's width (src/repl.c, 1.2.1). */
export const prompt = '\x1b[0m\r\x1b7> \x1b[H\x1b[900C\x1b[6n\x1b8\x1b[2C'

/**
 * How long a prompt may take, ms: a program that joins Wi-Fi blocks the prompt for up to 30 s. After `noteMs` that is said, and
 * a program that does not end is interrupted (Ctrl-C) when it is over.
 */
export const promptMs = { note: 3_000, first: 35_000, interrupted: 5_000 } as const
/** For what a command says at once; and how long the board may be silent while it says something long. */
const commandMs = 10_000

const settleMs = 100
/** A prompt may be of an earlier line: how long to look for another one behind it, ms. */
const lateMs = 1_000

/** Sent where a transfer waits for its packets: a letter that ends it. */
const endOfTransfer = 'a'
const controlC = '\x03'
/** How much of what came is kept to tell what is connected, characters. */
const heardChars = 400

/** Thrown when an expression threw on the board; the message is what the board says of it. */
export class BoardThrew extends Error {
  constructor(
    message: string,
    readonly expression: string,
  ) {
    super(message)
  }
}

/**
 * A board with Kaluma at a port: types at its prompt, and reads bytes for a transfer. Everything waits on `clock`. What the
 * board says is kept here and never shown, as a program that is read back holds secrets.
 */
export class ReplLink implements ByteLine {
  /** What came and was not read yet, one character a byte. */
  private text = ''
  private heard = ''
  private wake: () => void = () => undefined
  private failure: Error | undefined
  private questions = 0
  private isSecret = false

  constructor(
    public port: Port,
    readonly clock: Clock,
  ) {
    this.attach(port)
  }

  /** Goes on with another port; what came from the last one is forgotten. */
  attach(port: Port): void {
    this.port = port
    this.text = ''
    this.failure = undefined
    port.onData = (bytes) => {
      const text = Buffer.from(bytes).toString('latin1')
      this.text += text
      if (!this.isSecret) this.heard = (this.heard + text).slice(-heardChars)
      this.wake()
    }
    port.onLost = (why) => this.fail(lostError(port.name, why))
  }

  /** Leaves the port without a listener; returns what has come and was not read. */
  detach(): Uint8Array {
    this.port.onData = () => undefined
    this.port.onLost = () => undefined
    const rest = this.text
    this.text = ''
    return Buffer.from(rest, 'latin1')
  }

  /** All that waits, and will wait, rejects with this. */
  fail(error: Error): void {
    this.failure ??= error
    this.wake()
  }

  drain(): void {
    this.text = ''
  }

  async write(bytes: Uint8Array | string): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    await this.port.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  async read(withinMs: number): Promise<number | undefined> {
    const until = this.clock.now() + withinMs
    while (this.text === '') if (!(await this.more(until))) return undefined
    const byte = this.text.charCodeAt(0)
    this.text = this.text.slice(1)
    return byte
  }

  /**
   * Returns what comes before a text, and takes both; undefined when the board is silent for so long, or when `mostMs` have
   * passed: a receiver of which nothing is left to expect goes on asking each second.
   */
  async until(end: string, silentMs: number, mostMs = Infinity): Promise<string | undefined> {
    const last = this.clock.now() + mostMs
    let from = 0
    for (;;) {
      const at = this.text.indexOf(end, from)
      if (at >= 0) {
        const before = this.text.slice(0, at)
        this.text = this.text.slice(at + end.length)
        return before
      }
      from = Math.max(0, this.text.length - end.length)
      if (!(await this.more(Math.min(this.clock.now() + silentMs, last)))) return undefined
    }
  }

  /**
   * Waits for the prompt, whatever runs: a program that joins Wi-Fi is waited for, a transfer that was left is ended, and an
   * endless loop is interrupted. Throws UserError no-prompt, wrong-board.
   */
  async findPrompt(onWait: () => void = () => undefined): Promise<void> {
    // What was said before may still be on its way, an old prompt with it.
    await this.listen(settleMs)
    await this.write('\r')
    const until = this.clock.now() + promptMs.first
    if (await this.promptBefore(this.clock.now() + promptMs.note)) return
    this.refuseOthers()
    onWait()
    if (/[C\x18]{2}$/.test(this.text)) await this.write(endOfTransfer)
    if (await this.promptBefore(until)) return
    await this.write(`${controlC}\r`)
    if (await this.promptBefore(this.clock.now() + promptMs.interrupted)) return
    this.refuseOthers()
    throw noKaluma(this.port.name, this.heard)
  }

  /** Types a line, which must be short, and returns what the board says until the prompt comes back. Throws UserError no-prompt. */
  async command(line: string, silentMs: number = commandMs): Promise<string> {
    await this.type(line)
    const said = await this.until(prompt, silentMs)
    if (said === undefined) throw noKaluma(this.port.name, this.heard)
    return said
  }

  /** Types a line and waits for its echo, so that no prompt of before is taken for the one behind it. */
  async type(line: string): Promise<void> {
    this.drain()
    await this.write(`${line}\r`)
    if ((await this.until(`${line}\r\n`, commandMs)) === undefined) throw noKaluma(this.port.name, this.heard)
  }

  /**
   * Returns the program in the board's flash, one character a byte, with a carriage return before each line feed; undefined
   * when it does not come whole.
   */
  readProgram(): Promise<string | undefined> {
    return this.secretly(async () => {
      await this.type('.flash -r')
      const said = await this.until(prompt, commandMs)
      return said?.endsWith('\r\n') === true ? said.slice(0, -2) : undefined
    })
  }

  /**
   * Does something at which secrets come back, as a program that is read, or one that is sent to a prompt, which echoes it:
   * nothing of what the board says meanwhile is kept for an error message.
   */
  async secretly<Value>(work: () => Promise<Value>): Promise<Value> {
    const before = this.isSecret
    this.isSecret = true
    try {
      return await work()
    } finally {
      this.isSecret = before
    }
  }

  /**
   * Returns the value of an expression as far as JSON can hold it. Throws BoardThrew when it throws there, and UserError
   * no-prompt.
   */
  async evaluate(expression: string): Promise<unknown> {
    const tag = ++this.questions
    // The echo of the line has the tag in two pieces, so that only the answer has it whole.
    this.drain()
    await this.write(`'#'+'${tag}:'+JSON.stringify(${expression})+':${tag}'+'#'\r`)
    let said = ''
    for (let prompts = 0; ; prompts++) {
      const more = await this.until(prompt, prompts === 0 ? commandMs : lateMs)
      if (more === undefined && prompts === 0) throw noKaluma(this.port.name, this.heard)
      if (more === undefined) throw new BoardThrew(plainText(said), expression)
      said += more
      const [, json] = new RegExp(`#${tag}:(.*):${tag}#`, 's').exec(said) ?? []
      if (json !== undefined) return json === 'undefined' ? undefined : (JSON.parse(json) as unknown)
    }
  }

  /** Returns what the board says by itself in so long. */
  async listen(ms: number): Promise<string> {
    for (const until = this.clock.now() + ms; await this.more(until););
    const said = this.text
    this.drain()
    return said
  }

  private async promptBefore(untilMs: number): Promise<boolean> {
    while (!this.text.includes(prompt)) if (!(await this.more(untilMs))) return false
    this.drain()
    return true
  }

  /** Another runtime has answered with a prompt of its own: waiting longer would change nothing. */
  private refuseOthers(): void {
    const error = noKaluma(this.port.name, this.heard)
    if (error.slug === 'wrong-board') throw error
  }

  /** Waits until something more has come; false when nothing has before that time. */
  private more(untilMs: number): Promise<boolean> {
    if (this.failure !== undefined) return Promise.reject(this.failure)
    const before = this.text.length
    const left = untilMs - this.clock.now()
    if (left <= 0) return Promise.resolve(false)
    return new Promise((resolve, reject) => {
      const timer = this.clock.set(() => this.wake(), left)
      this.wake = () => {
        this.wake = () => undefined
        this.clock.clear(timer)
        if (this.failure !== undefined) reject(this.failure)
        else resolve(this.text.length > before)
      }
    })
  }
}

/** What the board says as one line of print, without the codes for a terminal. */
export function plainText(said: string): string {
  return said
    .replace(/\x1b(?:\[[0-9;]*[A-Za-z]|[78])/g, '')
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/[^ -~]/g, '').trim())
    .filter((line) => line !== '')
    .join(' | ')
    .slice(0, 200)
}

/** The error for something that a board threw. */
export function threwError({ message, expression }: BoardThrew): UserError {
  return new UserError('board-error', speak`the board says: ${message}`, speak`it was asked: ${shorten(expression)}`, 2)
}
