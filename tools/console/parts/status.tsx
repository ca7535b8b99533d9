import { useWords } from '../language.ts'
import type { DeviceStatus } from '../../cloud/model/device-status.ts'

/** The status of a device: a dot and a word. */
export function Status({ status }: Pick<DeviceStatus, 'status'>) {
  const words = useWords()
  return (
    <span class={`status ${status.toLowerCase()}`} data-status={status}>
      <span class="dot" aria-hidden="true" />
      {words.status[status]}
    </span>
  )
}
