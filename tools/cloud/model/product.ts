import type { JsonObject } from './json.ts'
import type { Tsl } from '../../thing-model/tsl.ts'

export type TopicPermission = 'pub' | 'sub' | 'pub-sub'

/** What is known of a product: its TSL as the console exports it, and its settings. */
export interface Product extends Tsl {
  /** Custom topic classes by what follows `/{productKey}/{deviceName}/`; a class with Sub may have wildcards. */
  readonly topics?: Readonly<Record<string, TopicPermission>>
  /** Signs dynamic registrations. */
  readonly productSecret?: string
  /** Switched on in the console; absent or false: registrations are refused. */
  readonly dynamicRegistration?: boolean
  /** Remote configuration; absent: the service is off. */
  readonly remoteConfig?: JsonObject
}

/** The topic classes that a new product has. From memory of Aliyun's console. */
export const defaultTopics: Readonly<Record<string, TopicPermission>> = {
  'user/update': 'pub',
  'user/update/error': 'pub',
  'user/get': 'sub',
}
