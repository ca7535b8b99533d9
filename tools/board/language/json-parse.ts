import type { Machine } from './machine.ts'

interface Token {
  kind: 'EOF' | 'ID' | 'INT' | 'FLOAT' | 'STRING' | 'UNFINISHED STRING' | 'sign'
  /** The word, the string's value, or the punctuator itself. */
  text: string
  value: number
}

const blank = /(?:[\t-\r ]|\/\/[^\n]*|\/\*[^]*?\*\/)+/y
const word = /[A-Za-z_$][\w$]*/y
const number = /0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const sign = /--|\+\+|[^]/y

/**
 * JSON.parse as the engine has it. It uses the engine's lexer, so comments, single quotes, hex and a trailing comma are
 * accepted; what follows the value is ignored; integers wrap at 64 bits; \uXXXX keeps only its low byte; the first of two
 * equal keys counts. Throws the engine's SyntaxError.
 */
export function parseJson(machine: Machine, source: string): unknown {
  const lexer = new Lexer(machine, source)
  return new Parser(machine, lexer).value()
}

class Lexer {
  token: Token = { kind: 'EOF', text: '', value: 0 }
  private at = 0

  constructor(
    private readonly machine: Machine,
    private readonly source: string,
  ) {
    this.next()
  }

  next(): void {
    this.match(blank)
    const char = this.source[this.at]
    if (char === undefined) this.token = { kind: 'EOF', text: '', value: 0 }
    else if (char === '"' || char === "'" || char === '`') this.token = this.string(char)
    else this.token = this.numberToken() ?? this.wordOrSign()
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.source)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  private numberToken(): Token | undefined {
    const text = this.match(number)?.replace(/_/g, '')
    if (text === undefined) return undefined
    if (/^0\d+$/.test(text)) return { kind: 'INT', text, value: parseInt(text, 8) }
    if (!/^(?:\d+|0[xXbBoO]\w+)$/.test(text)) return { kind: 'FLOAT', text, value: Number(text) }
    return { kind: 'INT', text, value: Number(BigInt.asIntN(64, BigInt(text))) }
  }

  private wordOrSign(): Token {
    const name = this.match(word)
    if (name !== undefined) return { kind: 'ID', text: name, value: 0 }
    return { kind: 'sign', text: this.match(sign) ?? '', value: 0 }
  }

  private string(quote: string): Token {
    let text = ''
    for (this.at++; this.at < this.source.length; this.at++) {
      const char = this.source[this.at] ?? ''
      if (char === quote) {
        this.at++
        return { kind: 'STRING', text, value: 0 }
      }
      if (char === '\n' && quote !== '`') break
      text += char === '\\' ? this.escape() : char
    }
    return { kind: 'UNFINISHED STRING', text, value: 0 }
  }

  /** Reads what follows a backslash; leaves `at` on its last character. */
  private escape(): string {
    const char = this.source[++this.at] ?? ''
    const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', a: '\x07' }
    if (simple[char] !== undefined) return simple[char]
    if (char === 'x') return this.hex(2)
    if (char === 'u') return this.hex(4)
    const octal = /^[0-3]?[0-7]{1,2}/.exec(this.source.slice(this.at, this.at + 3))?.[0]
    if (octal === undefined) return char
    this.at += octal.length - 1
    return String.fromCharCode(parseInt(octal, 8))
  }

  private hex(digits: number): string {
    const text = this.source.slice(this.at + 1, this.at + 1 + digits)
    if (!/^[0-9a-fA-F]+$/.test(text) || text.length < digits) this.machine.fail('Error', 'Invalid escape sequence')
    this.at += digits
    return String.fromCharCode(parseInt(text, 16) & 255)
  }
}

class Parser {
  constructor(
    private readonly machine: Machine,
    private readonly lexer: Lexer,
  ) {}

  value(): unknown {
    const { token } = this.lexer
    switch (token.kind) {
      case 'STRING':
        return this.take(token.text)
      case 'INT':
      case 'FLOAT':
        return this.take(token.value)
      case 'ID':
        if (token.text === 'true') return this.take(true)
        if (token.text === 'false') return this.take(false)
        if (token.text === 'null') return this.take(null)
        break
      case 'sign':
        if (token.text === '{') return this.object()
        if (token.text === '[') return this.array()
        if (token.text === '-') return this.negative()
    }
    const got = token.kind === 'sign' ? bare(token.text) : token.text === 'undefined' ? 'undefined' : token.kind
    return this.machine.fail('SyntaxError', `Expecting valid value, got ${got}`)
  }

  private take<T>(value: T): T {
    this.lexer.next()
    return value
  }

  /** Reads a number after its minus sign. A minus alone is undefined, and on the engine no error. */
  private negative(): number | undefined {
    this.lexer.next()
    if (this.lexer.token.kind === 'EOF') return undefined
    return -(this.value() as number)
  }

  private array(): unknown[] {
    const array = this.machine.realm.array()
    this.lexer.next()
    while (!this.at(']')) {
      array.push(this.value())
      if (!this.at(']')) this.expect(',')
    }
    this.lexer.next()
    return array
  }

  private object(): Record<string, unknown> {
    const object = this.machine.realm.object()
    this.lexer.next()
    while (!this.at('}')) {
      const { token } = this.lexer
      if (token.kind !== 'STRING') this.unexpected(token.kind === 'ID' ? 'STRING' : "'}'")
      this.lexer.next()
      this.expect(':')
      const value = this.value()
      if (!Object.prototype.hasOwnProperty.call(object, token.text)) object[token.text] = value
      if (!this.at('}')) this.expect(',')
    }
    this.lexer.next()
    return object
  }

  private at(text: string): boolean {
    return this.lexer.token.kind === 'sign' && this.lexer.token.text === text
  }

  private expect(text: string): void {
    if (!this.at(text)) this.unexpected(`'${text}'`)
    this.lexer.next()
  }

  private unexpected(wanted: string): never {
    const { kind, text } = this.lexer.token
    const names = { ID: `ID:${text}`, STRING: `String:'${text}'`, sign: bare(text) } as Readonly<Record<string, string>>
    return this.machine.fail('SyntaxError', `Got ${names[kind] ?? kind} expected ${wanted}`)
  }
}

/** Returns a punctuator as the engine's messages name it: a single character in quotes, a longer one without. */
function bare(text: string): string {
  return text.length === 1 ? `'${text}'` : text
}
