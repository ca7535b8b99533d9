import type { JsonObject } from '../model/json.ts'
import type { Platform } from '../platform/platform.ts'
import type { State } from '../store/state.ts'
import type { Call } from './call.ts'
import type { SetBook } from './set-book.ts'

/** What actions work with. */
export interface ActionParts {
  readonly platform: Platform
  readonly state: Pick<State, 'history'>
  readonly sets: Pick<SetBook, 'start'>
}

/** Does what a call asks for, and returns what its response has besides RequestId and Success. Throws OpenApiError. */
export type Action = (call: Call, parts: ActionParts) => JsonObject | Promise<JsonObject>

export type Actions = Readonly<Record<string, Action>>
