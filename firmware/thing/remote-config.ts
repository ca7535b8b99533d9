import { textOf } from './alink.ts'
import { askConfig, onConfigPush } from './config-push.ts'
import { download } from './download.ts'
import type { Callback } from './requests.ts'

/** A configuration as the platform describes it: a file, which the application has to fetch from `url`. */
export interface ConfigFile {
  readonly configId: string
  /** Bytes. */
  readonly configSize: number
  /** Hex checksum of the file, by `signMethod`, which is Sha256. */
  readonly sign: string
  readonly signMethod: string
  /** Good for about 30 min. */
  readonly url: string
  readonly getType: string
}

/** A configuration that is pushed; anything of it may be missing or of another type. */
export interface ConfigMessage {
  readonly id: string
  readonly method: string
  readonly params: ConfigFile
  readonly version: string
}

/**
 * Asks for the remote configuration of the product: `callback` gets the platform's reply as it comes, whose `data` is a ConfigFile, or
 * { code: 0 } without one. Code 6713: the product's remote configuration is off, 6710: there is none.
 */
export function getConfig(callback: Callback): void {
  askConfig(callback)
}

/** Calls `handler` with each configuration that is pushed, the whole message. The platform gets its reply, 200, by itself. */
export function onConfig(handler: (message: ConfigMessage) => void): void {
  onConfigPush(handler as (message: object) => void)
}

/**
 * Fetches the file of a configuration, `file` as `getConfig` and `onConfig` have it: over HTTP, or HTTPS, which verifies nobody, needs a
 * build with TLS, and a link without it. `callback` gets the file's text, at most 2,048 bytes, or '' and what was wrong; once,
 * within 20 s.
 */
export function fetchConfig(file: unknown, callback: (text: string, problem: string) => void): void {
  const { url } = (file || {}) as { readonly url?: unknown }
  download(textOf(url), (text, problem) => {
    board.after(() => callback(text, problem), 0)
  })
}
