const controlE = 5
const backspace = 8
const lineFeed = 10
const carriageReturn = 13
const controlC = 3
const escape = 27

export interface LineHost {
  /** Called with a complete line; `echo` is false when it began with DLE. */
  execute(source: string, echo: boolean): void
  /** Called at Ctrl-E on an empty line, which asks for version and board. */
  whoIsThere(): void
  say(text: string): void
}

/** The line being typed at the prompt, with the editing that tools use: DLE, Ctrl-C, ESC LF, ESC [ 2 H, backspace. */
export class ConsoleLine {
  private text = ''
  private echo = true
  /** The characters so far of an escape sequence that is not complete. */
  private sequence: string | undefined

  constructor(private readonly host: LineHost) {}

  /** What is shown after the prompt when it comes back. */
  get shown(): string {
    return this.echo ? this.text.replaceAll('\n', '\r\n:') : ''
  }

  get echoes(): boolean {
    return this.echo
  }

  /** Makes the line run without echo. Only has an effect at its beginning. */
  hide(): void {
    if (this.text === '') this.echo = false
  }

  /** Undoes `hide`, because the DLE was the beginning of a packet. */
  show(): void {
    if (this.text === '') this.echo = true
  }

  clear(): void {
    this.text = ''
    this.echo = true
    this.sequence = undefined
  }

  take(byte: number): void {
    if (this.sequence !== undefined) return this.inSequence(byte)
    if (byte === escape) this.sequence = ''
    else if (byte === controlC) this.interrupt()
    else if (byte === controlE && this.text === '') this.host.whoIsThere()
    else if (byte === lineFeed || byte === carriageReturn) this.newLine(true)
    else if (byte === backspace) this.text = this.text.slice(0, -1)
    else if (byte >= 32 || byte === 9) this.append(String.fromCharCode(byte))
  }

  private append(char: string): void {
    this.text += char
    if (this.echo) this.host.say(char)
  }

  private interrupt(): void {
    if (this.text !== '' && this.echo) this.host.say('\r\x1b[J>')
    this.clear()
  }

  private inSequence(byte: number): void {
    const char = String.fromCharCode(byte)
    if (this.sequence === '' && byte === lineFeed) {
      this.sequence = undefined
      return this.newLine(false)
    }
    const goesOn = (this.sequence === '' && char === '[') || /[\d;]/.test(char)
    if (!goesOn && this.sequence === '[2' && char === 'H') this.interrupt()
    this.sequence = goesOn ? this.sequence + char : undefined
  }

  private newLine(mayExecute: boolean): void {
    if (!mayExecute || openBrackets(this.text) > 0) {
      this.text += '\n'
      if (this.echo) this.host.say('\r\n:')
      return
    }
    const { text, echo } = this
    if (echo) this.host.say('\r\n')
    this.clear()
    this.host.execute(text.trim(), echo)
  }
}

/** Returns how many brackets are open at the end, not counting those in strings and comments. */
function openBrackets(source: string): number {
  const code = source.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[^]*?\*\//g, '')
  return (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0)
}
