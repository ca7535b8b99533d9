import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Names of serial ports of USB devices, as Linux gives them. */
const usbPort = /^tty(USB|ACM)\d+$/
/** A port's USB device is one or two folders above the port's own. */
const above = ['..', '../..']

/** A port with what the kernel says of its USB device. */
export interface DevicePort {
  readonly path: string
  readonly vendorId?: string
  readonly manufacturer?: string
}

/**
 * The ports that lie in Linux's folder of devices, as the kernel describes them: containers, WSL and small systems have no udev that
 * could be asked. `root` is another than / in tests. Elsewhere, and where nothing may be read, there are none.
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
    // No /sys, or the cable was just pulled.
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // No such folder, or not for us: no port there.
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
