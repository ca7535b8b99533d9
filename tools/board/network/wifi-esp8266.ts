import type { AccessPoint, Reason } from './radio.ts'
import { reasons } from './radio.ts'
import { WifiBase } from './wifi-module.ts'

const names: Readonly<Record<Reason, string>> = {
  [reasons.assocLeave]: 'assoc_leave',
  [reasons.handshakeTimeout]: '4way_handshake_timeout',
  [reasons.beaconTimeout]: 'beacon_timeout',
  [reasons.noApFound]: 'no_ap_found',
}

/** What a failed connect calls back with. */
const outcomes: Readonly<Partial<Record<Reason, string>>> = {
  [reasons.handshakeTimeout]: 'bad_password',
  [reasons.noApFound]: 'no_ap_found',
}

/**
 * The ESP8266's Wifi module: its SDK retries for ever, with an event each time; connect succeeds at once when the board is
 * connected already.
 */
export class Esp8266Wifi extends WifiBase {
  private wants = false

  create(): object {
    this.module = this.machine.object({
      ...this.members('netmask'),
      connect: (ssid: unknown, options: unknown, callback: unknown) => this.connect(ssid, options, callback),
      disconnect: (callback: unknown) => this.disconnect(callback),
      getStatus: () => this.status(),
      getDetails: (callback: unknown) => this.details(callback, { rssi: this.radio.rssi ?? 0 }),
    })
    return this.module
  }

  associated(ap: AccessPoint): void {
    this.tell('associated', { ...this.accessPointDetails(ap), channel: ap.channel ?? 6 })
  }

  online(): void {
    this.completed(null)
    this.tell('connected', this.addressDetails('mask'))
  }

  disconnected(reason: Reason): void {
    const outcome = outcomes[reason]
    if (outcome !== undefined && this.connectCallback !== undefined) this.completed(outcome)
    this.tell('disconnected', { ...this.accessPointDetails(undefined), reason: names[reason] })
    if (this.wants) this.radio.join(this.ssid, this.password)
  }

  private connect(ssid: unknown, options: unknown, callback: unknown): void {
    const before = { ssid: this.ssid, password: this.password }
    this.take(ssid, options, callback)
    const isSame = before.ssid === this.ssid && before.password === this.password
    if (isSame && this.radio.address !== '0.0.0.0') return this.completed(null)
    this.wants = true
    this.radio.join(this.ssid, this.password)
  }

  private disconnect(callback: unknown): void {
    this.check(callback)
    const wasJoined = this.radio.joined !== undefined
    this.wants = false
    this.radio.leave()
    if (wasJoined) this.machine.host.clock.set(() => this.machine.alive && this.disconnected(reasons.assocLeave), 0)
    this.later(callback, [])
  }

  private status(): object {
    const station = this.radio.address === '0.0.0.0' ? 'idle' : 'connected'
    return this.machine.realm.object({ mode: 'sta', station, ap: 'disabled', powersave: 'none' })
  }
}
