import { nameOf, type DeviceName } from '../../identity/names.ts'
import type { OfflineReason } from '../model/events.ts'
import type { DeviceFaults } from '../model/faults.ts'
import type { Faults } from '../session/faults.ts'
import type { ThingParts } from './parts.ts'

/** Troubles on request. */
export interface FaultControl {
  /** Closes the device's connection as a newer login would; false when it has none. */
  kick(device: DeviceName): boolean
  /** The device's connection breaks without a word. */
  drop(device: DeviceName): boolean
  faults(device: DeviceName): DeviceFaults
  setFaults(device: DeviceName, changes: Partial<DeviceFaults>): void
}

/** Troubles on request: each is told as an event. */
export function createFaultControl({ sessions, hub }: ThingParts, faults: Faults): FaultControl {
  const tell = (device: DeviceName, fault: string) => hub.emit({ type: 'fault', device: nameOf(device), fault })
  function close(device: DeviceName, reason: OfflineReason, detail: string): boolean {
    const session = sessions.online(device)
    if (session === undefined) return false
    tell(device, reason)
    void session.connection.close(reason, detail)
    return true
  }
  return {
    kick: (device) => close(device, 'kicked', 'by the platform'),
    drop: (device) => close(device, 'dropped', 'asked for'),
    faults: faults.of,
    setFaults(device, changes) {
      faults.change(device, changes)
      for (const [fault, value] of Object.entries(changes)) tell(device, `${fault} ${String(value)}`)
    },
  }
}
