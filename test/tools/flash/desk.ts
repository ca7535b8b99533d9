import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { createConsoleBoard, type ConsoleBoard } from '../../../tools/board/console/console.ts'
import { serveConsole, type ConsoleServer } from '../../../tools/board/console/console-server.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { profiles, type Profile } from '../../../tools/board/profile.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import type { Asks } from '../../../tools/command-line/asks.ts'
import type { Surroundings } from '../../../tools/command-line/surroundings.ts'
import { flashCommand } from '../../../tools/flash/flash-command.ts'
import { endIdleThread } from '../../../tools/serial/espruino-thread.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'

// node:test waits for a thread even where the process would not.
after(() => endIdleThread())

/** Name and password with all that is hard to carry: two- and three-byte UTF-8, quotes, backslashes, a blank at the end. */
export const network = { ssid: '客厅 "é\\', password: 'pass"wört\\n ' } as const

export const identity = {
  productKey: 'a1B2c3D4e5F',
  deviceName: 'switch-1',
  deviceSecret: 'flashTestsOnly00123456789abcdefg',
} as const

/** What the board ran before. */
export const oldScript = 'print("the old script")'

export interface DeskOptions {
  readonly profile?: Profile
  readonly boot0?: string
  /** Port of the cloud on 127.0.0.1. */
  readonly cloudPort?: number
  /** Pages of Storage, of 4096 bytes. */
  readonly pages?: number
}

/** A simulated board on a cable, a folder with its configuration, and what the tools printed. */
export interface Desk {
  readonly cable: ConsoleBoard
  readonly server: ConsoleServer
  readonly folder: string
  readonly port: string
  readonly printed: string[]
  /** Runs `npm run flash` with this board's port and configuration; answers the UserError it ended with. */
  flash(args?: readonly string[], asks?: Asks): Promise<UserError | undefined>
}

export async function desk(t: TestContext, options: DeskOptions = {}): Promise<Desk> {
  const { profile = profiles.esp32, boot0, cloudPort = 1, pages = profile.storage.pages } = options
  const shape = { ...profile.storage, pages }
  const cable = createConsoleBoard({
    ...{ script: oldScript, profile: { ...profile, storage: shape }, storage: new FlashStorage(shape) },
    ...(boot0 !== undefined && { boot0 }),
    ...{ clock: createRealClock(), transport: createTcpTransport(), epochMs: Date.now() },
    wifi: { accessPoints: [network] },
  })
  cable.board.boot()
  const server = await serveConsole(cable)
  const folder = mkdtempSync(join(tmpdir(), 'flash-'))
  writeConfig(folder, cloudPort)
  t.after(async () => {
    cable.board.powerOff('reset')
    await server.close()
    rmSync(folder, { recursive: true })
  })
  const port = `tcp://127.0.0.1:${server.port}`
  const printed: string[] = []
  return {
    ...{ cable, server, folder, port, printed },
    flash: (args = [], asks) =>
      flash(['--port', port, '--config', join(folder, 'device.json'), ...args], around(printed, asks)),
  }
}

export function writeConfig(folder: string, cloudPort: number): void {
  const aliyun = { ...identity, host: '127.0.0.1', port: cloudPort }
  const config = { wifi: network, aliyun, switches: { PowerSwitch_1: { pin: 'D2' } } }
  writeFileSync(join(folder, 'device.json'), JSON.stringify(config, null, 2), { mode: 0o600 })
}

/** The JSON that the board's device.json must be, byte for byte. */
export function expectedConfig(cloudPort: number): string {
  const aliyun = { ...identity, host: '127.0.0.1', port: cloudPort }
  return JSON.stringify({ wifi: network, aliyun, switches: { PowerSwitch_1: { pin: 'D2' } } })
}

export function around(printed: string[], asks?: Asks): Surroundings {
  return {
    environment: {},
    print: (text) => void printed.push(text),
    warn: (text) => void printed.push(text),
    asks,
  }
}

export async function flash(args: readonly string[], surroundings: Surroundings): Promise<UserError | undefined> {
  return errorOf(flashCommand(args, surroundings))
}

/** The UserError that a promise ends with; undefined when it ends well. */
export async function errorOf(work: Promise<unknown>): Promise<UserError | undefined> {
  try {
    await work
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  return undefined
}

/** A file of the board's Storage as text. */
export function readBoard({ cable }: Desk, name: string): string | undefined {
  const bytes = cable.board.storage.read(name)
  return bytes && Buffer.from(bytes).toString('utf8')
}

/** Cuts the board's power and switches it on again; answers what it prints until it has nothing more to say. */
export function powerCycle({ cable }: Desk): string {
  const said: string[] = []
  const { onOutput } = cable
  cable.onOutput = (bytes) => said.push(Buffer.from(bytes).toString('latin1'))
  cable.board.powerOff()
  cable.board.boot()
  cable.onOutput = onOutput
  return said.join('')
}
