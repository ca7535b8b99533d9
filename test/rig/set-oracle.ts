import type { AnyBoard } from '../../tools/board/board.ts'
import type { PinEdge } from '../../tools/board/pins/pins.ts'
import type { RawPacket } from '../peer/packet-splitter.ts'
import type { DeviceJson } from './identity.ts'
import type { FaultsAs } from './in-place-of-switch.ts'
import { outputsOf, type Output } from './outputs.ts'

/**
 * Invariant I1: no pin edge and no change of a PWM's duty without a valid property set that asks for it, or a desired value
 * that the board has asked the platform for. Reads from the network
 * which sets reached the board; each change is matched with the first set, after that of the last change, that asks for it.
 * Levels and duties at a start come from the configuration.
 */
export class SetOracle {
  readonly broken: string[] = []
  /** Edges since the first start that a set caused. */
  edges = 0
  /** Changes of a PWM's duty since the first start that a set caused. */
  duties = 0
  private readonly asked = new Map<string, number[]>()
  /** Every value that was ever asked for: what may be restored. */
  private readonly ever = new Map<string, Set<number>>()
  /** The share that analogWrite put out last, by pin, since the start. */
  private readonly shares = new Map<string, number>()
  private readonly outputs: readonly Output[]
  private parse: ((text: string) => unknown) | undefined
  /** Ids of the requests for desired values that are open in this session. */
  private readonly gets = new Set<string>()

  constructor(
    private readonly config: DeviceJson,
    private readonly board: () => AnyBoard,
    as?: FaultsAs,
  ) {
    this.outputs = outputsOf(config, as)
  }

  /** Called when the interpreter starts anew: its JSON.parse is another object then. */
  restarted(): void {
    this.parse = undefined
    this.shares.clear()
  }

  /** The board has written a packet. */
  sent(packet: RawPacket): void {
    if (packet.firstByte >> 4 === 1) this.gets.clear()
    const payload = this.payloadOn('property/desired/get', packet)
    const id = payload === undefined ? undefined : /"id":"(\d+)"/.exec(payload)?.[1]
    if (id !== undefined) this.gets.add(id)
  }

  arrived(packet: RawPacket): void {
    const set = this.payloadOn('service/property/set', packet)
    if (set !== undefined) for (const [name, value] of this.wishes(set)) this.pressed(name, value)
    const reply = this.payloadOn('property/desired/get_reply', packet)
    if (reply !== undefined) for (const [name, value] of this.desires(reply)) this.pressed(name, value)
  }

  /** Returns the payload of a PUBLISH on a topic of the device's thing model, undefined for any other packet. */
  private payloadOn(tail: string, { firstByte, body }: RawPacket): string | undefined {
    if (firstByte >> 4 !== 3) return undefined
    const topicEnd = 2 + ((body[0] ?? 0) << 8) + (body[1] ?? 0)
    const { productKey, deviceName } = this.config.aliyun
    if (body.toString('latin1', 2, topicEnd) !== `/sys/${productKey}/${deviceName}/thing/${tail}`) return undefined
    const qos = (firstByte >> 1) & 3
    return body.toString('latin1', topicEnd + (qos === 0 ? 0 : 2))
  }

  /** A person presses the switch's button, which asks for an edge, too. */
  pressed(name: string, value: number): void {
    this.asked.set(name, [...(this.asked.get(name) ?? []), value])
    this.ever.set(name, (this.ever.get(name) ?? new Set()).add(value))
  }

  readonly edge = ({ pin, value, was, atMs }: PinEdge): void => {
    const output = this.outputs.find((one) => one.pin === pin)
    if (output === undefined) {
      this.broken.push(`I1: an edge at ${pin}, which is nobody's, at ${atMs} ms`)
      return
    }
    const { name, activeHigh, atBoot, isPwm, min, max } = output
    const on = activeHigh ? value : 1 - value
    const share = this.shares.get(pin)
    if (was === undefined && share === undefined) {
      const wrong = atBoot !== 'restore' && on !== (atBoot === 'on' ? 1 : 0)
      if (wrong) this.broken.push(`I1: ${name} starts as ${on} at ${atMs} ms, wanted ${atBoot}`)
      return
    }
    this.edges += 1
    if (!isPwm) this.takeCause(name, on, atMs)
    // The set was the cause of the duty, of which this is the plain level.
    else if (share !== value)
      this.broken.push(`I1: ${name} is driven to ${on === 1 ? max : min} at ${atMs} ms, and its PWM is at ${share}`)
  }

  /** analogWrite was called. */
  readonly duty = (pin: string, share: number, atMs: number): void => {
    const output = this.outputs.find((one) => one.pin === pin)
    if (output?.isPwm !== true) {
      this.broken.push(`I1: PWM at ${pin}, which has none, at ${atMs} ms`)
      return
    }
    const { name, activeHigh, atBoot, min, max } = output
    const isFirst = !this.shares.has(pin) && this.board().pin(pin) === undefined
    this.shares.set(pin, share)
    const value = rounded(min + (activeHigh ? share : 1 - share) * (max - min))
    if (isFirst) {
      const wasAsked = atBoot === 'restore' && this.ever.get(name)?.has(value) === true
      if (!wasAsked) this.broken.push(`I1: ${name} starts as ${value} at ${atMs} ms, which no set asked for`)
      return
    }
    this.duties += 1
    this.takeCause(name, value, atMs)
  }

  private takeCause(name: string, value: number, atMs: number): void {
    const asked = this.asked.get(name) ?? []
    const cause = asked.indexOf(value)
    if (cause < 0) this.broken.push(`I1: ${name} became ${value} at ${atMs} ms and no set asked for it`)
    this.asked.set(name, asked.slice(cause + 1))
  }

  /** Returns what a payload validly asks for. */
  private wishes(payload: string): [string, number][] {
    const { id, params } = this.read(payload)
    return typeof id === 'string' || typeof id === 'number' ? this.levelsOf(params) : []
  }

  /** Returns the desired values of the reply to a request that is open, which ends it. */
  private desires(payload: string): [string, number][] {
    const { id, code, data } = this.read(payload)
    if (typeof id !== 'string' || !this.gets.delete(id) || code !== 200 || typeof data !== 'object') return []
    const values = Object.entries(data ?? {}).map(([name, each]) => [name, Object(each).value] as const)
    return this.levelsOf(Object.fromEntries(values))
  }

  /** Returns the levels and duties that outputs may have, of values by name. */
  private levelsOf(params: unknown): [string, number][] {
    if (typeof params !== 'object' || params === null) return []
    return Object.entries(params).flatMap(([name, value]): [string, number][] => {
      const output = this.outputs.find((one) => one.name === name)
      if (output === undefined || typeof value !== 'number') return []
      const fits = output.isPwm ? value >= output.min && value <= output.max : value === 0 || value === 1
      return fits ? [[name, rounded(value)]] : []
    })
  }

  /** Returns what a payload holds, nothing where it is no JSON. The engine reads JSON in its own way, so its own parser is used. */
  private read(payload: string): Readonly<Record<string, unknown>> {
    try {
      this.parse ??= this.board().evaluate('JSON.parse') as (text: string) => unknown
      // Only what the message itself holds: in the engine a key "__proto__" makes the others inherited.
      return Object.fromEntries(Object.entries(this.parse(payload) ?? {}))
    } catch {
      return {}
    }
  }
}

/** Without the last digits, which a duty loses on its way. */
const rounded = (value: number): number => Number(value.toFixed(9))
