import type { TestContext } from 'node:test'
import type { JsonObject } from '../../tools/cloud/model/json.ts'
import type { PlatformOptions } from '../../tools/cloud/platform/platform.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import type { Device, DeviceOptions } from '../rig/device.ts'

/** A board whose application does what a property set tells it, on the local platform, and what it has printed of that. */
export class ToldBoard {
  private read = 0
  private readonly requests: { readonly topicName: string; readonly params: unknown }[] = []

  private constructor(
    readonly bench: CloudBench,
    readonly device: Device,
  ) {}

  static async start(
    t: TestContext,
    script: string,
    options: Partial<PlatformOptions> = {},
    more: DeviceOptions = {},
  ): Promise<ToldBoard> {
    const bench = await CloudBench.start(t, options)
    const board = new ToldBoard(bench, bench.device({ app: script, ...more }))
    bench.platform.onPacket(({ direction, packet }) => {
      const { topicName, payload } = packet
      if (direction !== 'up' || topicName === undefined || payload === undefined) return
      const { params } = JSON.parse(payload.toString()) as { params?: unknown }
      board.requests.push({ topicName, params })
    })
    await bench.bootReady(board.device)
    await board.said()
    return board
  }

  /** Has the application do something; returns what it prints of that until the wire is at rest. */
  async tell(what: string, argument: JsonObject[string] = null): Promise<string[]> {
    const { platform } = this.bench
    const set = platform.setProperty(plug, { Do: what, With: argument })
    await this.bench.all([set.result], 20_000)
    return this.said()
  }

  /** What the application has printed since it was asked last, but the log. */
  async said(withinMs = 1000): Promise<string[]> {
    await this.bench.clock.run(withinMs)
    const lines = this.all()
    const news = lines.slice(this.read)
    this.read = lines.length
    return news.filter((line) => !/^\d+\.\d{3} /.test(line))
  }

  /** All that the application has printed. */
  all(): string[] {
    return this.device.log.lines.map(({ text }) => text)
  }

  /** The params of what the board has published on topics that end so. */
  paramsOf(topicEnd: string): unknown[] {
    return this.requests.flatMap(({ topicName, params }) => (topicName.endsWith(topicEnd) ? [params] : []))
  }

  /** Lines that tell of a bug, or of a session that ended: none is expected. */
  troubles(): string[] {
    return this.all().filter((line) => / E |Uncaught|ERROR|, retry in /.test(line))
  }
}

/** Of lines those that begin with a word, as the JSON behind it. */
export function jsonOf(lines: readonly string[], word: string): JsonObject[] {
  return lines.flatMap((line) => (line.startsWith(`${word} `) ? [JSON.parse(line.slice(word.length + 1))] : []))
}
