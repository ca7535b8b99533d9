import { createBoard, type Board, type BoardOptions } from '../board.ts'
import { readSource } from '../language/source.ts'
import { utf8Bytes } from '../../storage/bytes.ts'
import { ConsoleLine } from './console-line.ts'
import { dle, PacketActor, PacketReader, soh } from './console-packets.ts'
import { jsonText } from '../language/json-text.ts'
import { BoardGone } from '../language/machine.ts'

/** What the engine prints when it starts. */
const banner =
  '\r\n ____                 _ \r\n|  __|___ ___ ___ _ _|_|___ ___ \r\n|____|___|  _|_| |___|_|_|_|___|\r\n\r\n'
/** After so long an incomplete packet is dropped. */
const packetMs = 5000

/** A simulated board and its serial console. */
export interface ConsoleBoard {
  readonly board: Board
  /** Takes bytes from the serial line. */
  input(bytes: Uint8Array): void
  /** Called with the bytes that the console sends; whoever is connected replaces it. */
  onOutput: (bytes: Uint8Array) => void
}

/**
 * Returns a board with a console as the engine has it (src/jsinteractive.c): a prompt that is erased while the script prints,
 * lines without echo after DLE, and the packets of 2v25 for expressions and files.
 */
export function createConsoleBoard(options: BoardOptions): ConsoleBoard {
  return new SimulatedConsole(options)
}

class SimulatedConsole implements ConsoleBoard {
  onOutput: ConsoleBoard['onOutput'] = () => undefined
  readonly board: Board
  private promptIsShown = false
  private returning: number | undefined
  private hadDle = false
  private packet: PacketReader | undefined
  private packetTimer: number | undefined
  private readonly line: ConsoleLine
  private readonly packets: PacketActor

  constructor(private readonly options: BoardOptions) {
    const say = (text: string): void => this.say(text)
    this.board = createBoard({
      ...options,
      onPrint: (text, atMs) => {
        this.print(utf8Bytes(text))
        options.onPrint?.(text, atMs)
      },
      onStart: () => {
        this.restart()
        options.onStart?.()
      },
    })
    this.line = new ConsoleLine({
      say,
      execute: (source, echo) => this.execute(source, echo),
      whoIsThere: () => this.print(`Espruino ${String(this.board.evaluate('process.version+" "+process.env.BOARD'))}`),
    })
    this.packets = new PacketActor({
      ...{ storage: this.board.storage, say },
      evaluate: (source) => jsonText(this.board.evaluate(readSource(`(${source}\n)`))),
      threw: (error) => this.threw(error),
    })
  }

  input(bytes: Uint8Array): void {
    if (!this.board.isRunning) return
    for (const byte of bytes) this.take(byte)
  }

  private take(byte: number): void {
    if (this.packet) return this.inPacket(byte)
    if (byte === soh && this.hadDle) return this.startPacket()
    this.hadDle = byte === dle
    if (byte === dle) this.line.hide()
    else this.line.take(byte)
  }

  private startPacket(): void {
    this.hadDle = false
    this.line.show()
    this.packet = new PacketReader()
    this.packetTimer = this.options.clock.set(() => {
      this.packet = undefined
      this.say('\x15')
    }, packetMs)
  }

  private inPacket(byte: number): void {
    const whole = this.packet?.take(byte)
    if (!whole) return
    this.endPacket()
    this.packets.act(whole)
  }

  private endPacket(): void {
    this.packet = undefined
    if (this.packetTimer !== undefined) this.options.clock.clear(this.packetTimer)
  }

  private execute(source: string, echo: boolean): void {
    this.promptIsShown = this.promptIsShown && !echo
    try {
      const value = source === '' ? undefined : this.board.evaluate(readSource(source))
      if (echo && source !== '') this.print(`=${value === undefined ? 'undefined' : jsonText(value)}`)
    } catch (error) {
      this.threw(error)
    }
    this.returnPrompt()
  }

  private threw(error: unknown): void {
    if (!(error instanceof BoardGone)) this.print(`Uncaught ${String(error)}`)
  }

  /** Prints a line of the script: the prompt is erased and comes back after it. */
  private print(text: string): void {
    if (this.promptIsShown) this.say('\r\x1b[J')
    this.promptIsShown = false
    this.say(`${text}\r\n`)
    this.returnPrompt()
  }

  /** Shows the prompt again soon, as the engine does when it is idle. */
  private returnPrompt(): void {
    if (this.promptIsShown || this.returning !== undefined) return
    this.returning = this.options.clock.set(() => {
      this.returning = undefined
      this.promptIsShown = true
      this.say(`>${this.line.shown}`)
    }, 1)
  }

  private restart(): void {
    this.endPacket()
    this.hadDle = false
    this.line.clear()
    this.packets.reset()
    this.promptIsShown = false
    this.say(banner)
    this.returnPrompt()
  }

  private say(text: string): void {
    this.onOutput(Buffer.from(text, 'latin1'))
  }
}
