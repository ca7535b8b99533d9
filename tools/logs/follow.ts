import { setTimeout as wait } from 'node:timers/promises'
import { ConsoleLines } from '../serial/console-lines.ts'
import { clearLine } from '../serial/guard.ts'
import { openPort } from '../serial/open-port.ts'
import type { OpenConsole, Port } from '../serial/port.ts'
import { UserError } from '../command-line/user-error.ts'

export interface FollowHooks {
  onLine(line: string): void
  /** Called when the port was lost or is back. */
  onCable(state: 'lost' | 'back', why: string): void
}

export interface FollowOptions {
  /** Whether to reboot the board first, to see its log from the start. */
  readonly reboot?: boolean
  /** The board's console where it is open already; it is closed at the end. */
  readonly open?: OpenConsole | undefined
  readonly signal: AbortSignal
}

const againMs = 250

/**
 * Reads a board's lines until `signal` aborts, however often the cable is pulled and put back. Throws UserError when the port
 * cannot be opened at first.
 */
export async function followBoard(name: string, options: FollowOptions, hooks: FollowHooks): Promise<void> {
  const { signal, reboot = false, open } = options
  let port = open?.port ?? (await openPort(name))
  let rest = open?.rest
  let isAsked = !reboot
  for (;;) {
    const lost = readUntilLost(port, signal, hooks, rest)
    // Only now, when the listener is set.
    if (!isAsked) await port.write(Buffer.from(`${clearLine}\x10E.reboot()\n`))
    const why = await lost
    isAsked = true
    rest = undefined
    await port.close()
    if (signal.aborted) return
    hooks.onCable('lost', why)
    const again = await reopen(name, signal)
    if (again === undefined) return
    port = again
    hooks.onCable('back', '')
  }
}

/** Reads lines until the port is lost; returns why, or '' when `signal` ended it. */
function readUntilLost(port: Port, signal: AbortSignal, hooks: FollowHooks, rest?: Uint8Array): Promise<string> {
  // A new ConsoleLines each time: a line that was cut by the loss of the port must not continue afterwards.
  const lines = new ConsoleLines((line) => line.trim() !== '' && hooks.onLine(line))
  if (rest !== undefined) lines.take(rest)
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('')
    const stop = (): void => resolve('')
    signal.addEventListener('abort', stop, { once: true })
    port.onData = (bytes) => lines.take(bytes)
    port.onLost = (why) => {
      signal.removeEventListener('abort', stop)
      resolve(why)
    }
  })
}

/** Tries until the port can be opened again; returns undefined when `signal` ended it. */
async function reopen(name: string, signal: AbortSignal): Promise<Port | undefined> {
  while (!signal.aborted) {
    try {
      return await openPort(name)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
    }
    await wait(againMs, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}
