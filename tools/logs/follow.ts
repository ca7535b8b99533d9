import { setTimeout as wait } from 'node:timers/promises'
import { ConsoleLines } from '../serial/console-lines.ts'
import { openPort } from '../serial/open-port.ts'
import type { OpenConsole, Port } from '../serial/port.ts'
import { lostError } from '../serial/port-errors.ts'
import { UserError } from '../command-line/user-error.ts'

export interface FollowHooks {
  onLine(line: string): void
  /** Called when the port was lost or is back. */
  onCable(state: 'lost' | 'back', why: string): void
}

export interface FollowOptions {
  /** What to type first, so that the board reboots and its log is seen from the start. */
  readonly reboot?: string | undefined
  /** The board's console where it is open already; it is closed at the end. */
  readonly open?: OpenConsole | undefined
  readonly signal: AbortSignal
  /** Waits between attempts; with real time, except in tests. */
  readonly wait?: (ms: number) => Promise<unknown>
}

const againMs = 250
/** After a port that was lost before anything came from it: a serial server may take the connection, and close it at once. */
const silentAgainMs = 1_000

/**
 * Reads a board's lines until `signal` aborts, however often the cable is pulled and put back. Throws UserError when the port
 * cannot be opened at first, port-busy where a serial server says so only then.
 */
export async function followBoard(name: string, options: FollowOptions, hooks: FollowHooks): Promise<void> {
  const { signal, reboot, open } = options
  const pause = options.wait ?? ((ms) => wait(ms, undefined, { signal }).catch(() => undefined))
  let isFirst = true
  let port = open?.port ?? (await openPort(name))
  let rest = open?.rest
  let isAsked = reboot === undefined
  for (;;) {
    const lost = readUntilLost(port, signal, hooks, rest)
    // Only now, when the listener is set.
    if (!isAsked && reboot !== undefined) await port.write(Buffer.from(reboot))
    const { why, isSilent } = await lost
    isAsked = true
    rest = undefined
    await port.close()
    if (signal.aborted) return
    const error = lostError(name, why)
    if (isFirst && error.slug === 'port-busy') throw error
    isFirst = false
    hooks.onCable('lost', why)
    if (isSilent) await pause(silentAgainMs)
    const again = await reopen(name, signal, pause)
    if (again === undefined) return
    port = again
    hooks.onCable('back', '')
  }
}

interface Loss {
  /** '' when the signal ended it. */
  readonly why: string
  /** Nothing came. */
  readonly isSilent: boolean
}

/** Reads lines until the port is lost or `signal` aborts. */
function readUntilLost(port: Port, signal: AbortSignal, hooks: FollowHooks, rest?: Uint8Array): Promise<Loss> {
  // A new ConsoleLines each time: a line that was cut by the loss of the port must not continue afterwards.
  const lines = new ConsoleLines((line) => line.trim() !== '' && hooks.onLine(line))
  if (rest !== undefined) lines.take(rest)
  let isSilent = true
  return new Promise((resolve) => {
    const stop = (): void => resolve({ why: '', isSilent })
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    port.onData = (bytes) => {
      isSilent = false
      lines.take(bytes)
    }
    port.onLost = (why) => {
      signal.removeEventListener('abort', stop)
      resolve({ why, isSilent })
    }
  })
}

/** Tries until the port can be opened again; returns undefined when `signal` ended it. */
async function reopen(
  name: string,
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown>,
): Promise<Port | undefined> {
  while (!signal.aborted) {
    try {
      return await openPort(name)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
    }
    await pause(againMs)
  }
  return undefined
}
