import { latin1 } from './console-text.ts'

const carriageReturn = 0x0d
const controlD = 0x04
const escape = 0x1b
const backspaces = [0x08, 0x7f]

/** A line holds so many characters (KALUMA_REPL_BUFFER_SIZE - 1). */
const mostCharacters = 1023

export interface PromptHost {
  say(text: string): void
  /** Called with a complete line, which may be empty. */
  execute(line: string): void
  softReset(): void
}

/** The line at Kaluma's prompt: its echo, backspace at its end, and escape sequences, which are skipped but for other terminals'. */
export class PromptLine {
  echoes = true
  private text = ''
  private sequence: string | undefined

  constructor(private readonly host: PromptHost) {}

  take(byte: number): void {
    if (this.sequence !== undefined) return this.inSequence(byte)
    if (byte === escape) this.sequence = ''
    else if (byte === carriageReturn) this.enter()
    else if (byte === controlD) this.host.softReset()
    else if (backspaces.includes(byte)) this.back()
    else if (this.text.length < mostCharacters) this.append(latin1(byte))
    else this.host.say('\x1b[31mREPL buffer overflow\r\n\x1b[0m')
  }

  clear(): void {
    this.text = ''
    this.sequence = undefined
    this.echoes = true
  }

  private enter(): void {
    const { text } = this
    this.text = ''
    if (this.echoes) this.host.say('\r\n')
    this.host.execute(text)
  }

  private append(character: string): void {
    this.text += character
    if (this.echoes) this.host.say(character)
  }

  private back(): void {
    if (this.text === '') return
    this.text = this.text.slice(0, -1)
    if (this.echoes) this.host.say(`\x1b[D\x1b[K\x1b[J\x1b8> ${this.text}\x1b8\x1b[${this.text.length + 2}C`)
  }

  /** What is no key that the prompt knows goes back to the terminal; the report of its width (R) does not. */
  private inSequence(byte: number): void {
    const character = latin1(byte)
    this.sequence += character
    const { sequence = '' } = this
    if (character === '~') this.sequence = undefined
    if (!/[A-Za-z]/.test(character)) return
    this.sequence = undefined
    if (character !== 'R' && !/^\[[A-D]$/.test(sequence)) this.host.say(`\x1b${sequence}`)
  }
}
