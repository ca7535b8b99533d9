import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { UserError } from '../command-line/user-error.ts'

/** What Linux and macOS say when another program uses a port; Windows says the same as for a missing permission. */
const busy = /cannot lock port|resource busy|EBUSY|temporarily unavailable/i
const denied = /permission denied|access (is )?denied|EACCES|EPERM/i
const missing = /no such file|file not found|ENOENT|ENODEV|no such device/i

const hints = {
  missing:
    'npm run flash -- --list shows the ports there are; is the cable one that carries data, the driver installed?',
  busy: 'close the program that holds it: a terminal, an IDE, npm run logs',
  dialout: 'add yourself to the group of serial ports: sudo usermod -aG dialout $USER, then log in again',
  windows: 'close the program that holds it: a terminal, an IDE, npm run logs',
} as const

/**
 * Returns the error for a serial port that could not be opened: port-none, port-busy or port-denied. `reason` is what the
 * system said. On Windows a port that another program uses is "access denied", too.
 */
export function portError(name: string, reason: string, platform: NodeJS.Platform = process.platform): UserError {
  if (busy.test(reason)) return new UserError('port-busy', `${name} is in use${holderOf(name)}`, hints.busy)
  if (denied.test(reason)) {
    if (platform === 'win32')
      return new UserError('port-busy', `${name} is in use, or may not be opened`, hints.windows)
    return new UserError('port-denied', `${name} may not be opened by you`, hints.dialout)
  }
  if (missing.test(reason)) return new UserError('port-none', `there is no port ${name}`, hints.missing)
  return new UserError('port-none', `${name} cannot be opened as a serial port: ${reason}`, hints.missing)
}

/** Returns ' by NAME (process N)' where the system knows it (Linux, for processes that we may inspect), else ''. */
function holderOf(name: string): string {
  try {
    const target = realpathSync(name)
    for (const pid of readdirSync('/proc')) {
      if (/^\d+$/.test(pid) && holds(pid, target)) return ` by ${nameOf(pid)} (process ${pid})`
    }
    return ''
  } catch {
    // There is no /proc, or the port is gone.
    return ''
  }
}

function holds(pid: string, target: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).some((each) => linkOf(`${folder}/${each}`) === target)
  } catch {
    // It is another user's process.
    return false
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    // It was closed after it was listed.
    return undefined
  }
}

function nameOf(pid: string): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
}
