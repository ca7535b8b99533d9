import type { Answer } from './alink.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { Product } from '../model/product.ts'
import type { Registry } from '../store/registry.ts'
import type { Downlink } from '../session/downlink.ts'
import type { Drops } from '../session/drops.ts'
import type { EventHub } from '../model/events.ts'
import type { JsonObject, JsonValue } from '../model/json.ts'
import type { KeptSessions } from '../session/kept-sessions.ts'
import type { Rules } from '../model/rules.ts'
import type { Session, Sessions } from '../session/sessions.ts'
import type { SetCalls } from './set-calls.ts'
import type { Store } from '../model/documents.ts'
import type { Timeline } from '../model/timeline.ts'
import type { ServedFiles } from '../wire/served-files.ts'
import type { Calls } from './calls.ts'
import type { SentCalls } from './sent-calls.ts'

/** What the parts of the thing model work with. */
export interface ThingParts {
  readonly rules: Rules
  readonly hub: EventHub
  readonly store: Store
  readonly registry: Registry
  readonly sessions: Sessions
  readonly downlink: Downlink
  readonly drops: Drops
  readonly kept: KeptSessions
  /** What devices may fetch. */
  readonly files: ServedFiles
  /** Property sets that wait for their reply. */
  readonly sets: SetCalls
  /** Services and RRPCs that wait for theirs. */
  readonly calls: Calls
  /** Asynchronous services, which nobody waits for. */
  readonly sent: SentCalls
  /** ms since 1970, for people to read. */
  readonly wallNow: () => number
  /** For comparing: it never goes back. */
  readonly timeline: Timeline
  /** A new id for a request to a device: a decimal string, unique while the platform runs. */
  readonly nextId: () => string
}

/** An Alink request of a device. */
export interface Request {
  readonly device: DeviceName
  readonly product: Product
  readonly session: Session
  readonly id: string
  readonly params: JsonValue | undefined
  readonly message: JsonObject
}

/**
 * Processes a request and returns the reply. It is sent to the request's topic with `_reply`, unless none is wanted.
 */
export type RequestHandler = (request: Request) => Answer

/** Handlers by what follows `/sys/{productKey}/{deviceName}/`. */
export type RequestTable = Readonly<Record<string, RequestHandler>>
