import { useWords } from '../language.ts'
import type { DeviceStatus } from '../../cloud/model/device-status.ts'

/** Whether a device is there: a dot, and the word beside it. */
export function Status({ status }: Pick<DeviceStatus, 'status'>) {
  const words = useWords()
  return (
    <span class={`status ${status.toLowerCase()}`} data-status={status}>
      <span class="dot" aria-hidden="true" />
      {words.status[status]}
    </span>
  )
}
