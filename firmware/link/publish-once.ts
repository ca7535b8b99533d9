import type { Bytes } from '../platform/platform.ts'
import { owePublish, type PublishOptions } from '../thing/publish.ts'
import { flush } from './link.ts'

/** What stands for publish.ts where the application gives no callback, and the payload is a text for sure. */
export function publish(topic: string, payload: Bytes, options?: PublishOptions): void {
  /*@__INLINE__*/ owePublish(topic, payload, options)
  flush()
}
