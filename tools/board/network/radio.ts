import { utf8Bytes } from '../../storage/bytes.ts'
import type { Clock } from '../../time/clock.ts'

/** Names and passwords are ordinary text; the board sees their UTF-8 bytes. */
export interface AccessPoint {
  ssid: string
  /** Absent for an open network. */
  password?: string
  /** dBm; default -55. */
  rssi?: number
  channel?: number
  mac?: string
  /** It does not tell its name: no scan finds it. */
  hidden?: boolean
  /** False: it lets the board associate but gives no address. Default true. */
  dhcp?: boolean
}

/** How strong an access point is that does not say, dBm. */
export const usualRssi = -55

export interface RadioOptions {
  accessPoints?: readonly AccessPoint[]
  /** The board's address; default 192.0.2.7. */
  ip?: string
  /** Finding and joining an access point, then getting an address, ms. Defaults 200 and 100. */
  joinMs?: number
  dhcpMs?: number
  /** How long it takes to find that an access point is not there, refuses the password, or was lost, ms. */
  searchMs?: number
  refuseMs?: number
  lostMs?: number
  /** `never`: as in older builds, whose Wifi.connect may never call back. Default `always`. */
  callbacks?: 'always' | 'never'
  /**
   * `connects`: as on an ESP32 before espruino/Espruino PR 2752, which connects to the network that it knows whenever its
   * station starts, for a scan, too; this ends the scan with an empty list, and a connect while the station is started is
   * forgotten. Default `waits`: it connects only when told to.
   */
  stationStart?: 'connects' | 'waits'
}

/** Disconnect reasons, as ESP-IDF numbers and names them. */
export const reasons = {
  assocLeave: 8,
  handshakeTimeout: 15,
  beaconTimeout: 200,
  noApFound: 201,
} as const

export type Reason = (typeof reasons)[keyof typeof reasons]

/** What a radio reports to the driver above it. */
export interface RadioEvents {
  associated(ap: AccessPoint): void
  online(): void
  /** An attempt failed or the connection was lost. */
  disconnected(reason: Reason): void
  /** `up`: packets pass; `down`: they do not; `stranded`: old connections can never come back. */
  link(state: 'up' | 'down' | 'stranded'): void
}

/** The radio of a board and the access points around it; those outlive a reboot of the board, a connection does not. */
export class Radio {
  callbacks: 'always' | 'never'
  readonly stationStart: 'connects' | 'waits'
  /** The access point that the board has joined, from association on. */
  joined: AccessPoint | undefined
  ip: string
  private readonly accessPoints = new Map<string, AccessPoint>()
  private silent = false
  private jammed = false
  private hasAddress = false
  private lastIp: string | undefined
  private handle: number | undefined
  private keeps = false
  private events: RadioEvents | undefined

  constructor(
    private readonly clock: Clock,
    private readonly options: RadioOptions,
  ) {
    this.callbacks = options.callbacks ?? 'always'
    this.stationStart = options.stationStart ?? 'waits'
    this.ip = options.ip ?? '192.0.2.7'
    for (const ap of options.accessPoints ?? []) this.appear(ap)
  }

  get isOnline(): boolean {
    return this.hasAddress && this.hears(this.joined) && !this.jammed
  }

  /** The address in use, '0.0.0.0' without one. */
  get address(): string {
    return this.hasAddress && this.lastIp !== undefined ? this.lastIp : '0.0.0.0'
  }

  /** The interpreter ends while the radio goes on: the next `attach` finds it unchanged. */
  detach(): void {
    this.keeps = true
    this.events = undefined
  }

  /** The board starts, and another driver listens: the radio is off unless it was only detached. */
  attach(events: RadioEvents | undefined): void {
    const keeps = this.keeps && events !== undefined
    this.keeps = false
    this.events = events
    if (keeps) return
    this.cancel()
    this.joined = undefined
    this.hasAddress = false
    this.lastIp = undefined
  }

  /** Returns the access points that a scan finds, the strongest first. */
  heard(): AccessPoint[] {
    if (this.silent) return []
    const named = [...this.accessPoints.values()].filter(({ hidden }) => hidden !== true)
    return named.sort((a, b) => (b.rssi ?? usualRssi) - (a.rssi ?? usualRssi))
  }

