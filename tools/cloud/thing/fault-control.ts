import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { OfflineReason } from '../model/events.ts'
import type { DeviceFaults } from '../model/faults.ts'
import type { Faults } from '../session/faults.ts'
import type { ThingParts } from './parts.ts'

/** Faults that somebody can cause on purpose. */
export interface FaultControl {
  /** Closes the device's connection as a newer login would. Returns false if there is none. */
  kick(device: DeviceName): boolean
  /** Breaks the device's connection. Returns false if there is none. */
  drop(device: DeviceName): boolean
  faults(device: DeviceName): DeviceFaults
  setFaults(device: DeviceName, changes: Partial<DeviceFaults>): void
}

/** Causes faults on request, with an event for each. */
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
