import type { AnyBoard } from '../../tools/board/board.ts'
import type { PinEdge } from '../../tools/board/pins/pins.ts'
import type { RawPacket } from '../peer/packet-splitter.ts'
import type { DeviceJson } from './identity.ts'

type Value = 0 | 1

/**
 * Invariant I1: no pin edge without a valid property set that asks for it. Reads from the network which sets reached the
 * board; each edge is matched with the first set, after that of the last edge, that asks for it. Edges at a start come from
 * the configuration.
 */
export class SetOracle {
  readonly broken: string[] = []
  /** Edges since the first start that a set caused. */
  edges = 0
  private readonly asked = new Map<string, Value[]>()
  private parse: ((text: string) => unknown) | undefined

  constructor(
    private readonly config: DeviceJson,
    private readonly board: () => AnyBoard,
  ) {}

  /** Called when the interpreter starts anew: its JSON.parse is another object then. */
  restarted(): void {
    this.parse = undefined
  }

  arrived({ firstByte, body }: RawPacket): void {
    if (firstByte >> 4 !== 3) return
    const topicEnd = 2 + ((body[0] ?? 0) << 8) + (body[1] ?? 0)
    const { productKey, deviceName } = this.config.aliyun
    const wanted = `/sys/${productKey}/${deviceName}/thing/service/property/set`
    if (body.toString('latin1', 2, topicEnd) !== wanted) return
    const qos = (firstByte >> 1) & 3
    for (const [name, value] of this.wishes(body.toString('latin1', topicEnd + (qos === 0 ? 0 : 2)))) {
      this.asked.set(name, [...(this.asked.get(name) ?? []), value])
    }
  }

  /** A person presses the switch's button, which asks for an edge, too. */
  pressed(name: string, value: Value): void {
    this.asked.set(name, [...(this.asked.get(name) ?? []), value])
  }

  readonly edge = ({ pin, value, was, atMs }: PinEdge): void => {
    const [name, each] = Object.entries(this.config.switches).find(([, one]) => one.pin === pin) ?? []
    if (name === undefined || each === undefined) {
      this.broken.push(`I1: an edge at ${pin}, which is nobody's, at ${atMs} ms`)
      return
    }
    const on: Value = each.activeHigh === false ? (value === 1 ? 0 : 1) : value
    if (was === undefined) {
      const atBoot = each.atBoot ?? 'off'
      const wrong = atBoot !== 'restore' && on !== (atBoot === 'on' ? 1 : 0)
      if (wrong) this.broken.push(`I1: ${name} starts as ${on} at ${atMs} ms, wanted ${atBoot}`)
      return
    }
    this.edges += 1
    const asked = this.asked.get(name) ?? []
    const cause = asked.indexOf(on)
    if (cause < 0) this.broken.push(`I1: ${name} became ${on} at ${atMs} ms and no set asked for it`)
    this.asked.set(name, asked.slice(cause + 1))
  }

  /** Returns what a payload validly asks for. The engine reads JSON in its own way, so its own parser is used. */
  private wishes(payload: string): [string, Value][] {
    try {
      this.parse ??= this.board().evaluate('JSON.parse') as (text: string) => unknown
      // Only what the message itself holds: in the engine a key "__proto__" makes the others inherited.
      const { id, params } = Object.fromEntries(Object.entries(this.parse(payload) ?? {}))
      if ((typeof id !== 'string' && typeof id !== 'number') || typeof params !== 'object' || params === null) return []
      return Object.entries(params).filter(
        (entry): entry is [string, Value] => entry[0] in this.config.switches && (entry[1] === 0 || entry[1] === 1),
      )
    } catch {
      // Not JSON: nothing is asked.
      return []
    }
  }
}
