import type { ParsedClientId } from './client-id.ts'
import type { Device } from '../model/device.ts'
import type { ReturnCode } from '../model/return-codes.ts'

/** A CONNECT: who it says it is, and how it came. */
export interface LoginRequest {
  readonly clientId: string
  readonly username: string
  readonly password: string
  /** Seconds, as in CONNECT. */
  readonly keepAliveS: number
  readonly cleanSession: boolean
  /** Whether it came over TLS. */
  readonly isSecure: boolean
  readonly address: string
}

export interface Refusal {
  readonly returnCode: ReturnCode
  /** For the log: which rule was broken. Never a secret and never a password. */
  readonly detail: string
}

export interface Admission {
  readonly device: Device
  readonly keepAliveS: number
  readonly clientId: ParsedClientId
  readonly cleanSession: boolean
}

/** An accepted registration over MQTT: the message that is published right after CONNACK. */
export interface Registration {
  readonly topicName: string
  readonly payload: string
}
