import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { doctorCommand, type DoctorSurroundings } from '../../../tools/doctor/doctor-command.ts'

export const device = {
  productKey: 'a1b2C3d4E5F',
  deviceName: 'switch-1',
  deviceSecret: 'fedcba9876543210fedcba9876543210',
}

/** A good configuration for a platform on `port` of this computer. */
export function configFor(port: number) {
  return {
    wifi: { ssid: 'Home', password: 'correct horse' },
    aliyun: { ...device, region: 'cn-shanghai', host: '127.0.0.1', port },
    switches: { PowerSwitch_1: { pin: 'D5' } },
  }
}

export interface Diagnosis {
  readonly said: string
  readonly exitCode: number
  /** The words of the lines that failed: `config config-invalid`. */
  readonly failed: readonly string[]
}

const noBoard: DoctorSurroundings['boards'] = {
  listPorts: async () => [],
  askBoard: async () => undefined,
}

/** An error as node:dns makes it. */
export const notFound = (host: string) =>
  Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })

/** Runs the doctor over a configuration (an object, or a text), with what of its surroundings a test wants other. */
export async function diagnose(
  t: TestContext,
  config: object | string | undefined,
  args: readonly string[] = ['--yes'],
  other: Partial<DoctorSurroundings> = {},
  deadlines: Partial<DoctorSurroundings['network']['deadlines']> = {},
): Promise<Diagnosis> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'device.json')
  if (config !== undefined) writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config))
  if (config !== undefined) chmodSync(file, 0o600)
  let said = ''
  const network = {
    resolve: (host: string) => Promise.reject(notFound(host)),
    usualPorts: [],
    deadlines: { tcpMs: 60_000, tlsMs: 60_000, connackMs: 60_000, ...deadlines },
  }
  const exitCode = await doctorCommand(['--file', file, ...args], {
    print: (text) => (said += text),
    confirm: undefined,
    nodeVersion: process.version,
    boards: noBoard,
    now: () => new Date(),
    network,
    ...other,
  })
  const failed = [...said.matchAll(/^FAIL {2}(\w+) +([\w-]+)/gm)].map(([, check, slug]) => `${check} ${slug}`)
  return { said, exitCode, failed }
}

/** A TCP server on any port of this computer, gone with the test; `onSocket` gets who comes. */
export async function listen(t: TestContext, onSocket: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  t.after(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return portOf(server.listen(0, '127.0.0.1'))
}

export async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A port that nobody listens on now. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  const port = await portOf(server)
  server.close()
  await once(server, 'close')
  return port
}
