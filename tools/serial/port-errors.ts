import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { phrase, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

/** What Linux, macOS and serial servers say when another program uses a port; Windows says the same as for a missing permission. */
const busy = /cannot lock port|resource busy|EBUSY|temporarily unavailable|port already in use/i
const denied = /permission denied|access (is )?denied|EACCES|EPERM/i
const missing = /no such file|file not found|ENOENT|ENODEV|no such device/i

const hints = {
  missing: phrase`npm run flash -- --list shows the ports there are; is the cable one that carries data, the driver installed?`,
  busy: phrase`close the program that holds it: a terminal, an IDE, npm run logs`,
  dialout: phrase`add yourself to the group of serial ports: sudo usermod -aG dialout $USER, then log in again`,
} as const

/**
 * Returns the error for a serial port that could not be opened: port-none, port-busy or port-denied. `reason` is what the
 * system said. On Windows a port that another program uses is "access denied", too.
 */
export function portError(name: string, reason: string, platform: NodeJS.Platform = process.platform): UserError {
  if (busy.test(reason)) return new UserError('port-busy', speak`${name} is in use${holderOf(name)}`, speak(hints.busy))
  if (denied.test(reason)) {
    if (platform === 'win32')
      return new UserError('port-busy', speak`${name} is in use, or may not be opened`, speak(hints.busy))
    return new UserError('port-denied', speak`${name} may not be opened by you`, speak(hints.dialout))
  }
  if (missing.test(reason)) return new UserError('port-none', speak`there is no port ${name}`, speak(hints.missing))
  return new UserError('port-none', speak`${name} cannot be opened as a serial port: ${reason}`, speak(hints.missing))
}

/** Returns the error for an open port that was lost: port-lost, or port-busy where a serial server says so. */
export function lostError(name: string, why: string): UserError {
  if (busy.test(why)) return new UserError('port-busy', speak`${name} is in use${''}`, speak(hints.busy))
  return new UserError('port-lost', speak`${name} is gone: ${why}`, speak`the cable, or the power`, 2)
}

/** Returns ' by NAME (process N)' where the system knows it (Linux, for processes that we may inspect), else ''. */
function holderOf(name: string): string {
  try {
    const target = realpathSync(name)
    for (const pid of readdirSync('/proc')) {
      if (/^\d+$/.test(pid) && holds(pid, target)) return speak` by ${nameOf(pid)} (process ${pid})`
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
