import { textFor, type PublishOptions } from '../thing/publish.ts'
import { publish as publishText } from './publish-once.ts'

/** What stands for publish.ts where the application gives no callback, and a payload that may be no text. */
export function publish(topic: string, payload: unknown, options?: PublishOptions): void {
  publishText(topic, textFor(payload), options)
}
