import { setTimeout as wait } from 'node:timers/promises'
import { ConsoleLines } from '../serial/console-lines.ts'
import { isFarMarker, parseLogLine, type LogLine } from '../serial/log-line.ts'
import { clearLine } from '../serial/guard.ts'
import { openPort } from '../serial/open-port.ts'
import type { Port } from '../serial/port.ts'
import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

export interface ReadyOptions {
  readonly waitMs: number
  /** Names of files that were kept on the board and start something else; '' where there are none. */
  readonly kept?: string
  /** Whether nothing but the module is on the board, which starts when it is required. */
  readonly isModule?: boolean | undefined
  /** Whether a board whose port was gone at its restart is made to load its script once more; default true. */
  readonly loadsAgain?: boolean
  /** Every line that the board prints. */
  readonly onLine: (line: string) => void
  /** Called with what the application threw before the board was ready: `Uncaught ...`, the first of it. */
  readonly onThrown?: (line: string) => void
  /** Called with the beginning of the line after `ready`, with which the next reader of the port goes on. */
  readonly onRest?: (bytes: Uint8Array) => void
}

/** How many lines of the board an error message shows. */
const tailLines = 8
/** After an error the board may say more about it, ms. */
const moreMs = 300
/** How long a port of the chip itself, which disappears at a reboot, may take to come back, ms. */
const backMs = 15_000
const againMs = 250
/** A board that is silent for so long after its port came back has printed its lines before that, ms. */
const silentMs = 1_500

const load = Buffer.from(`${clearLine}\x10load()\n`)

/**
 * Follows the log of a board that reboots until it logs `ready`; returns the port, which may be another object than before.
 * Gives up early on an error, or when the board's next attempt would come too late. Throws UserError no-ready, with the last
 * lines, and port-lost.
 */
export async function waitForReady(port: Port, options: ReadyOptions): Promise<Port> {
  const watch = new ReadyWatch(options)
  let open = port
  let restart: NodeJS.Timeout | undefined
  const follow = (one: Port): void => {
    open = one
    one.onData = (bytes) => watch.take(bytes)
    one.onLost = () => void reopen(one.name).then(followAgain, (error: unknown) => watch.fail(error))
  }
  const followAgain = (one: Port): void => {
    follow(one)
    if (options.loadsAgain === false) return
    // What it printed before the port was open again, maybe `ready`, is lost: so the script is started once more.
    const { heard } = watch
    restart = setTimeout(() => {
      if (watch.heard === heard) one.write(load).catch((error: unknown) => watch.fail(error))
    }, silentMs)
  }
  follow(port)
  try {
    await watch.ended
    options.onRest?.(watch.rest)
  } finally {
    clearTimeout(restart)
    open.onData = () => undefined
    open.onLost = () => undefined
  }
  return open
}

async function reopen(name: string): Promise<Port> {
  for (const until = Date.now() + backMs; ; await wait(againMs)) {
    try {
      return await openPort(name)
    } catch (error) {
      if (!(error instanceof UserError) || Date.now() > until) throw error
    }
  }
}

/** Reads the log until it is clear whether the board becomes ready. */
class ReadyWatch {
  readonly ended: Promise<void>
  /** How many lines came so far. */
  heard = 0
  private hasThrown = false
  private readonly tail: string[] = []
  private readonly lines: ConsoleLines
  private readonly until: number
  private timer: NodeJS.Timeout
  private resolve: () => void = () => undefined
  private reject: (error: unknown) => void = () => undefined

  constructor(private readonly options: ReadyOptions) {
    this.until = Date.now() + options.waitMs
    this.lines = new ConsoleLines((line) => this.judge(line))
    this.timer = this.giveUpIn(options.waitMs)
    this.ended = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  take(bytes: Uint8Array): void {
    this.lines.take(bytes)
  }

  get rest(): Uint8Array {
    return this.lines.rest
  }

  fail(error: unknown): void {
    clearTimeout(this.timer)
    this.reject(error)
  }

  private judge(text: string): void {
    if (text.trim() === '' || isFarMarker(text)) return
    this.heard++
    this.options.onLine(text)
    this.tail.push(text)
    if (this.tail.length > tailLines) this.tail.shift()
    if (!this.hasThrown && text.startsWith('Uncaught ')) {
      this.hasThrown = true
      this.options.onThrown?.(text)
    }
    const line = parseLogLine(text)
    if (line === undefined) return
    if (line.area === 'mqtt' && line.message === 'ready') {
      clearTimeout(this.timer)
      this.resolve()
    } else if (line.level === 'E' || this.isHopeless(line)) {
      clearTimeout(this.timer)
      this.timer = this.giveUpIn(moreMs)
    }
  }

  /** Whether the board's next attempt comes only after this has given up. */
  private isHopeless({ message }: LogLine): boolean {
    const [, seconds] = /retry in (\d+(?:\.\d+)?) s/.exec(message) ?? []
    return seconds !== undefined && Date.now() + Number(seconds) * 1000 > this.until
  }

  private giveUpIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.reject(this.notReady()), ms)
  }

  private notReady(): UserError {
    const said = this.tail.length === 0 ? speak`it said nothing` : `${speak`its last lines:`}\n${this.tail.join('\n')}`
    const { kept = '', isModule = false } = this.options
    const hint = isModule
      ? speak`the module is on the board; docs/troubleshooting.md says what each word of the log means`
      : kept === ''
        ? speak`the script is on the board and starts at power-on; docs/troubleshooting.md says what each word of the log means`
        : speak`${kept} was left on the board and starts beside the script or in its place: flash again without --keep`
    return new UserError('no-ready', speak`the board does not become ready; ${said}`, hint, 2)
  }
}
