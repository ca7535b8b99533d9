import {
  createSetupPacket,
  DataDirection,
  DescriptorType,
  getDescriptorPacket,
  setDeviceAddressPacket,
  setDeviceConfigurationPacket,
  SetupRecipient,
  SetupType,
  type RPUSBController,
} from 'rp2040js'

/** A configuration descriptor without what follows it, bytes. */
const headBytes = 9
const cdcDataClass = 10
const bulk = 2
const setControlLineState = 0x22
/** DTR and RTS: a terminal has opened the port. */
const terminalOpen = 3

/**
 * The computer at the board's USB: it enumerates the device and opens its serial port. (rp2040js has one, too, which gives
 * the board an empty packet every 10 us for as long as there is nothing to send.)
 */
export class UsbConsole {
  isOpen = false
  onData: (bytes: Uint8Array) => void = () => undefined
  onOpen: () => void = () => undefined
  private readonly waiting: Uint8Array[] = []
  private wanted = 0
  private descriptor: number[] = []
  private total = 0
  private inEndpoint = -1
  private outEndpoint = -1

  constructor(private readonly usb: RPUSBController) {
    usb.onUSBEnabled = () => usb.resetDevice()
    usb.onResetReceived = () => {
      this.descriptor = []
      this.total = 0
      usb.sendSetupPacket(setDeviceAddressPacket(1))
    }
    usb.onEndpointWrite = (endpoint, bytes) => {
      if (endpoint === 0) this.answered(bytes)
      else if (endpoint === this.inEndpoint && bytes.length > 0) this.onData(bytes)
    }
    usb.onEndpointRead = (endpoint, bytes) => {
      if (endpoint !== this.outEndpoint) return
      this.wanted = bytes
      this.send()
    }
  }

  /** How many bytes the board has not taken yet. */
  get unsent(): number {
    return this.waiting.reduce((sum, { length }) => sum + length, 0)
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.waiting.push(bytes)
    this.send()
  }

  private send(): void {
    const [first] = this.waiting
    if (this.wanted === 0 || first === undefined) return
    const part = first.subarray(0, this.wanted)
    if (part.length === first.length) this.waiting.shift()
    else this.waiting[0] = first.subarray(part.length)
    this.wanted = 0
    this.usb.endpointReadDone(this.outEndpoint, part)
  }

  /** The next step of the enumeration, after the board's answer to the one before. */
  private answered(bytes: Uint8Array): void {
    const { usb } = this
    if (bytes.length === 0) {
      if (this.total === 0) usb.sendSetupPacket(getDescriptorPacket(DescriptorType.Configration, headBytes))
      else if (!this.isOpen) this.open()
      return
    }
    if (this.total === 0) {
      this.total = (bytes[2] ?? 0) | ((bytes[3] ?? 0) << 8)
      usb.sendSetupPacket(getDescriptorPacket(DescriptorType.Configration, this.total))
      return
    }
    this.descriptor.push(...bytes)
    if (this.descriptor.length < this.total) return
    this.findEndpoints()
    usb.sendSetupPacket(setDeviceConfigurationPacket(1))
  }

  private open(): void {
    const request = { bRequest: setControlLineState, wValue: terminalOpen, wIndex: 0, wLength: 0 }
    const kind = {
      dataDirection: DataDirection.HostToDevice,
      type: SetupType.Class,
      recipient: SetupRecipient.Interface,
    }
    this.usb.sendSetupPacket(createSetupPacket({ ...kind, ...request }))
    this.isOpen = true
    this.onOpen()
  }

  private findEndpoints(): void {
    let isData = false
    for (let at = 0; at < this.descriptor.length; at += this.descriptor[at] || 1) {
      const [, type, address = 0, kind = 0, , interfaceClass] = this.descriptor.slice(at, at + 9)
      if (type === 4) isData = interfaceClass === cdcDataClass
      if (type !== 5 || !isData || (kind & 3) !== bulk) continue
      if (address & 0x80) this.inEndpoint = address & 0x0f
      else this.outEndpoint = address
    }
  }
}
