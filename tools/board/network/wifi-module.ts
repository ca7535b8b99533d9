import type { Machine } from '../language/machine.ts'
import { usualRssi, type AccessPoint, type Radio } from './radio.ts'
import { espWifiKeeps } from '../../board-kinds/wifi-keeps.ts'

const scanMs = 1500
const macOf = (ap: AccessPoint): string => ap.mac ?? '02:00:5e:10:00:01'

/** What both kinds of Wifi module have in common: arguments checked, scans, addresses. */
export class WifiBase {
  /** The object that require('Wifi') returns. */
  module: object = {}
  protected ssid = ''
  protected password = ''
  protected connectCallback: unknown
  protected disconnectCallback: unknown
  /** Callback of the scan that runs, or of one that was refused and will never end. */
  protected scanCallback: unknown
  private scanTimer: number | undefined

  constructor(
    protected readonly machine: Machine,
    protected readonly radio: Radio,
  ) {}

  /** Queues an event of the module, as the driver's task does outside the idle loop. */
  protected tell(event: string, details: Record<string, unknown>): void {
    this.machine.events.emit(this.module, event, [this.machine.realm.object(details)])
    this.machine.loop.wake()
  }

  protected later(callback: unknown, args: readonly unknown[]): void {
    if (typeof callback !== 'function') return
    this.machine.events.later(callback, args)
    this.machine.loop.wake()
  }

  /** Calls the callback of connect, once: with null, or with what went wrong. Some builds never call it. */
  protected completed(error: string | null): void {
    const callback = this.connectCallback
    this.connectCallback = undefined
    if (this.radio.callbacks === 'always') this.later(callback, [error])
  }

  protected take(ssid: unknown, options: unknown, callback: unknown): void {
    const { machine } = this
    const { password = '' } = (options ?? {}) as { password?: unknown }
    const wanted = 'Expecting options.password to be a string'
    this.check(callback)
    this.ssid = typeof ssid === 'string' ? cut(ssid, espWifiKeeps.ssid) : machine.fail('Error', 'No SSID provided')
    this.password = typeof password === 'string' ? cut(password, espWifiKeeps.password) : machine.fail('Error', wanted)
    this.connectCallback = callback
    this.disconnectCallback = undefined
  }

  protected check(callback: unknown): void {
    if (callback === undefined || typeof callback === 'function') return
    this.machine.fail('Error', `Expecting callback function but got ${String(callback)}`)
  }

  protected accessPointDetails(ap: AccessPoint | undefined): { ssid: string; mac: string } {
    return { ssid: ap?.ssid ?? this.ssid, mac: ap ? macOf(ap) : '00:00:00:00:00:00' }
  }

  /** The members that are the same on both; `maskName` is what the module calls the net mask. */
  protected members(maskName: 'netmask' | 'mask'): Record<string, unknown> {
    const { machine, radio } = this
    const address = (): Record<string, unknown> => {
      const isUp = radio.address !== '0.0.0.0'
      const mask = isUp ? '255.255.255.0' : '0.0.0.0'
      return machine.realm.object({ ip: radio.address, [maskName]: mask, gw: isUp ? gateway(radio.ip) : '0.0.0.0' })
    }
    return {
      scan: (callback: unknown) => this.scan(callback),
      getIP: (callback: unknown) => {
        const details = Object.assign(address(), { mac: '24:0a:c4:00:01:02' })
        this.later(callback, [null, details])
        return details
      },
      getDetails: (callback: unknown) => this.details(callback),
      getHostname: () => 'espruino',
      setHostname: () => undefined,
      save: () => undefined,
      restore: () => undefined,
      stopAP: (callback: unknown) => this.later(callback, [null]),
    }
  }

  /** What is known of the station; `more` is what the other kind does not tell. */
  protected details(callback: unknown, more: Record<string, unknown> = {}): object {
    const status = this.radio.joined ? 'connected' : 'off'
    const details = this.machine.realm.object({ status, ssid: this.ssid, password: this.password, ...more })
    this.later(callback, [details])
    return details
  }

  protected addressDetails(maskName: 'netmask' | 'mask'): Record<string, unknown> {
    return { ip: this.radio.address, [maskName]: '255.255.255.0', gw: gateway(this.radio.ip) }
  }

  /** Calls back with the networks in range as the only argument; channels are strings. One scan at a time. */
  protected scan(callback: unknown): void {
    this.beginScan(callback)
    this.listen()
  }

  protected beginScan(callback: unknown): void {
    const { machine } = this
    if (this.scanCallback !== undefined) machine.fail('Error', 'A scan is already in progress')
    if (typeof callback !== 'function') machine.fail('Error', `Expecting callback function but got ${String(callback)}`)
    this.scanCallback = callback
  }

  /** Waits for the time that a scan takes, then ends it with what was heard. */
  protected listen(): void {
    this.scanTimer = this.machine.host.clock.set(() => {
      if (this.machine.alive) this.endScan(this.radio.heard())
    }, scanMs)
  }

  protected get isListening(): boolean {
    return this.scanTimer !== undefined
  }

  protected endScan(found: readonly AccessPoint[]): void {
    const { machine, scanCallback } = this
    if (this.scanTimer !== undefined) machine.host.clock.clear(this.scanTimer)
    this.scanTimer = this.scanCallback = undefined
    this.later(scanCallback, [machine.realm.array(found.map((ap) => machine.realm.object(heard(ap))))])
  }
}

/** Returns a text as a driver written in C keeps it: so many bytes, up to the first 0. */
function cut(text: string, bytes: number): string {
  return text.slice(0, bytes).split('\0', 1).join('')
}

function heard(ap: AccessPoint): Record<string, unknown> {
  const authMode = ap.password === undefined ? 'open' : 'wpa2'
  return { rssi: ap.rssi ?? usualRssi, authMode, ssid: ap.ssid, mac: macOf(ap), channel: String(ap.channel ?? 6) }
}

/** Returns the first address of the board's /24 network. */
function gateway(ip: string): string {
  return ip.replace(/\d+$/, '1')
}
