/** What the platform's calls answer and its live stream tells, as far as the page looks at it. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface DeviceName {
  productKey: string
  deviceName: string
}

export interface ReportedValue {
  value: Json
  timeMs: number
}

export interface DeviceStatus extends DeviceName {
  online: boolean
  disabled: boolean
  status: 'UNACTIVE' | 'ONLINE' | 'OFFLINE' | 'DISABLE'
  properties: Record<string, ReportedValue>
}

export interface BoardState {
  isPowered: boolean
  pins: Record<string, 0 | 1>
}

export interface Faults {
  swallowPingResp: boolean
  refuseConnect: number | null
  delayMs: number
}

export interface ModelItem {
  identifier: string
  name?: string
  dataType?: { type: string }
  callType?: 'async' | 'sync'
}

export interface DeviceDetail extends DeviceStatus {
  createdAtMs: number
  activatedAtMs?: number
  lastOnlineAtMs?: number
  address?: string
  nickname?: string
  model: { properties?: ModelItem[]; services?: ModelItem[]; events?: ModelItem[] }
  desired: Record<string, { value?: Json; version: number; timeMs: number }>
  tags: Record<string, string>
  firmware: Record<string, string>
  faults: Faults
  /** How long a silent device still counts as online, at most; null when it is offline. */
  keepAliveLeftMs: number | null
  board: (BoardState & { what: string }) | null
}

export interface Packet {
  type: string
  packetId?: number
  topicName?: string
  text?: string
  base64?: string
  qos?: number
  dup?: boolean
  retain?: boolean
  [field: string]: unknown
}

export interface PlatformEvent {
  type: string
  device?: DeviceName
  [field: string]: unknown
}

export interface LogEntry {
  id: number
  timeMs: number
  event: PlatformEvent
}

export type LiveMessage =
  | { kind: 'event'; timeMs: number; event: PlatformEvent }
  | { kind: 'packet'; timeMs: number; device: DeviceName; direction: 'up' | 'down'; packet: Packet; bytes: number }
  | { kind: 'board'; device: DeviceName; state: BoardState }
  | { kind: 'missed'; count: number }

export type PacketMessage = Extract<LiveMessage, { kind: 'packet' }>

/** A device's reply to a service that was called asynchronously. */
export interface ServiceReply {
  id: string
  identifier: string
  code: number
  data: Json
  latencyMs: number | null
}

/** What became of a property set. */
export interface SetResult {
  outcome: string
  id?: string
  reply?: { code: number; message: string }
  latencyMs?: number
  waitedMs?: number
  post?: { params: Record<string, Json>; afterMs: number } | null
}
