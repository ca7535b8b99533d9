import type { PropertiesConfig } from '../../../apps/properties/section.ts'
import { bundleFirmware } from '../../../tools/build/bundle.ts'
import { defaultApplication } from '../../../tools/build/application.ts'
import { sha256 } from '../../../tools/build/source-hash.ts'

/** The device of every case: no such product exists. */
export const identity = {
  productKey: 'a1B2c3D4e5F',
  deviceName: 'plug-1',
  deviceSecret: 'kalumaTestsOnly0123456789abcdefg',
} as const
export const host = 'broker.test'
export const port = 1883
export const keepAliveS = 60
/** The pin of the switch. */
export const pin = 15

export interface ConfigOptions {
  /** Its bytes. */
  readonly ssid?: Buffer
  readonly pin?: string
  readonly button?: string
  readonly atBoot?: 'on' | 'off' | 'restore'
  readonly keepAliveS?: number
  /** In the place of the switch. */
  readonly properties?: PropertiesConfig
}

export const homeNetwork = { ssid: 'home', password: 'correct horse', rssi: -48 } as const

/** The device.json inside a script. */
export function deviceJson({ ssid, button, properties, ...rest }: ConfigOptions = {}): Buffer {
  const plug = {
    pin: rest.pin ?? `GP${pin}`,
    atBoot: rest.atBoot ?? 'restore',
    ...(button !== undefined && { button }),
  }
  const json = JSON.stringify({
    wifi: { ssid: ssid?.toString('latin1') ?? homeNetwork.ssid, password: homeNetwork.password },
    aliyun: { ...identity, region: 'cn-shanghai', host, port },
    ...(properties ? { properties } : { switches: { PowerSwitch_1: plug } }),
    link: { keepAliveS: rest.keepAliveS ?? keepAliveS },
  })
  return Buffer.from(json, 'latin1')
}

/** The script that the cases judge. */
export interface Judged {
  readonly script: string
  readonly bytes: number
  readonly sha256: string
}

/** Builds the switch for a Pico W with the usual configuration inside. Throws UserError build-failed. */
export async function buildJudged(): Promise<Judged> {
  const script = await buildScript()
  return { script, bytes: Buffer.byteLength(script), sha256: sha256(script) }
}

/** The same with another configuration, or another application. */
export async function buildScript(
  config: ConfigOptions = {},
  entry: string = defaultApplication.file,
): Promise<string> {
  const { script } = await bundleFirmware({ entry, inline: deviceJson(config), board: 'pico-w' })
  return script
}
