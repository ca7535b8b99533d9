import type { Clock } from '../../time/clock.ts'
import type { ReplHost } from '../kaluma/repl-host.ts'
import { banner, flashHelp, help, latin1, prompt } from './console-text.ts'
import { PromptLine } from './prompt-line.ts'
import { Transfer } from './transfer.ts'

/** Kaluma's room for a program, bytes. */
export const programBytes = 512 * 1024

/** How the board behaves where the source does not say. */
export interface ConsoleOptions {
  /** How long erasing the program takes, ms. */
  readonly eraseMs?: number
}

/** The console of a board with Kaluma. */
export class KalumaConsole {
  /** Called with the bytes that the console sends; whoever is connected replaces it. */
  onOutput: (bytes: Uint8Array) => void = () => undefined
  /** Called when the chip has started again, which takes its USB port away for a moment. */
  onRestart: () => void = () => undefined
  private readonly line: PromptLine
  private transfer: Transfer | undefined

  constructor(
    private readonly host: ReplHost,
    private readonly clock: Clock,
    private readonly options: ConsoleOptions = {},
  ) {
    this.line = new PromptLine({
      say: (text) => this.say(text),
      execute: (line) => this.execute(line),
      softReset: () => this.softReset(),
    })
    host.onOutput = (bytes) => this.onOutput(bytes)
    host.onRestart = () => this.restarted()
  }

  /** Takes bytes from the line. */
  input(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.transfer === undefined) this.line.take(byte)
      else this.transfer.take(byte)
    }
  }

  private restarted(): void {
    if (this.transfer !== undefined) {
      this.transfer.stop()
      this.transfer = undefined
      this.host.stopLoop(false)
    }
    this.line.clear()
    this.onRestart()
    this.say(banner)
  }

  private execute(line: string): void {
    if (line.startsWith('.')) this.command(line)
    else if (line !== '') this.say(`${this.host.evaluate(line)}\r\n`)
    if (this.transfer === undefined) this.showPrompt()
  }

  private showPrompt(): void {
    this.say(this.line.echoes ? prompt : '\x1b[0m')
  }

  private command(line: string): void {
    const [name = '', argument = ''] = line.split(' ').filter((word) => word !== '')
    if (name === '.flash') this.flash(argument)
    else if (name === '.load') this.host.load()
    else if (name === '.reset') this.reset()
    else if (name === '.echo') this.line.echoes = argument === 'on' || (argument !== 'off' && this.line.echoes)
    else if (name === '.hi') this.say(banner)
    else if (name === '.help') this.say(help)
    else if (name === '.mem') this.say('total: 184312, occupied: 14600, peak: 14800\r\n')
    else if (name !== '.gc') this.say(`\x1b[31mUnknown command: ${name}\r\n\x1b[0m`)
  }

  private softReset(): void {
    this.reset()
    this.showPrompt()
  }

  private reset(): void {
    this.host.reset()
    this.say('\r\nsoft reset\r\n')
  }

  private flash(option: string): void {
    const program = this.host.program() ?? new Uint8Array(0)
    if (option === '-w') this.receive()
    else if (option === '-s') this.say(`${program.length}\r\n`)
    else if (option === '-t') this.say(`${programBytes}\r\n`)
    else if (option === '-r') this.say(`${Buffer.from(program).toString('latin1').replaceAll('\n', '\r\n')}\r\n`)
    else if (option === '-e') {
      this.host.writeProgram(undefined)
      this.say('Flash has erased\r\n')
    } else this.say(flashHelp)
  }

  private receive(): void {
    this.say("Transfer a file via YMODEM... (press 'a' to abort)\r\n")
    this.host.stopLoop(true)
    const { eraseMs = 1_200 } = this.options
    this.transfer = new Transfer(this.clock, {
      ...{ eraseMs, room: programBytes, write: (bytes) => this.host.writeProgram(bytes) },
      say: (bytes) => this.say(bytes.map(latin1).join('')),
      ended: (outcome, rest) => {
        this.transfer = undefined
        this.host.stopLoop(false)
        this.say(`\r\n${outcome}\r\n`)
        this.showPrompt()
        this.input(rest)
      },
    })
  }

  private say(text: string): void {
    this.onOutput(Buffer.from(text, 'latin1'))
  }
}
