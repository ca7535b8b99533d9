import type { Device, DeviceName, Product } from './devices.ts'
import type { EventListener } from './events.ts'
import { createControlApi } from './control-api.ts'
import { serveHttp } from './http-server.ts'
import type { JsonObject } from './json.ts'
import { createPlatform, type Platform } from './platform.ts'
import type { Rules } from './rules.ts'
import type { SetResult } from './set-calls.ts'

export interface StartOptions {
  readonly devices: readonly Device[]
  readonly product?: Product
  /** Where devices connect; default 127.0.0.1. */
  readonly host?: string
  /** MQTT port, 0 for any; default 1883. */
  readonly port?: number
  /** Port of the control endpoint on 127.0.0.1, 0 for any; default 8080. */
  readonly controlPort?: number
  readonly rules?: Partial<Rules>
  readonly onEvent?: EventListener
}

export interface RunningPlatform {
  readonly platform: Platform
  readonly mqttPort: number
  readonly controlPort: number
  setProperty(device: DeviceName, params: JsonObject): Promise<SetResult>
  /** Ends every socket and timer; the ports are free when it resolves. */
  close(): Promise<void>
}

export const defaultPort = 1883
export const defaultControlPort = 8080

/** Starts the platform with its two listeners. Throws UserError port-busy and its like, with nothing left open. */
export async function startPlatform(options: StartOptions): Promise<RunningPlatform> {
  const { devices, product = {}, rules = {}, host = '127.0.0.1', port = defaultPort } = options
  const { controlPort = defaultControlPort, onEvent } = options
  const platform = await createPlatform({ devices, product, rules })
  if (onEvent !== undefined) platform.onEvent(onEvent)
  try {
    const mqtt = await platform.listen({ host, port })
    const control = await serveHttp({ host: '127.0.0.1', port: controlPort }, createControlApi(platform))
    return {
      platform,
      mqttPort: mqtt.port,
      controlPort: control.port,
      setProperty: platform.setProperty,
      async close() {
        await platform.close()
        await control.close()
      },
    }
  } catch (error) {
    await platform.close()
    throw error
  }
}
