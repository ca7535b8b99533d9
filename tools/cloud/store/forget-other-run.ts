import type { DeviceName } from '../../device-names/names.ts'
import { deviceKey } from '../model/device.ts'
import type { Store } from '../model/documents.ts'

/** What the platform shows of a device that only what ran on it can have meant. History and log stay. */
const ofRun = ['reported', 'desired', 'shadow'] as const

/**
 * Forgets the values of devices on which something else ran at the last start. `run` names what runs now: whatever differs
 * counts as something else.
 */
export function forgetOtherRun(store: Store, devices: readonly DeviceName[], run: string): void {
  for (const key of devices.map(deviceKey)) {
    if (store.read('run', key)?.name === run) continue
    for (const kind of ofRun) store.remove(kind, key)
    store.write('run', key, { name: run })
  }
}
