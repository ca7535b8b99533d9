import { readApplication } from '../../tools/build/application.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { readStackMapper, type StackMapper } from '../../tools/logs/stack-map.ts'
import { Bench, type BenchOptions } from '../rig/bench.ts'
import { publish } from '../peer/scripted-peer.ts'
import { replyToPosts } from './post-replies.ts'

/** A built application, and where in its sources a line of a stack is. */
export interface BuiltApp {
  readonly script: string
  readonly inSources: StackMapper
}

/** Builds an application as `npm run build -- --app` does, unless it is built. */
export async function buildApp(path: string): Promise<BuiltApp> {
  const { script, file } = await ensureBuilt('dist', readApplication(path))
  const inSources = readStackMapper(`${file}.map`, (text) => {
    throw new Error(text)
  })
  return { script, inSources }
}

/** A simulated board that runs an application, and a peer that replies to its posts as the platform does. */
export class AppBench extends Bench {
  private sets = 0

  /** `timeMs`: what time it is when the clock starts; without it the peer tells none. */
  constructor(app: string, { timeMs, ...options }: BenchOptions & { readonly timeMs?: number } = {}) {
    super({ app, ...options })
    replyToPosts(this.peer, timeMs === undefined ? undefined : () => Math.round(timeMs + this.clock.now()))
  }

  /** Sends a property set, and lets the board act on it; returns its id. */
  setProps(params: object): string {
    const id = `77${(this.sets += 1)}`
    this.connection.set(id, params)
    this.pass(1_000)
    return id
  }

  /** The reply to a set. */
  replyTo(id: string): { code: number; message?: string } | undefined {
    return this.replies().find((reply) => reply.id === id)
  }

  /** The params of every post so far. */
  posted(): unknown[] {
    return this.posts().slice()
  }

  /** Sends a message on a custom topic of the board's. */
  message(tail: string, payload: string): void {
    const { productKey, deviceName } = this.connection.device
    this.connection.send(publish({ topicName: `/${productKey}/${deviceName}/${tail}`, payload }))
    this.pass(1_000)
  }

  /** What the board has printed. */
  lines(): string[] {
    return this.log.lines.map(({ text }) => text)
  }
}
