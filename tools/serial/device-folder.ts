import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Names that Linux gives to serial ports of USB devices. */
const usbPort = /^tty(USB|ACM)\d+$/
/** Where a port's USB device is: one or two folders above the port's own. */
const above = ['..', '../..']

/** A port and what the kernel knows of its USB device. */
export interface DevicePort {
  readonly path: string
  readonly vendorId?: string
  readonly manufacturer?: string
}

/**
 * Returns the ports in Linux's /dev, as the kernel describes them: containers, WSL and small systems have no udev to ask.
 * `root` is / except in tests. On other systems, and where nothing can be read, there are none.
 */
export function portsInDeviceFolder(root = '/'): DevicePort[] {
  return namesIn(join(root, 'dev'))
    .filter((name) => usbPort.test(name))
    .sort()
    .map((name) => {
      const device = usbDevice(join(root, 'sys/class/tty', name, 'device'))
      const [vendorId, manufacturer] = ['idVendor', 'manufacturer'].map((file) => device && textOf(join(device, file)))
      return { path: `/dev/${name}`, ...(vendorId && { vendorId }), ...(manufacturer && { manufacturer }) }
    })
}

function usbDevice(link: string): string | undefined {
  try {
    const port = realpathSync(link)
    return above.map((up) => join(port, up)).find((folder) => textOf(join(folder, 'idVendor')) !== undefined)
  } catch {
    // There is no /sys, or the cable was just pulled.
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // The folder does not exist or cannot be read, so there is no port.
    return []
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}