  /** Tries once to join; the outcome is an event. */
  join(ssid: string, password: string): void {
    this.leave()
    const ap = this.silent ? undefined : this.accessPoints.get(ssid)
    if (!ap) return this.fail(reasons.noApFound, this.options.searchMs ?? 2000)
    if ((ap.password ?? '') !== password) return this.fail(reasons.handshakeTimeout, this.options.refuseMs ?? 3000)
    this.after(this.options.joinMs ?? 200, () => {
      this.joined = ap
      this.events?.associated(ap)
      if (ap.dhcp !== false) this.after(this.options.dhcpMs ?? 100, () => this.gotAddress())
    })
  }

  /**
   * Joins for a driver whose call blocks until it has joined: decides at once, and returns how long the call takes. A network
   * that appears meanwhile is not noticed.
   */
  joinAtOnce(ssid: string, password: string): { outcome: 'joined' | 'refused' | 'absent' | 'no-address'; ms: number } {
    const { joinMs = 200, dhcpMs = 100, refuseMs = 3000 } = this.options
    this.leave()
    const ap = this.silent ? undefined : this.accessPoints.get(ssid)
    if (!ap) return { outcome: 'absent', ms: Infinity }
    if ((ap.password ?? '') !== password) return { outcome: 'refused', ms: refuseMs }
    this.joined = ap
    this.events?.associated(ap)
    if (ap.dhcp === false) return { outcome: 'no-address', ms: Infinity }
    this.gotAddress()
    return { outcome: 'joined', ms: joinMs + dhcpMs }
  }

  /** Whether it is joined and has an address, as far as the radio itself has noticed. */
  get hasLink(): boolean {
    return this.joined !== undefined && this.hasAddress
  }

  /** How strong the access point is that it has joined, dBm; undefined where it has joined none. */
  get rssi(): number | undefined {
    return this.joined && ((this.accessPoints.get(this.joined.ssid) ?? this.joined).rssi ?? usualRssi)
  }

  /** Whether packets are lost while the link seems up: its access point is silent, or `jam`. */
  get isDeafened(): boolean {
    return this.hasLink && !this.isOnline
  }

  /** Stops an attempt or a connection, without an event. */
  leave(): void {
    this.cancel()
    const wasOnline = this.hasAddress
    this.joined = undefined
    this.hasAddress = false
    if (wasOnline) this.events?.link('down')
  }

  // What happens around the board, for tests.

  /** The access point disconnects the board; it would accept it again at once. */
  kick(): void {
    this.lose(0)
  }

  /** No access point is in range until `up`. The board notices after a while (`lostMs`). */
  drop(): void {
    this.silent = true
    this.lose(this.options.lostMs ?? 3000)
  }

  up(): void {
    this.silent = false
  }

  /** An access point is switched on, or changes its password or strength. */
  appear(ap: AccessPoint): void {
    const seen: AccessPoint = { ...ap, ssid: utf8Bytes(ap.ssid) }
    if (ap.password !== undefined) seen.password = utf8Bytes(ap.password)
    this.accessPoints.set(seen.ssid, seen)
  }

  vanish(ssid: string): void {
    const name = utf8Bytes(ssid)
    this.accessPoints.delete(name)
    if (this.joined?.ssid === name) this.lose(this.options.lostMs ?? 3000)
  }

  /** All packets are lost until `unjam`, and neither the radio nor the script notices. */
  jam(): void {
    this.jammed = true
    this.events?.link('down')
  }

  unjam(): void {
    this.jammed = false
    if (this.isOnline) this.events?.link('up')
  }

  private hears(ap: AccessPoint | undefined): boolean {
    return ap !== undefined && !this.silent && this.accessPoints.has(ap.ssid)
  }

  private lose(afterMs: number): void {
    if (!this.joined) return
    if (this.hasAddress) this.events?.link('down')
    this.fail(reasons.beaconTimeout, afterMs)
  }

  private gotAddress(): void {
    const changed = this.lastIp !== undefined && this.lastIp !== this.ip
    this.lastIp = this.ip
    this.hasAddress = true
    if (changed) this.events?.link('stranded')
    if (!this.jammed) this.events?.link('up')
    this.events?.online()
  }

  private fail(reason: Reason, afterMs: number): void {
    this.after(afterMs, () => {
      this.joined = undefined
      this.hasAddress = false
      this.events?.disconnected(reason)
    })
  }

  private after(ms: number, callback: () => void): void {
    this.cancel()
    this.handle = this.clock.set(() => {
      this.handle = undefined
      callback()
    }, ms)
  }

  private cancel(): void {
    if (this.handle !== undefined) this.clock.clear(this.handle)
    this.handle = undefined
  }
}
