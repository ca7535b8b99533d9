import type { AccessPoint } from '../../../../tools/board/network/radio.ts'
import type { Clock } from '../../../../tools/time/clock.ts'
import { events, scanResult, type RadioEvent } from './events.ts'

export interface StationOptions {
  accessPoints?: readonly AccessPoint[]
  /** From the order to join until authentication; finding that a network is not there; a scan. ms: 600, 1500, 1500. */
  joinMs?: number
  searchMs?: number
  scanMs?: number
  /** Until a wrong password is refused, and until a network that is gone is given up, ms: 1000, 3000. */
  refuseMs?: number
  lostMs?: number
  /**
   * Whether the radio joins by itself again when the network that it lost is back: not known of the real one. Default false.
   */
  rejoins?: boolean
}

/** What a station does is told by events to the driver, and by `link` to the network behind. */
export interface StationListener {
  event(event: RadioEvent): void
  link(isUp: boolean): void
}

interface Order {
  ssid: string
  password: string
}

const linkUp = 1

/** The radio's station and the access points around it. Names and passwords are compared as their UTF-8 bytes, latin1 here. */
export class Station {
  /** The access point that the station has joined. */
  joined: AccessPoint | undefined
  private readonly around = new Map<string, AccessPoint>()
  private isSilent = false
  private isJammed = false
  private order: Order | undefined
  private handles = new Set<number>()

  constructor(
    private readonly clock: Clock,
    private readonly options: StationOptions,
    private readonly listener: StationListener,
  ) {
    for (const accessPoint of options.accessPoints ?? []) this.appear(accessPoint)
  }

  /** Whether frames pass. */
  get isOnline(): boolean {
    return this.joined !== undefined && this.hears(this.joined.ssid) && !this.isJammed
  }

  bssid(accessPoint = this.joined): Uint8Array {
    const bytes = Buffer.from((accessPoint?.mac ?? '02:00:00:00:00:01').replaceAll(':', ''), 'hex')
    return accessPoint ? bytes : new Uint8Array(6)
  }

  powerOff(): void {
    this.cancel()
    this.joined = undefined
    this.order = undefined
    this.listener.link(false)
  }

  /** `password` is empty for an open network. */
  join(order: Order): void {
    this.cancel()
    this.order = order
    this.joined = undefined
    this.listener.link(false)
    const found = this.hears(order.ssid) ? this.around.get(order.ssid) : undefined
    if (!found || (found.password === undefined) !== (order.password === '')) {
      this.after(this.options.searchMs ?? 1500, () => this.tell({ type: events.setSsid, status: 3 }))
      return
    }
    this.after(this.options.joinMs ?? 600, () => this.associate(found, order))
  }

  leave(): void {
    this.cancel()
    const wasJoined = this.joined !== undefined
    this.order = undefined
    this.joined = undefined
    this.listener.link(false)
    if (!wasJoined) return
    this.tell({ type: events.disassoc, status: 0, reason: 8 })
    this.tell({ type: events.link, status: 0, reason: 3 })
  }

  scan(): void {
    const scanMs = this.options.scanMs ?? 1500
    const heard = this.isSilent ? [] : [...this.around.values()]
    heard.forEach((one, i) => {
      const seen = { ssid: Buffer.from(one.ssid, 'latin1'), bssid: this.bssid(one), channel: one.channel ?? 6 }
      const data = scanResult({ ...seen, rssi: one.rssi ?? -55, isOpen: one.password === undefined })
      this.after((scanMs * (i + 1)) / (heard.length + 1), () => this.tell({ type: events.scanResult, status: 8, data }))
    })
    this.after(scanMs, () => this.tell({ type: events.scanResult, status: 0 }))
  }

  // What happens around the board, for tests.

  /** The access point disconnects the board; it would accept it again at once. */
  kick(): void {
    if (!this.joined) return
    this.tell({ type: events.deauthInd, status: 0, reason: 4 })
    this.lose(0)
  }

  /** No access point is in range until `up`. The radio notices after a while (`lostMs`). */
  drop(): void {
    this.isSilent = true
    this.lose(this.options.lostMs ?? 3000)
  }

  up(): void {
    this.isSilent = false
    this.rejoin()
  }

  /** An access point is switched on, or changes its password or strength. */
  appear(accessPoint: AccessPoint): void {
    const one = { ...accessPoint, ssid: latin1(accessPoint.ssid) }
    if (accessPoint.password !== undefined) one.password = latin1(accessPoint.password)
    this.around.set(one.ssid, one)
    if (this.joined?.ssid === one.ssid) this.joined = one
    this.rejoin()
  }

  vanish(ssid: string): void {
    this.around.delete(latin1(ssid))
    if (this.joined?.ssid === latin1(ssid)) this.lose(this.options.lostMs ?? 3000)
  }

  /** All frames are lost until `unjam`, and the radio does not notice. */
  jam(): void {
    this.isJammed = true
  }

  unjam(): void {
    this.isJammed = false
  }

  private hears(ssid: string): boolean {
    return !this.isSilent && this.around.has(ssid)
  }

  private associate(found: AccessPoint, order: Order): void {
    this.tell({ type: events.auth, status: 0 })
    this.tell({ type: events.assoc, status: 0 })
    this.tell({ type: events.link, status: 0, flags: linkUp })
    if ((found.password ?? '') !== order.password) {
      this.after(this.options.refuseMs ?? 1000, () => this.refuse())
      return
    }
    this.joined = found
    this.tell({ type: events.join, status: 0 })
    this.tell({ type: events.setSsid, status: 0 })
    if (order.password !== '') this.tell({ type: events.pskSup, status: 6 })
    this.listener.link(true)
  }

  /** The four-way handshake failed: the access point sends the station away while it waits for the third message. */
  private refuse(): void {
    this.tell({ type: events.pskSup, status: 8, reason: 14 })
    this.tell({ type: events.deauthInd, status: 0, reason: 15 })
    this.tell({ type: events.link, status: 0, reason: 2 })
  }

  private lose(afterMs: number): void {
    if (!this.joined) return
    const lost = this.joined
    this.after(afterMs, () => {
      if (this.joined !== lost || (afterMs > 0 && this.hears(lost.ssid))) return
      this.joined = undefined
      this.listener.link(false)
      this.tell({ type: events.link, status: 0, reason: 1 })
      this.rejoin()
    })
  }

  private rejoin(): void {
    if (this.options.rejoins && this.order && !this.joined && this.hears(this.order.ssid)) this.join(this.order)
  }

  private tell(event: RadioEvent): void {
    this.listener.event(event)
  }

  private after(ms: number, callback: () => void): void {
    const handle = this.clock.set(() => {
      this.handles.delete(handle)
      callback()
    }, ms)
    this.handles.add(handle)
  }

  private cancel(): void {
    for (const handle of this.handles) this.clock.clear(handle)
    this.handles.clear()
  }
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
