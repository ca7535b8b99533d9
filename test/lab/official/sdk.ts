import { createRequire } from 'node:module'

/** The parts of Aliyun's device SDK that the test uses; it has no types of its own. */
export interface SdkDevice {
  readonly connected: boolean
  on(event: 'connect' | 'close' | 'error', listener: (args: unknown) => void): void
  on(event: 'message', listener: (topicName: string, payload: Buffer) => void): void
  once(event: 'connect' | 'close' | 'error', listener: (args: unknown) => void): void
  postProps(params: object, onReply: (reply: Record<string, unknown>) => void): void
  postEvent(name: string, params: object, onReply: (reply: Record<string, unknown>) => void): void
  postTags(tags: object[], onReply: (reply: Record<string, unknown>) => void): void
  getConfig(onReply: (reply: Record<string, unknown>) => void): void
  onProps(listener: (message: SdkMessage) => void): void
  onService(name: string, listener: (message: SdkMessage, reply: SdkReply) => void): void
  onShadow(listener: (message: Record<string, unknown>) => void): void
  postShadow(reported: object): void
  publish(topicName: string, payload: string): void
  end(force: boolean): void
}

export interface SdkMessage {
  readonly id: string
  readonly method: string
  readonly params: Record<string, unknown>
}

export type SdkReply = (message: { id: string; code: number; data: object }, type?: 'async' | 'sync') => void

export interface SdkOptions {
  readonly productKey: string
  readonly deviceName: string
  readonly deviceSecret: string
  readonly brokerUrl: string
  readonly clientId?: string
  readonly keepalive?: number
  readonly clean?: boolean
}

export interface RegisterAnswer {
  readonly code?: number
  readonly data?: { readonly deviceSecret: string }
}

export interface Sdk {
  device(options: SdkOptions): SdkDevice
  register(
    options: { productKey: string; deviceName: string; productSecret: string; registerURL: string },
    onAnswer: (answer: RegisterAnswer) => void,
  ): void
}

/** Loads the SDK from its own package beside this file: `npm run test:official` installs it. */
export function loadSdk(): Sdk {
  const sdk: Sdk = createRequire(new URL('device/package.json', import.meta.url))('alibabacloud-iot-device-sdk')
  return sdk
}
