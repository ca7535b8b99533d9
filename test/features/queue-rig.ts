import type { TestContext } from 'node:test'
import type { PropertyPoint } from '../../tools/cloud/model/events.ts'
import { BoardGone } from '../../tools/board/language/machine.ts'
import { FlashStorage } from '../../tools/storage/flash-storage.ts'
import { profiles } from '../../tools/board/profile.ts'
import { buildApp } from '../apps/app-bench.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import type { Device } from '../rig/device.ts'
import { withoutReboot } from '../rig/identity.ts'

const { script } = await buildApp('test/features/apps/queue.js')

/** An entry as the platform has got it. */
export interface Receipt {
  readonly n: number
  readonly timeMs: number
  readonly atMs: number
  /** Names its batch: at which start of the board it was sent, and its id. */
  readonly batch: string
}

export interface QueueSettings {
  readonly most?: number
  readonly bytes?: number
  readonly saved?: boolean
}

/** A board that queues a number at each press of its button, and the local platform. */
export class QueueRig {
  readonly storage = new FlashStorage(profiles.esp32.storage)
  readonly device: Device
  readonly receipts: Receipt[] = []
  /** The values of the property `Level`. */
  readonly levels: PropertyPoint[] = []
  /** The batches whose reply has reached the board, and when. */
  readonly answered = new Map<string, number>()
  /** Called when the platform has got an entry, before its reply goes out. */
  onReceipt: (receipt: Receipt) => void = () => undefined
  /** Whether the board is told the time whenever it comes online. */
  tellsTime = true
  private n = 0

  private constructor(
    readonly bench: CloudBench,
    settings: QueueSettings,
  ) {
    this.storage.write('queue.json', Buffer.from(JSON.stringify(settings)))
    this.device = bench.device({ app: script, storage: this.storage, config: withoutReboot() })
    bench.platform.onEvent((event) => {
      if (event.type === 'online' && this.tellsTime) this.tellTime()
      if (event.type === 'property-history') this.levels.push(...event.points)
      if (event.type !== 'event-post') return
      const { n } = event.value as { n: number }
      const receipt = { n, timeMs: event.timeMs, atMs: bench.clock.now(), batch: this.batch(event.id) }
      this.receipts.push(receipt)
      this.onReceipt(receipt)
    })
    const { oracle } = this.device
    const arrived = oracle.arrived.bind(oracle)
    oracle.arrived = (packet) => {
      const id = /batch\/post_reply.*"id":"(\d+)"/s.exec(packet.body.toString('latin1'))?.[1]
      // After the end of its session it gets nowhere.
      if (id !== undefined && this.device.log.isReady) this.answered.set(this.batch(id), bench.clock.now())
      arrived(packet)
    }
  }

  static async start(t: TestContext, settings: QueueSettings = {}): Promise<QueueRig> {
    const bench = await CloudBench.start(t)
    // A time of day, and not the board's uptime.
    await bench.clock.run(1_000_000)
    return new QueueRig(bench, settings)
  }

  private batch(id: string): string {
    return `${this.device.startsAt.length} ${id}`
  }

  tellTime(): void {
    // A moment later, and only to a board that is still there.
    void this.bench.platform.setProperty(plug, { Clock: this.bench.clock.now() }).result
  }

  /** Has the board queue the next number. */
  queue(): void {
    this.device.board.outside.temperature = ++this.n
    this.device.board.press('D5')
  }

  /** Has it queue so many, a second apart. */
  async queueAll(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.queue()
      await this.bench.clock.run(1000)
    }
  }

  async ready(withinMs = 120_000): Promise<void> {
    await this.bench.clock.until(() => this.device.log.isReady, withinMs)
  }

  /** The numbers that the application says it has queued, and when it did. */
  queued(): { n: number; atMs: number }[] {
    return this.device.log.lines.flatMap(({ text, at }) => {
      const [, n] = /^queued (\d+)$/.exec(text) ?? []
      return n === undefined ? [] : [{ n: Number(n), atMs: at }]
    })
  }

  /** Power fails at step `at` of the flash chip from now on, counted from 1, with a share of it done. */
  cutAt(at: number, share: number): void {
    let step = 0
    this.storage.chip.beforeStep = ({ bytes }, part) => {
      if (++step !== at) return
      part(Math.floor(bytes * share))
      this.device.board.powerOff()
      // What a reply of this moment said was not recorded.
      for (const [batch, atMs] of this.answered) if (atMs >= this.bench.clock.now() - 50) this.answered.delete(batch)
      throw new BoardGone('power fails')
    }
  }

  cutPower(): void {
    const { device } = this
    this.storage.chip.beforeStep = undefined
    device.board.powerOff()
    this.bench.network.cutAll()
    device.restarted('power-on')
  }
}
