import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { readApplication } from '../../../tools/build/application.ts'
import { readStackMapper, type StackMapper } from '../../../tools/logs/stack-map.ts'
import { assertPublishRate } from '../../peer/rate-limits.ts'
import { publish, type PeerConnection, type ScriptedPeer } from '../../peer/scripted-peer.ts'
import { createWaitableRealClock, listenAsPeer } from '../../peer/tcp-peer.ts'
import { replyToPosts } from '../../apps/post-replies.ts'
import type { Bench } from './bench.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

export interface AppSetup {
  readonly engine: GivenEngine
  /** The application's path, or a function that makes a script for the peer's port. */
  readonly app: string | ((port: number) => Promise<string>)
  readonly files?: Readonly<Record<string, string>>
  /** What is around the board, and how many times faster timers run: see boot0.ts. */
  readonly around?: string
  readonly timeScale?: number
  /** What time the peer tells who asks, ms since 1970; it runs with the real clock. */
  readonly timeMs?: number
}

type Json = Readonly<Record<string, unknown>>

interface Reply {
  readonly id: string
  readonly code: number
  readonly message?: string
}

/** An application in the engine, and a strict peer that replies to its posts as the platform does. */
export class AppRig {
  private readonly clock = createWaitableRealClock()
  private sets = 0

  private constructor(
    readonly device: Device,
    readonly peer: ScriptedPeer,
    private readonly inSources: StackMapper,
  ) {}

  static async start(bench: Bench, { engine, app, files, timeMs, ...boot0 }: AppSetup): Promise<AppRig> {
    const { peer, port, close } = await listenAsPeer()
    bench.atEnd(() => close())
    const startedAt = performance.now()
    replyToPosts(peer, timeMs === undefined ? undefined : () => Math.round(timeMs + performance.now() - startedAt))
    const { script, inSources } =
      typeof app === 'string' ? await buildApp(app) : { script: await app(port), inSources: none }
    const device = bench.device({ engine, script, config: { port }, ...(files && { files }), ...boot0 })
    return new AppRig(device, peer, inSources)
  }

  get connection(): PeerConnection {
    return this.peer.current
  }

  async ready(): Promise<void> {
    await this.device.line(/ I mqtt ready$/)
  }

  /** Sends a property set; returns its id. */
  set(params: object): string {
    const id = `88${(this.sets += 1)}`
    this.connection.set(id, params)
    return id
  }

  /** Waits for the reply to a set. */
  async reply(id: string, withinMs = 15_000): Promise<Reply> {
    return (await this.published('/property/set_reply', (reply) => reply['id'] === id, withinMs)) as unknown as Reply
  }

  /** Waits for a post with this value. */
  async post(name: string, value: unknown, withinMs = 15_000): Promise<void> {
    const has = ({ params }: Json): boolean => (params as Json)[name] === value
    await this.published('/property/post', has, withinMs)
  }

  /** Waits until the device has published JSON that fits, before or after what others wait for. */
  private async published(topicEnd: string, fits: (json: Json) => boolean, withinMs: number): Promise<Json> {
    let found: Json | undefined
    const look = (): boolean => {
      for (const { packet } of this.peer.received)
        if (packet.type === 'publish' && packet.topicName.endsWith(topicEnd)) {
          const json = JSON.parse(packet.payload.toString('latin1')) as Json
          if (fits(json)) found = json
        }
      return found !== undefined
    }
    await this.clock.until(look, withinMs)
    return found ?? {}
  }

  /** Sends a message on one of the device's custom topics. */
  message(tail: string, payload: string): void {
    const { productKey, deviceName } = this.connection.device
    this.connection.send(publish({ topicName: `/${productKey}/${deviceName}/${tail}`, payload }))
  }

  /** What was printed, with places in the sources. */
  lines(): string[] {
    return this.device.lines.map(({ text }) => this.inSources(text) ?? text)
  }

  assertLimits(): void {
    assertPublishRate(this.peer.publishTimes())
  }
}

const none: StackMapper = () => undefined

async function buildApp(path: string): Promise<{ script: string; inSources: StackMapper }> {
  const { script, file } = await ensureBuilt('dist', readApplication(path))
  const inSources = readStackMapper(`${file}.map`, (text) => {
    throw new Error(text)
  })
  return { script, inSources }
}
