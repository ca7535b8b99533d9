import type { DeviceName } from '../device-names/names.ts'
import type { JsonObject } from '../cloud/model/json.ts'
import type { LiveMessage, PathOf, Returned } from '../cloud/console-api/calls.ts'

/** The platform refused a call: `code` is the kind of refusal, `message` says why. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

type Query = Record<string, string | number | undefined>

/** A GET of the console's calls. Throws CallError. */
export function get<Path extends PathOf<'GET'>>(path: Path, query: Query = {}): Promise<Returned<Path, 'GET'>> {
  const given = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  const search = new URLSearchParams(given).toString()
  return call(search === '' ? path : `${path}?${search}`, {})
}

/** A POST of the console's calls. Throws CallError. */
export function post<Path extends PathOf<'POST'>>(path: Path, body: JsonObject): Promise<Returned<Path, 'POST'>> {
  const headers = { 'content-type': 'application/json' }
  return call(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function call<Body>(url: string, init: RequestInit): Promise<Body> {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new CallError(0, 'no-platform', error instanceof Error ? error.message : String(error))
  })
  const body: unknown = await response.json()
  if (response.ok) return body as Body
  const { error } = body as { error?: { code: string; message: string } }
  if (response.status === 401) window.dispatchEvent(new Event('password-wanted'))
  throw new CallError(response.status, error?.code ?? 'error', error?.message ?? response.statusText)
}

/**
 * Listens to the live stream: with a device to everything about it, packets included, otherwise to the events of all.
 * `onState` is told whether the platform can be reached. Returns a function that ends it.
 */
export function listen(
  device: DeviceName | undefined,
  onMessage: (message: LiveMessage) => void,
  onState: (isConnected: boolean) => void,
): () => void {
  const search = device === undefined ? '' : `?${new URLSearchParams({ ...device }).toString()}`
  const source = new EventSource(`/api/live${search}`)
  source.onopen = () => onState(true)
  // A stream that is closed for good was refused, so the platform can be reached.
  source.onerror = () => source.readyState !== EventSource.CLOSED && onState(false)
  source.onmessage = ({ data }: MessageEvent<string>) => onMessage(JSON.parse(data) as LiveMessage)
  return () => source.close()
}
