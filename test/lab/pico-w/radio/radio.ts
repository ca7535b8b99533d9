import type { RP2040 } from 'rp2040js'
import type { Clock } from '../../../../tools/time/clock.ts'
import { Backplane } from './backplane.ts'
import { eventFrame } from './events.ts'
import { Gspi } from './gspi.ts'
import { connectBus, radioPins } from './pio-bus.ts'
import { Sdpcm } from './sdpcm.ts'
import { Station, type StationOptions } from './station.ts'

export interface RadioOptions extends StationOptions {
  /** The board's own hardware address; default 28:cd:c1:00:00:01. */
  mac?: string
}

/** The network behind the access point. */
export interface Ether {
  /** A frame that the board sent. */
  sent(frame: Uint8Array): void
  link(isUp: boolean): void
}

const commands = {
  getBssid: 23,
  setSsid: 26,
  disassociate: 52,
  getRssi: 127,
  getVariable: 262,
  setVariable: 263,
} as const
const setPassphrase = 268
const setSecurity = 134

/** The CYW43439 with its firmware loaded: what the driver asks of it, and the pins of its own. */
export class Radio {
  readonly station: Station
  readonly mac: Uint8Array
  /** The levels of the radio's three pins; the first is the board's LED. */
  pins = 0
  onPins: (levels: number) => void = () => undefined
  private readonly sdpcm: Sdpcm
  private readonly backplane = new Backplane()
  private readonly gspi: Gspi
  private security = 0
  private passphrase = ''
  private chip: RP2040 | undefined

  constructor(clock: Clock, options: RadioOptions, ether: Ether) {
    this.mac = Buffer.from((options.mac ?? '28:cd:c1:00:00:01').replaceAll(':', ''), 'hex')
    this.sdpcm = new Sdpcm({
      command: (command) => this.command(command),
      frame: (frame) => {
        if (this.station.isOnline) ether.sent(frame)
      },
    })
    this.gspi = new Gspi(this.backplane, this.sdpcm)
    this.station = new Station(clock, options, {
      event: (event) => this.sdpcm.event(eventFrame(event, this.mac, this.station.bssid())),
      link: (isUp) => ether.link(isUp),
    })
    this.sdpcm.changed = () => this.raiseLine()
  }

  /** The board was switched on: the radio is off until its power pin rises. */
  attach(chip: RP2040, spend: (nanos: number) => void): void {
    this.detach()
    this.chip = chip
    connectBus(chip, this.gspi, spend)
    const powerPin = chip.gpio[radioPins.power]
    let isOn = false
    powerPin?.addListener(() => {
      const isHigh = powerPin.outputEnable && powerPin.outputValue
      if (isHigh === isOn) return
      isOn = isHigh
      if (isOn) this.powerOn()
      else this.station.powerOff()
    })
  }

  detach(): void {
    this.chip = undefined
    this.station.powerOff()
  }

  /** A frame for the board; lost when the station has not joined. */
  receive(frame: Uint8Array): void {
    if (this.station.isOnline) this.sdpcm.frame(frame)
  }

  private powerOn(): void {
    this.station.powerOff()
    this.backplane.powerOn()
    this.gspi.powerOn()
    this.sdpcm.powerOn()
    this.setPins(0)
  }

  private raiseLine(): void {
    this.chip?.gpio[radioPins.data]?.setInputValue(this.gspi.interrupts)
  }

  private command({ isSet, number, payload }: { isSet: boolean; number: number; payload: Uint8Array }): Uint8Array {
    const result = new Uint8Array(payload.length)
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
    if (number === commands.setVariable && isSet) this.setVariable(payload)
    if (number === commands.getVariable) this.getVariable(payload, result)
    if (number === setSecurity) this.security = view.getUint32(0, true)
    if (number === setPassphrase) this.passphrase = textOf(payload.subarray(4, 4 + view.getUint16(0, true)))
    if (number === commands.setSsid) this.join(payload)
    if (number === commands.disassociate) this.station.leave()
    if (number === commands.getBssid) result.set(this.station.bssid().subarray(0, result.length))
    if (number === commands.getRssi && result.length >= 4)
      new DataView(result.buffer).setInt32(0, this.station.joined?.rssi ?? -55, true)
    return result
  }

  private setVariable(payload: Uint8Array): void {
    const end = payload.indexOf(0)
    const name = textOf(payload.subarray(0, end))
    const value = payload.slice(end + 1)
    const view = new DataView(value.buffer)
    if (name === 'escan') this.station.scan()
    if (name === 'join') this.join(value)
    if (name === 'gpioout')
      this.setPins((this.pins & ~view.getUint32(0, true)) | (view.getUint32(4, true) & view.getUint32(0, true)))
  }

  private getVariable(payload: Uint8Array, result: Uint8Array): void {
    const name = textOf(payload.subarray(0, payload.indexOf(0)))
    if (name === 'cur_etheraddr') result.set(this.mac)
    if (name === 'ccgpioin') result[0] = this.pins
  }

  private join(payload: Uint8Array): void {
    const length = payload[0] ?? 0
    const ssid = textOf(payload.subarray(4, 4 + length))
    this.station.join({ ssid, password: this.security === 0 ? '' : this.passphrase })
  }

  private setPins(levels: number): void {
    if (levels === this.pins) return
    this.pins = levels
    this.onPins(levels)
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
