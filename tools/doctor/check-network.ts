import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { ConfigFile } from '../config/check/check-config.ts'
import { fail, ok, type Outcome } from './report.ts'
import { speak } from '../command-line/language.ts'

/** The parts of the network that a test may replace. */
export interface Network {
  /** Returns the IPv4 address of a host, as boards know no IPv6. Throws an error with a `code`, as node:dns does. */
  resolve(host: string): Promise<string>
  /** Where else an MQTT server may listen: asked when the port in the configuration is closed. */
  readonly usualPorts: readonly number[]
  readonly deadlines: { readonly tcpMs: number; readonly tlsMs: number; readonly connackMs: number }
}

/** This computer's network; deadlines as in the firmware. */
export const realNetwork: Network = {
  resolve: async (host) => (await lookup(host, 4)).address,
  usualPorts: [1883, 8883, 443],
  deadlines: { tcpMs: 15_000, tlsMs: 20_000, connackMs: 10_000 },
}

/** A region whose host exists for every product, as far as we know: it tells a wrong region from a computer that is offline. */
const controlRegion = 'cn-shanghai'

/** Looks up a host's address. When there is none, the outcome says why: a key of the configuration, or this computer. */
export async function checkDns(
  host: string,
  { aliyun }: ConfigFile,
  { resolve }: Network,
): Promise<{ outcome: Outcome; address: string | undefined }> {
  if (isIP(host) === 4) return { outcome: ok(speak`${host} needs none`), address: host }
  const startedAt = performance.now()
  try {
    const address = await resolve(host)
    return { outcome: ok(speak`${host} is ${address}, ${since(startedAt)}`), address }
  } catch (error) {
    const code = codeOf(error)
    const hint = await explainNoAddress(host, aliyun, resolve)
    return { outcome: fail('dns-failed', speak`${host} has no IPv4 address (${code})`, hint), address: undefined }
  }
}

async function explainNoAddress(
  host: string,
  aliyun: ConfigFile['aliyun'],
  resolve: Network['resolve'],
): Promise<string> {
  const control = `${aliyun?.productKey ?? 'www'}.iot-as-mqtt.${controlRegion}.aliyuncs.com`
  const online =
    host !== control &&
    (await resolve(control).then(
      () => true,
      () => false,
    ))
  if (!online) return speak`no other host of Aliyun has one either: is this computer online, does its DNS answer?`
  if (aliyun === undefined) return speak`mqtt.mqttHostUrl is not a host: copy it again from the console`
  if (aliyun.host !== undefined) return speak`aliyun.host "${aliyun.host}" is not a host`
  if (aliyun.instanceId !== undefined)
    return speak`aliyun.instanceId "${aliyun.instanceId}" is no instance: the console shows it`
  return speak`aliyun.region "${aliyun.region ?? ''}" has no such host, other regions have: where does the product live?`
}

/** Checks whether a server listens on the port; if not, whether one listens on another usual port. */
export async function checkTcp(address: string, port: number, network: Network): Promise<Outcome> {
  const startedAt = performance.now()
  const result = await dial(address, port, network.deadlines.tcpMs)
  if (typeof result !== 'string') {
    result.destroy()
    return ok(`${address}:${port}, ${since(startedAt)}`)
  }
  if (result === 'ECONNREFUSED') return explainRefused(address, port, network)
  const slug = result === 'ECONNRESET' ? 'open-refused' : 'open-timeout'
  return fail(
    slug,
    speak`${address}:${port} cannot be reached (${result})`,
    speak`a firewall, or no way to that network`,
  )
}

async function explainRefused(address: string, port: number, network: Network): Promise<Outcome> {
  const others = network.usualPorts.filter((other) => other !== port)
  const open = await Promise.all(others.map((other) => isOpen(address, other, network.deadlines.tcpMs)))
  const found = others.filter((_, at) => open[at])
  const message = speak`${address}:${port} is closed`
  if (found.length > 0) {
    return fail(
      'open-refused',
      message,
      speak`${found.join(speak` and `)} is open there: is the port in device.json the right one?`,
    )
  }
  const local = address.startsWith('127.')
  const why = local ? speak`the local platform does not run; npm start` : speak`the server is down, or a firewall`
  const hint = speak`nobody listens there, nor on ${others.join(', ')}: ${why}`
  return fail('open-refused', message, hint)
}

async function isOpen(address: string, port: number, withinMs: number): Promise<boolean> {
  const result = await dial(address, port, withinMs)
  if (typeof result === 'string') return false
  result.destroy()
  return true
}

/** Returns a connected socket, or the system's error code; ETIMEDOUT after `withinMs`. */
export function dial(address: string, port: number, withinMs: number): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, noDelay: true, timeout: withinMs })
    const give = (why: string): void => {
      socket.destroy()
      resolve(why)
    }
    socket.once('timeout', () => give('ETIMEDOUT'))
    socket.once('error', (error) => give(codeOf(error)))
    socket.once('connect', () => {
      socket.removeAllListeners()
      socket.setTimeout(0)
      resolve(socket)
    })
  })
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

export const since = (startedAt: number) => `${Math.round(performance.now() - startedAt)} ms`
