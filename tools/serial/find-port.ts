import { setTimeout as wait } from 'node:timers/promises'
import { UserError } from '../command-line/user-error.ts'
import { portsInDeviceFolder } from './device-folder.ts'
import { speak } from '../command-line/language.ts'
import { loadSerialPort } from './serial-port.ts'

/** A serial port to which a board may be connected. */
export interface FoundPort {
  /** The value for --port. */
  readonly path: string
  /** The USB chip or its maker; '' where the system does not know. */
  readonly what: string
}

export interface FindOptions {
  /** How long to wait for a cable, ms; default 30 s. */
  readonly waitMs?: number
  /** Called once when there is no port yet. */
  readonly onWaiting?: () => void
  /** Asks the user which port; returns an index of `ports`, or undefined. Without it several ports are an error. */
  readonly choose?: ((ports: readonly FoundPort[]) => Promise<number | undefined>) | undefined
  /** Lists the ports; the system's, except in tests. */
  readonly list?: () => Promise<readonly FoundPort[]>
}

const waitForCableMs = 30_000
const lookEveryMs = 500

/** What the USB port of a Pico is called in a list of ports. */
export const raspberryPi = 'Raspberry Pi'

/** USB chips on ESP and Pico boards, by vendor ID (http://www.linux-usb.org/usb.ids). */
const vendors: Readonly<Record<string, string>> = {
  '10c4': 'CP210x',
  '1a86': 'CH340',
  '0403': 'FTDI',
  '303a': 'Espressif USB',
  '2e8a': raspberryPi,
  '0483': 'Espruino',
}

/**
 * Returns the serial ports of USB devices, without those of the mainboard (ttyS) and of Bluetooth. Throws UserError
 * no-serialport, and port-none where ports can be listed neither by the system nor in /dev.
 */
export async function listPorts(): Promise<FoundPort[]> {
  const { SerialPort } = await loadSerialPort()
  return portsFrom(() => SerialPort.list(), portsInDeviceFolder())
}

/** Returns the ports of both the system's list and /dev: the list fails without udev, and lacks ports that udev has not seen. */
export async function portsFrom(
  list: () => Promise<readonly SystemPort[]>,
  inFolder: readonly SystemPort[],
): Promise<FoundPort[]> {
  let listed: readonly SystemPort[]
  try {
    listed = await list()
  } catch (error) {
    if (process.platform !== 'linux') {
      const why = error instanceof Error ? error.message : String(error)
      throw new UserError('port-none', speak`the serial ports cannot be listed: ${why}`, speak`name one: --port NAME`)
    }
    // Without udev only /dev has the ports.
    listed = []
  }
  const unseen = inFolder.filter(({ path }) => !listed.some((one) => one.path === path))
  return [...listed, ...unseen]
    .filter(({ path, vendorId }) => vendorId !== undefined || /ttyUSB|ttyACM|usbserial|usbmodem/i.test(path))
    .map(({ path, vendorId, manufacturer }) => ({
      path,
      what: vendors[(vendorId ?? '').toLowerCase()] ?? manufacturer ?? '',
    }))
}

/** A port as the system describes it. */
interface SystemPort {
  readonly path: string
  readonly vendorId?: string | undefined
  readonly manufacturer?: string | undefined
}

/**
 * Returns the port to use when none is named: the only one; of several the one that the user chooses; without any it waits for
 * a cable. Throws UserError port-none, or port-many where nobody can be asked.
 */
export async function findPort(options: FindOptions = {}): Promise<string> {
  const { waitMs = waitForCableMs, list = listPorts } = options
  let ports = await list()
  if (ports.length === 0) options.onWaiting?.()
  for (const until = Date.now() + waitMs; ports.length === 0 && Date.now() < until; ports = await list()) {
    await wait(Math.min(lookEveryMs, waitMs))
  }
  const [first] = ports
  if (first === undefined) {
    const hint = speak`is the cable one that carries data? Some boards need a driver (CP210x, CH340). --port NAME names it`
    throw new UserError('port-none', speak`no board hangs on a serial port`, hint)
  }
  if (ports.length === 1) return first.path
  const chosen = ports[(await options.choose?.(ports)) ?? -1]
  if (chosen) return chosen.path
  throw new UserError('port-many', speak`${ports.length} serial ports: ${namesOf(ports)}`, speak`name one: --port NAME`)
}

function namesOf(ports: readonly FoundPort[]): string {
  return ports.map(({ path, what }) => (what === '' ? path : `${path} (${what})`)).join(', ')
}
