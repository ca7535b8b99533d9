import type { BuiltFirmware } from '../../../tools/build/firmware.ts'
import { deviceJson } from '../engine/device-config.ts'
import { peerJson } from './login.ts'
import { peerScript } from './peer-script.ts'
import { topics } from './packets.ts'
import type { BenchBroker } from './broker.ts'

export type ContestantName = 'ours' | 'mqttjs' | 'mqttjs-receive' | 'mqttjs-alone' | 'tinymqtt'

/** A program on the engine that can be compared: its script, started from flash, and what lies beside it. */
export interface Contestant {
  readonly name: ContestantName
  readonly script: string
  /** Its configuration files: where the broker is, and its identity. */
  readonly config: (port: number) => Readonly<Record<string, string | Uint8Array>>
  /** Whether it is connected and subscribed, and has published what it publishes at the start. */
  readonly isReady: (broker: BenchBroker) => boolean
}

/** Returns the contestants; without `docs`, a checkout of EspruinoDocs, only ours. */
export async function contestants(
  firmware: BuiltFirmware,
  docs: string | undefined,
): Promise<Partial<Record<ContestantName, Contestant>>> {
  const ours: Contestant = {
    name: 'ours',
    script: firmware.script,
    config: (port) => ({ 'device.json': deviceJson({ port }) }),
    isReady: ({ published, subscriptions }) =>
      subscriptions === 2 && published.some(({ topic }) => topic.endsWith('/user/update')),
  }
  if (docs === undefined) return { ours }
  const peer = async (name: ContestantName, app: Parameters<typeof peerScript>[0], subscribed: number) => ({
    name,
    script: await peerScript(app, docs),
    config: (port: number) => ({ 'peer.json': peerJson(port) }),
    isReady: ({ subscriptions, published }: BenchBroker) =>
      subscriptions === subscribed && (app !== 'switch-app' || published.some(({ topic }) => topic === topics.post)),
  })
  return {
    ours,
    mqttjs: await peer('mqttjs', 'switch-app', 2),
    'mqttjs-receive': await peer('mqttjs-receive', 'receive-app', 2),
    'mqttjs-alone': await peer('mqttjs-alone', 'alone-app', 1),
    tinymqtt: await peer('tinymqtt', 'tiny-app', 2),
  }
}
