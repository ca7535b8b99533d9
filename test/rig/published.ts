import type { Received } from '../peer/scripted-peer.ts'

/** A payload that the board published on a topic; `at` in ms. */
export interface Said {
  at: number
  topicName: string
  payload: string
}

/** What a board has published, among all that its peer received. Each packet is read only once. */
export class Published {
  private readonly all: Said[] = []
  private readonly parsed = new Map<string, { upTo: number; values: unknown[] }>()
  private upTo = 0

  constructor(private readonly received: readonly Received[]) {}

  /** Returns all on topics that contain `part`, oldest first. */
  on(part: string): Said[] {
    return this.read().filter(({ topicName }) => topicName.includes(part))
  }

  /** Their payloads, which are JSON. */
  json(part: string): readonly unknown[] {
    const all = this.read()
    const known = this.parsed.get(part) ?? { upTo: 0, values: [] }
    this.parsed.set(part, known)
    for (const { topicName, payload } of all.slice(known.upTo)) {
      if (topicName.includes(part)) known.values.push(JSON.parse(payload))
    }
    known.upTo = all.length
    return known.values
  }

  private read(): readonly Said[] {
    const { received } = this
    // The list was emptied meanwhile.
    if (received.length < this.upTo) {
      this.all.length = 0
      this.parsed.clear()
      this.upTo = 0
    }
    for (const { at, packet } of received.slice(this.upTo)) {
      if (packet.type !== 'publish') continue
      this.all.push({ at, topicName: packet.topicName, payload: packet.payload.toString('latin1') })
    }
    this.upTo = received.length
    return this.all
  }
}
