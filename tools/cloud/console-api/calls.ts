import type { DeviceName } from '../../device-names/names.ts'
import type { DeviceStatus } from '../model/device-status.ts'
import type { DesiredValue } from '../model/documents.ts'
import type { PlatformEvent } from '../model/events.ts'
import type { DeviceFaults } from '../model/faults.ts'
import type { DesiredResult, Refused, Sent, ServiceResult, SetResult } from '../model/outcomes.ts'
import type { PacketFields } from '../model/packets.ts'
import type { HistoryPoint, LogEntry } from '../model/records.ts'
import type { Tsl } from '../../thing-model/tsl.ts'
import type { BoardState } from './board-feed.ts'

/** The calls that read and change something, by path and method: what each returns with status 200. */
export interface RoutedCalls {
  readonly '/api/devices': { readonly GET: DeviceList; readonly POST: DeviceName }
  readonly '/api/device': { readonly GET: DeviceDetail }
  readonly '/api/device/remove': { readonly POST: { readonly removed: boolean } }
  readonly '/api/device/disable': { readonly POST: Nothing }
  readonly '/api/device/connection': { readonly POST: DeviceConnection }
  readonly '/api/history': { readonly GET: { readonly points: readonly HistoryPoint[] } }
  readonly '/api/log': { readonly GET: { readonly entries: readonly LogEntry[] } }
  readonly '/api/property-set': { readonly POST: SetResult | Refused }
  readonly '/api/set-result': { readonly GET: SetResult }
  readonly '/api/desired': { readonly POST: DesiredResult }
  readonly '/api/service': { readonly POST: ServiceResult }
  readonly '/api/publish': { readonly POST: { readonly sent: Sent } }
  readonly '/api/fault': { readonly POST: { readonly done: boolean } | { readonly faults: DeviceFaults } }
  readonly '/api/board': { readonly GET: BoardState; readonly POST: BoardState }
}

/** All calls: those above, and those about the password. */
export interface Calls extends RoutedCalls {
  readonly '/api/session': { readonly GET: { readonly needsPassword: boolean; readonly isAllowed: boolean } }
  readonly '/api/login': { readonly POST: Nothing }
}

/** The paths that take a method. */
export type PathOf<Method> = { [Path in keyof Calls]: Method extends keyof Calls[Path] ? Path : never }[keyof Calls]

/** What a call returns. */
export type Returned<Path extends keyof Calls, Method> = Method extends keyof Calls[Path] ? Calls[Path][Method] : never

/** An empty object: there is nothing to say but that it was done. */
type Nothing = Record<string, never>

export interface DeviceList {
  readonly devices: readonly DeviceStatus[]
  readonly productKeys: readonly string[]
}

/** Everything about one device but its secrets. Times in ms since 1970. */
export interface DeviceDetail extends DeviceStatus {
  readonly createdAtMs: number
  readonly activatedAtMs?: number | undefined
  readonly lastOnlineAtMs?: number | undefined
  readonly address?: string | undefined
  readonly nickname?: string | undefined
  /** What its product describes. */
  readonly model: {
    readonly properties?: Tsl['properties']
    readonly services?: Tsl['services']
    readonly events?: Tsl['events']
  }
  readonly desired: Readonly<Record<string, DesiredValue>>
  /** Whether it asks for desired values: its present session does, or its last one did. */
  readonly asksDesired: boolean
  readonly tags: Readonly<Record<string, string>>
  /** Versions by module. */
  readonly firmware: Readonly<Record<string, string>>
  readonly faults: DeviceFaults
  /** How long the device still counts as online at most if it stays silent; null if it is offline. */
  readonly keepAliveLeftMs: number | null
  /** The simulated board, if the device is one of this computer. */
  readonly board:
    (BoardState & { readonly what: string; readonly isSwitch: boolean; readonly movesPins: boolean }) | null
}

/** What a device needs to log in, its secret included. */
export interface DeviceConnection {
  readonly triple: Readonly<Record<'productKey' | 'deviceName' | 'deviceSecret', string>>
  /** As Aliyun's console copies it. */
  readonly mqtt: Readonly<Record<'clientId' | 'username' | 'passwd' | 'mqttHostUrl', string>> & {
    readonly port: number
  }
}

/** A packet as the page gets it. A payload that is not UTF-8 comes as base64. */
export interface ShownPacket extends PacketFields {
  readonly text?: string
  readonly base64?: string
}

/** One message of the live stream. */
export type LiveMessage =
  | { kind: 'event'; timeMs: number; event: PlatformEvent }
  | { kind: 'packet'; timeMs: number; device: DeviceName; direction: 'up' | 'down'; packet: ShownPacket; bytes: number }
  | { kind: 'board'; device: DeviceName; state: BoardState }
  /** So many messages were left out because the page did not keep up. */
  | { kind: 'missed'; count: number }
