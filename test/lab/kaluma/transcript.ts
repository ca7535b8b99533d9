import assert from 'node:assert/strict'
import type { ClientPacket, Packet, PacketType } from '../../peer/client-packet.ts'
import { createPacketSplitter } from '../../peer/packet-splitter.ts'
import { strictDecode } from '../../peer/strict-decode.ts'

/** One thing that happened. */
export interface Happened {
  /** Ms of the device's time since the start. */
  readonly at: number
  readonly word: string
  readonly rest: string
}

/** A packet that the device wrote, on the n-th connection, counted from 0. */
export interface Written {
  readonly at: number
  readonly connection: number
  readonly packet: ClientPacket
}

/** What a run printed: the peer's lines, and what of the script's lines has their time. */
export class Transcript {
  readonly all: readonly Happened[]
  readonly written: readonly Written[]

  constructor(readonly output: string) {
    this.all = output.split(/\r?\n/).flatMap((line) => {
      const [, at, word = '', rest = ''] = /^~(\d+) (\S+) ?(.*)$/s.exec(line) ?? []
      return at === undefined ? [] : [{ at: Number(at), word, rest }]
    })
    this.written = packetsOf(this.all)
  }

  /** Everything of one kind. */
  of(word: string): Happened[] {
    return this.all.filter((one) => one.word === word)
  }

  /** The script's own lines that match. */
  said(pattern: RegExp): Happened[] {
    return this.of('>').filter(({ rest }) => pattern.test(rest))
  }

  /** The first of the script's lines that matches, after `since`. */
  line(pattern: RegExp, since = -1): Happened {
    const line = this.said(pattern).find(({ at }) => at > since)
    assert.ok(line, `no line ${String(pattern)}${since < 0 ? '' : ` after ${since} ms`}`)
    return line
  }

  packets<Type extends PacketType>(type: Type): (Written & { readonly packet: Packet<Type> })[] {
    return this.written.filter((one): one is Written & { packet: Packet<Type> } => one.packet.type === type)
  }

  /** The levels of a pin, in order. */
  levels(pin: number): number[] {
    return this.of('pin').flatMap(({ rest }) => (rest.startsWith(`${pin} `) ? [Number(rest.split(' ')[1])] : []))
  }

  /** id and code of each reply to a property set. */
  replies(): { id: string; code: number }[] {
    return this.publishes('property/set_reply').map(({ id, code }) => ({ id: String(id), code: Number(code) }))
  }

  /** The `params` of each property post. */
  posts(): unknown[] {
    return this.publishes('event/property/post').map(({ params }) => params)
  }

  /** What was published to topics that end so, as JSON. */
  private publishes(topic: string): Record<string, unknown>[] {
    return this.packets('publish').flatMap(({ packet }) =>
      packet.topicName.endsWith(topic)
        ? [JSON.parse(packet.payload.toString('latin1')) as Record<string, unknown>]
        : [],
    )
  }

  /** The faults that ended attempts, in order. */
  faults(): { readonly at: number; readonly fault: string; readonly retryMs: number }[] {
    return this.said(/ W mqtt .*, retry in /).map(({ at, rest }) => {
      const [, fault = '', seconds] = / W mqtt ([a-z-]+).*, retry in ([\d.]+) s/.exec(rest) ?? []
      return { at, fault, retryMs: Number(seconds) * 1000 }
    })
  }

  /** How full the heap was at the step of this name, bytes, and its highest until then; the peer's part is in both. */
  heap(name: string): { readonly used: number; readonly peak: number } {
    const line = this.of('heap').find(({ rest }) => rest.startsWith(`${name} `))
    assert.ok(line, `no heap ${name}`)
    const [used = 0, peak = 0] = line.rest.split(' ').slice(1).map(Number)
    return { used, peak }
  }

  /** What must hold in every run. */
  assertSound(): void {
    assert.deepEqual(
      this.all.filter(({ word }) => word === 'violation' || word === 'peer' || word === 'starved'),
      [],
    )
    assert.deepEqual(this.said(/ link bug /), [], 'the firmware has a bug')
    assert.equal(this.of('end').length, 1, 'the run did not come to its end')
  }
}

/** Throws the first Violation of MQTT 3.1.1. */
function packetsOf(all: readonly Happened[]): Written[] {
  const written: Written[] = []
  let connection = -1
  let split = createPacketSplitter()
  for (const { at, word, rest } of all) {
    if (word === 'open') {
      connection++
      split = createPacketSplitter()
    }
    if (word !== 'write') continue
    split.push(Buffer.from(rest.split(' ')[1] ?? '', 'hex'), (raw) => {
      written.push({ at, connection, packet: strictDecode(raw) })
    })
  }
  return written
}
