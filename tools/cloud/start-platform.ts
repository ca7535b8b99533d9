import type { Device } from './model/device.ts'
import type { Product } from './model/product.ts'
import type { EventListener } from './model/events.ts'
import type { BoardFeed } from './console-api/board-feed.ts'
import { startWeb } from './console-api/start-web.ts'
import { makeAccessKey, type AccessKey } from './openapi/access-key.ts'
import { createPlatform, type Platform } from './platform/platform.ts'
import type { ListenOptions } from './wire/device-listener.ts'
import { defaultControlPort, defaultPort } from './ports.ts'
import type { Rules } from './model/rules.ts'
import { inMemory } from './store/database.ts'
import { forgetOtherRun } from './store/forget-other-run.ts'
import { recordEvents } from './store/recorder.ts'
import { openState } from './store/state.ts'
import { openTestCa, ownHosts, type TlsIdentity } from './net/tls-identity.ts'
import { speak } from '../command-line/language.ts'

export interface StartOptions {
  readonly devices: readonly Device[]
  readonly product?: Product
  /** By productKey. */
  readonly products?: Readonly<Record<string, Product>>
  /** Where devices connect; default 127.0.0.1. */
  readonly host?: string
  /** MQTT port, 0 for any; default 1883. */
  readonly port?: number
  /** Port for TLS alone, 0 for any; default none. */
  readonly tlsPort?: number | undefined
  /** Port of dynamic registration over HTTPS (plain HTTP without a CA), 0 for any; default none. */
  readonly registerPort?: number | undefined
  /** Where the test CA is, or is to be created; without it there is no TLS. */
  readonly caDirectory?: string | undefined
  /** Where OpenAPI and console are; default 127.0.0.1. Any other address needs `consolePassword`. */
  readonly controlHost?: string
  /** Their port, 0 for any; default 8080. */
  readonly controlPort?: number
  /** Port of the same over HTTPS, 0 for any; default none. Needs a CA. */
  readonly httpsPort?: number | undefined
  readonly consolePassword?: string | undefined
  /** With which calls of the OpenAPI are signed; default: one that nobody else knows. */
  readonly accessKey?: AccessKey
  /** Simulated boards, which are added as they start. */
  readonly boards?: readonly BoardFeed[]
  readonly rules?: Partial<Rules>
  /** What runs on the devices; see forgetOtherRun. Without it nothing is forgotten. */
  readonly run?: string
  /** Where devices, history and log are kept; default: in memory. */
  readonly dataFile?: string
  readonly onEvent?: EventListener
}

export interface RunningPlatform {
  readonly platform: Platform
  readonly mqttPort: number
  readonly controlPort: number
  readonly tlsPort: number | undefined
  readonly registerPort: number | undefined
  readonly httpsPort: number | undefined
  /** The test CA's certificate. */
  readonly caFile: string | undefined
  /** Ends every socket and timer; the ports are free when it resolves, or rejects with UserError state-not-written. */
  close(): Promise<void>
}

/**
 * Starts the platform with its listeners and its state. Throws UserError port-busy, state-locked, ca-invalid ..., with
 * nothing left open.
 */
export async function startPlatform(options: StartOptions): Promise<RunningPlatform> {
  const { devices, product = {}, products = {}, rules = {}, onEvent } = options
  const ca = options.caDirectory === undefined ? undefined : openTestCa(options.caDirectory)
  const identity = ca?.issue(ownHosts())
  const state = openState(options.dataFile ?? inMemory, tellTrouble, Date.now, tellRecovery)
  if (options.run !== undefined) forgetOtherRun(state.store, devices, options.run)
  const platform = await createPlatform({ devices, product, products, rules, store: state.store })
  platform.onEvent(recordEvents(state))
  if (onEvent !== undefined) platform.onEvent(onEvent)
  try {
    const ports = await listenForDevices(platform, options, identity)
    const control = await startWeb({ ...webOptions(options, ports.mqttPort, identity), platform, state })
    return {
      platform,
      ...ports,
      controlPort: control.port,
      httpsPort: control.httpsPort,
      caFile: ca?.certFile,
      async close() {
        await platform.close()
        await control.close()
        state.close()
      },
    }
  } catch (error) {
    await platform.close()
    state.close()
    throw error
  }
}

/** The disk fails: until it works again, nothing is confirmed to anybody. */
function tellTrouble(message: string): void {
  process.stderr.write(`state-not-written - ${speak`${message}; trying again`}\n`)
}

function tellRecovery(): void {
  process.stderr.write(`${speak`everything is written again`}\n`)
}

function webOptions(options: StartOptions, mqttPort: number, identity: TlsIdentity | undefined) {
  const { controlHost = '127.0.0.1', controlPort = defaultControlPort, boards = [], host = '127.0.0.1' } = options
  const { accessKey = makeAccessKey(), consolePassword: password, httpsPort } = options
  const https = httpsPort === undefined || identity === undefined ? undefined : { port: httpsPort, identity }
  return { host: controlHost, port: controlPort, https, mqtt: { host, port: mqttPort }, accessKey, password, boards }
}

async function listenForDevices(platform: Platform, options: StartOptions, identity: TlsIdentity | undefined) {
  const { host = '127.0.0.1', port = defaultPort, tlsPort, registerPort } = options
  const shown = identity === undefined ? {} : { identity }
  const any: ListenOptions = { host, port, transports: ['tcp', 'tls', 'websocket'], ...shown }
  const mqtt = await platform.listen(any)
  const tlsOnly: ListenOptions = { ...any, port: tlsPort ?? 0, transports: ['tls', 'websocket'], flag: '--tls-port' }
  const tls = tlsPort === undefined ? undefined : await platform.listen(tlsOnly)
  const register =
    registerPort === undefined ? undefined : await platform.listenRegistration({ host, port: registerPort, ...shown })
  return { mqttPort: mqtt.port, tlsPort: tls?.port, registerPort: register?.port }
}
