import type { AccessPoint, Wifi } from '../../../firmware/platform/platform.ts'

/** A radio that does nothing by itself. */
export interface FakeWifi extends Wifi {
  /** `connect ssid password`, `disconnect`, `scan`, in order. */
  readonly calls: string[]
  /** Answers the newest connect: without a reason it has joined. */
  answer(reason?: string | null): void
  /** The event of the radio: it has an address. */
  connected(ip: string): void
  /** The event before: the network has let it in. */
  associated(): void
  disconnected(): void
  /** Answers the newest scan as ESP32 and ESP8266 do; with `error` as the AT module does. */
  found(list: AccessPoint[], error?: null): void
  /** The newest scan failed: the AT module hands over its error alone. */
  scanFails(error: string): void
}

export function createFakeWifi(): FakeWifi {
  const calls: string[] = []
  const listeners = new Map<string, ((details: { readonly ip?: string }) => void)[]>()
  let done: (reason?: string | null) => void = () => undefined
  let scanned: Parameters<Wifi['scan']>[0] = () => undefined
  const emit = (event: string, details: object): void => listeners.get(event)?.forEach((listener) => listener(details))
  return {
    calls,
    connect(ssid, { password }, whenDone) {
      calls.push(`connect ${ssid} ${password}`)
      done = whenDone
    },
    disconnect: () => calls.push('disconnect'),
    scan(whenScanned) {
      calls.push('scan')
      scanned = whenScanned
    },
    on(event: string, listener: (details: { readonly ip?: string }) => void) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
    },
    answer: (reason) => done(reason),
    connected: (ip) => emit('connected', { ip }),
    associated: () => emit('associated', { ssid: 'Home', mac: '02:00:5e:10:00:01', channel: '6' }),
    disconnected: () => emit('disconnected', {}),
    scanFails: (error) => scanned(error),
    // The error comes first and is null when there was none; the type tells of lists and texts only.
    found: (list, error) => (error === undefined ? scanned(list) : scanned(error as unknown as AccessPoint[], list)),
  }
}
