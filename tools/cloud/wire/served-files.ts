import { randomBytes } from 'node:crypto'
import type { RequestListener, ServerResponse } from 'node:http'
import type { Clock } from '../../time/clock.ts'

/** Files that devices fetch over HTTP with nothing but the URL that they were told, as from Aliyun's object store (OSS). */
export interface ServedFiles {
  /** Keeps a JSON text for 30 min. Returns the path of its URL, which nobody can guess. */
  put(text: string): string
  /** Sends a file, 404 for one that is not there, or not any more. Returns false for a path that is none of a file. */
  answer(...request: Parameters<RequestListener>): boolean
}

/** How long a link is good: that of Aliyun is for about 30 min. */
const validMs = 30 * 60_000
/** So many links are kept, the newest. */
const mostFiles = 1000
const folder = '/config/'

export function createServedFiles(clock: Clock): ServedFiles {
  const files = new Map<string, { readonly bytes: Buffer; readonly until: number }>()
  function forgetOld(): void {
    for (const [path, { until }] of files) if (until <= clock.now() || files.size > mostFiles) files.delete(path)
  }
  return {
    put(text) {
      const path = `${folder}${randomBytes(16).toString('hex')}.json`
      files.set(path, { bytes: Buffer.from(text), until: clock.now() + validMs })
      forgetOld()
      return path
    },
    answer({ method, url = '' }, response) {
      if (!url.startsWith(folder)) return false
      forgetOld()
      const bytes = files.get(url)?.bytes
      if (method !== 'GET' && method !== 'HEAD') send(response, 405)
      else if (bytes === undefined) send(response, 404)
      else send(response, 200, method === 'GET' ? bytes : undefined, bytes.length)
      return true
    },
  }
}

function send(response: ServerResponse, status: number, bytes?: Buffer, length = 0): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(bytes)
}
