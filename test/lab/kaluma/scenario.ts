/** What a script meets in a run: data, which the peer inside the script (peer/) follows. Times are ms of the device's time. */
export interface Scenario {
  /** Time runs so many times as fast. */
  readonly scale: number
  /** The run ends after so long. */
  readonly untilMs: number
  /** What the radio hears; the board's own is `home` unless said otherwise. */
  readonly networks?: readonly AccessPoint[]
  /** What each connection meets, one after the other; the last one is for all that follow. */
  readonly attempts?: readonly Attempt[]
  /** From the start on, whatever the connection does. */
  readonly steps?: readonly Step[]
  /** Files that are there at the start: a character a byte. */
  readonly files?: Readonly<Record<string, string>>
  /** Each write to a file fails. */
  readonly flashIsFull?: boolean
}

export interface AccessPoint {
  /** A character a byte, both of them. */
  readonly ssid: string
  readonly password: string
  readonly rssi: number
  /** It joins whom it knows, and no scan lists it. */
  readonly hidden?: boolean
}

export interface Attempt {
  /** Nobody tells the script of either of the first two; the stack frees the connection at once, or after 21 s. */
  readonly opens?: 'refused' | 'lost' | 'not found' | 'dns timeout'
  /** A return code. */
  readonly connack?: number | 'never'
  readonly suback?: number | 'never'
  readonly pingresp?: false
  /** From the moment on when the connection is open, and from the first SUBACK on. */
  readonly onOpen?: readonly Step[]
  readonly onReady?: readonly Step[]
}

/** One thing that happens, `afterMs` after the step before it. */
export interface Step {
  readonly afterMs?: number
  /** The payload of a property set. */
  readonly set?: string
  /** Bytes, escaped as for unescape(): %FF. */
  readonly bytes?: string
  /** So many sets in one stream, each with a payload of so many bytes. */
  readonly sets?: { readonly count: number; readonly bytes: number }
  /** One PUBLISH to the topic of property sets with a payload of so many bytes. */
  readonly big?: { readonly bytes: number; readonly qos: 0 | 1 }
  /** `deaf`: it acknowledges nothing, and sends all the same. */
  readonly peer?: 'fin' | 'rst' | 'silent' | 'deaf'
  readonly networks?: readonly AccessPoint[]
  /** A falling edge at a pin that is watched. */
  readonly press?: number
  /** Prints how full the heap is, by this name. */
  readonly heap?: string
  /** Prints how many bytes had arrived at most since the collector ran, and how often it was hurried. */
  readonly arrivals?: true
  readonly end?: true
}

/** Bytes for a step. */
export function escaped(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

/** The payload of a property set, as the platform writes it. */
export function setPayload(id: string, params: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ method: 'thing.service.property.set', id, params, version: '1.0.0' })
}
