import { logBug } from '../app-bug.ts'
import { hearReboot } from './to-link.ts'

/**
 * Calls `handler` right before the firmware reboots a board that has had no link for link.rebootAfterMin. What it hands to `keep` is
 * saved; a reboot is no power cut: pins may go through what they are while a board starts. One handler. @seldom
 */
export function onReboot(handler: () => void): void {
  hearReboot(() => {
    try {
      handler()
    } catch (error) {
      logBug(error as Error)
    }
  })
}
