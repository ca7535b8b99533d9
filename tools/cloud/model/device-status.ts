import type { DeviceName } from '../../device-names/names.ts'
import type { ReportedValue } from './documents.ts'

/** A device and its state, without its secret. */
export interface DeviceStatus extends DeviceName {
  readonly online: boolean
  readonly disabled: boolean
  /** In Aliyun's words; UNACTIVE: has never logged in. */
  readonly status: 'UNACTIVE' | 'ONLINE' | 'OFFLINE' | 'DISABLE'
  readonly properties: Readonly<Record<string, Pick<ReportedValue, 'value' | 'timeMs'>>>
}
