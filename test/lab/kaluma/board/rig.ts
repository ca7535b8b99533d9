import assert from 'node:assert/strict'
import { ScriptedPeer } from '../../../peer/scripted-peer.ts'
import { BoardLog } from '../../../rig/board-log.ts'
import { createMemoryNetwork } from '../../../virtual/memory-network.ts'
import { createVirtualClock } from '../../../virtual/virtual-clock.ts'
import { createPicoW, type PicoW } from '../../pico-w/pico-w.ts'
import { homeNetwork, host, identity, pin, port } from '../judged.ts'

export interface RigOptions {
  /** The path of the image. */
  readonly image: string
  readonly script: string
  /** Flash that exists already: then neither the image nor the script is put into it. */
  readonly flash?: Uint8Array
}

/** The built script on the real image in the emulated board, a scripted peer, and a clock that the board's own time moves. */
export class Rig {
  readonly clock = createVirtualClock()
  readonly network = createMemoryNetwork(this.clock)
  readonly peer = new ScriptedPeer(this.clock)
  readonly log = new BoardLog()
  readonly board: PicoW
  /** The console as text, and what has stopped or reset the board. */
  text = ''
  readonly events: string[] = []
  /** The access point, and how long it takes. */
  readonly air = { accessPoints: [homeNetwork], joinMs: 600 }
  /** What the name server does. */
  names: 'known' | 'unknown' | 'silence' = 'known'
  private rest = ''
  private lastId = 0

  constructor({ image, script, flash }: RigOptions) {
    this.board = createPicoW({
      ...(flash ? { flash } : { image, program: script }),
      ...{ clock: this.clock, transport: this.network },
      wifi: this.air,
      network: { resolve: () => this.names },
      onReset: (cause) => {
        this.events.push(`reset by ${cause}`)
        this.log.restarted()
      },
      onHalt: (why) => this.events.push(`halted: ${why}`),
    })
    this.board.onOutput = (bytes) => this.print(bytes)
    this.network.listen(host, port, this.peer.accept)
  }

  pass(ms: number): void {
    this.clock.advance(ms)
  }

  until(condition: () => boolean, withinMs: number): number {
    return this.clock.runUntil(condition, { withinMs })
  }

  untilReady(withinMs: number): number {
    return this.until(() => this.isReady, withinMs)
  }

  get isReady(): boolean {
    return this.log.isReady && (this.peer.connections.at(-1)?.isOpen ?? false)
  }

  bootReady(): void {
    this.board.powerOn()
    this.untilReady(30_000)
    this.pass(2_000)
  }

  get level(): 0 | 1 | undefined {
    const level = this.board.pin(pin)
    return level === undefined ? undefined : level === 'high' ? 1 : 0
  }

  set(params: unknown, qos: 0 | 1 = 1): string {
    const id = String((this.lastId += 1))
    this.peer.current.set(id, params, { qos })
    return id
  }

  replies(): { id: string; code: number }[] {
    return this.published('/set_reply') as { id: string; code: number }[]
  }

  posts(): Record<string, unknown>[] {
    return this.published('/property/post').map((post) => (post as { params: Record<string, unknown> }).params)
  }

  private published(part: string): unknown[] {
    return this.peer.received.flatMap(({ packet }) =>
      packet.type === 'publish' && packet.topicName.includes(part) ? [JSON.parse(packet.payload.toString())] : [],
    )
  }

  /** Sets the switch to what it is not, and asserts one edge, the reply and the post. Returns how long the reply took, ms. */
  roundTrip(): number {
    const value = this.level === 1 ? 0 : 1
    const edges = this.board.pinEdges.length
    const before = this.posts().length
    const id = this.set({ PowerSwitch_1: value })
    const tookMs = this.until(() => this.replies().some((reply) => reply.id === id), 5_000)
    this.until(() => this.posts().length > before, 5_000)
    assert.equal(this.replies().at(-1)?.code, 200)
    assert.equal(this.posts().at(-1)?.['PowerSwitch_1'], value)
    assert.equal(this.level, value)
    assert.equal(this.board.pinEdges.length, edges + 1, 'one set, exactly one edge')
    return tookMs
  }

  /** Evaluates an expression at the board's own console, while the program runs, and returns what it prints of it. */
  ask(expression: string): string {
    const from = this.text.length
    this.board.type(`print('=' + (${expression}) + '=\\n')\r`)
    this.until(() => /\n=[^\n]*=\r?\n/.test(this.text.slice(from)), 5_000)
    return /\n=([^\n]*)=\r?\n/.exec(this.text.slice(from))?.[1] ?? ''
  }

  heap(): { used: number; peak: number; total: number } {
    const [used = NaN, peak = NaN, total = NaN] = this.ask(
      "[process.memoryUsage().heapUsed,process.memoryUsage().heapPeak,process.memoryUsage().heapTotal].join(' ')",
    )
      .split(' ')
      .map(Number)
    return { used, peak, total }
  }

  /**
   * Asserts what holds whatever happened: it comes back, switches, nothing stopped it, and no secret was printed. `isJudged`: what
   * it wrote was MQTT 3.1.1, too; a peer cannot say so of a board whose network was gone.
   */
  assertWell(isJudged = true): void {
    this.untilReady(150_000)
    this.pass(2_000)
    this.untilReady(150_000)
    this.roundTrip()
    if (isJudged) this.peer.assertStrict()
    assert.equal(this.board.halted, undefined)
    for (const secret of [homeNetwork.password, identity.deviceSecret]) assert.ok(!this.text.includes(secret))
  }

  private print(bytes: Uint8Array): void {
    // What the console draws itself with.
    // eslint-disable-next-line no-control-regex -- it is an escape
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    this.text += text
    const lines = (this.rest + text).split(/\r?\n/)
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.log.add(line.replace(/^.*\r/, ''), this.clock.now())
  }
}
