import type { JsonObject } from './json.ts'
import type { Tsl } from './tsl.ts'

export type TopicPermission = 'pub' | 'sub' | 'pub-sub'

/** What is known of a product: its TSL as the console exports it, and its settings. */
export interface Product extends Tsl {
  /** Custom topic classes by what follows `/{productKey}/{deviceName}/`; wildcards allowed in classes with Sub. */
  readonly topics?: Readonly<Record<string, TopicPermission>>
  /** Signs dynamic registrations. */
  readonly productSecret?: string
  /** Switched on in the console; absent or false: registrations are refused. */
  readonly dynamicRegistration?: boolean
  /** Remote configuration; absent: the service is off. */
  readonly remoteConfig?: JsonObject
}

/** The classes every product is born with. From memory of the console. */
export const defaultTopics: Readonly<Record<string, TopicPermission>> = {
  'user/update': 'pub',
  'user/update/error': 'pub',
  'user/get': 'sub',
}
