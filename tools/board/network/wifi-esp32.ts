import type { AccessPoint, Reason } from './radio.ts'
import { reasons, usualRssi } from './radio.ts'
import { WifiBase } from './wifi-module.ts'

const names: Readonly<Record<Reason, string>> = {
  [reasons.assocLeave]: 'ASSOC_LEAVE',
  [reasons.handshakeTimeout]: '4WAY_HANDSHAKE_TIMEOUT',
  [reasons.beaconTimeout]: 'BEACON_TIMEOUT',
  [reasons.noApFound]: 'NO_AP_FOUND',
}
const attempts = 3

/**
 * The ESP32's Wifi module: three attempts a connect. Later losses of the network use up those that are left, without an
 * event; then comes `disconnected`, and the radio stays off until connect is called again. A scan and an attempt exclude each
 * other: a scan during an attempt is refused and never calls back, an attempt ends the scan with an empty list, and the end
 * of a scan turns the radio off, even during an attempt, unless it is connected (libs/network/esp32; espruino/Espruino issue
 * 2750).
 */
export class Esp32Wifi extends WifiBase {
  private retries = 0
  /** True from association until `disconnected`, even during retries without an event. */
  private isConnected = false
  private isStarted = false
  /** True from the start of an attempt until it is associated, or has failed for the last time. */
  private isTrying = false

  create(): object {
    this.module = this.machine.object({
      ...this.members('netmask'),
      connect: (ssid: unknown, options: unknown, callback: unknown) => this.connect(ssid, options, callback),
      disconnect: (callback: unknown) => this.disconnect(callback),
      getStatus: () => this.status(),
    })
    return this.module
  }

  associated(ap: AccessPoint): void {
    this.isConnected = true
    this.isTrying = false
    this.tell('associated', { ...this.accessPointDetails(ap), channel: String(ap.channel ?? 6) })
  }

  online(): void {
    this.completed(null)
    this.tell('connected', this.addressDetails('netmask'))
  }

  disconnected(reason: Reason): void {
    if (--this.retries > 0) return this.attempt()
    this.isConnected = false
    this.isTrying = false
    const callback = this.disconnectCallback
    this.disconnectCallback = undefined
    this.later(callback, [])
    const details = this.accessPointDetails(undefined)
    this.tell('disconnected', { ...details, reason: String(reason), msg: names[reason] })
    if (this.connectCallback !== undefined) this.completed(names[reason])
    this.stopIfIdle()
  }

  protected override scan(callback: unknown): void {
    this.beginScan(callback)
    if (this.isTrying) return
    this.listen()
    this.start(false)
  }

  protected override endScan(found: readonly AccessPoint[]): void {
    if (this.scanCallback === undefined) return
    super.endScan(found)
    this.stopIfIdle()
  }

  private start(toConnect: boolean): void {
    const wasStarted = this.isStarted
    this.isStarted = true
    const asks = this.radio.stationStart === 'waits' ? toConnect && !this.isTrying : !wasStarted
    if (asks) this.attempt()
  }

  private attempt(): void {
    // A connect without a name is refused, and nothing happens.
    if (this.ssid === '') return
    this.isTrying = true
    if (this.isListening) this.machine.host.clock.set(() => this.machine.alive && this.endScan([]), 0)
    this.radio.join(this.ssid, this.password)
  }

  private stopIfIdle(): void {
    if (this.isConnected || this.scanCallback !== undefined) return
    this.isStarted = false
    this.isTrying = false
    this.radio.leave()
  }

  private connect(ssid: unknown, options: unknown, callback: unknown): void {
    this.take(ssid, options, callback)
    this.retries = attempts
    if (this.isConnected) {
      // Already joined: it leaves the access point and joins again, which takes one of the attempts.
      this.radio.leave()
      this.machine.host.clock.set(() => this.machine.alive && this.disconnected(reasons.assocLeave), 0)
    } else this.start(true)
  }

  private disconnect(callback: unknown): void {
    this.check(callback)
    this.retries = 0
    this.disconnectCallback = callback
    const wasRunning = this.isTrying || this.isConnected
    this.radio.leave()
    if (wasRunning) {
      this.machine.host.clock.set(() => this.machine.alive && this.disconnected(reasons.assocLeave), 0)
    }
    this.later(callback, [])
  }

  private status(): object {
    if (!this.isConnected) return this.machine.realm.object({ station: 'off', mode: 'NULL', powersave: 'min_modem' })
    const details = {
      station: 'connected',
      ssid: this.ssid,
      rssi: this.radio.rssi ?? usualRssi,
      mode: 'STA',
      powersave: 'min_modem',
    }
    return this.machine.realm.object(details)
  }
}
