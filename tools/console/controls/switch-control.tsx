import { bitOf } from './values.ts'
import type { ControlProps } from './props.ts'

/** A small switch, which shows what is reported; the words of its two values are beside it. */
export function SwitchControl({ title, setting, isDisabled }: ControlProps) {
  const isOn = bitOf(setting.reported) === 1
  return (
    <button
      type="button"
      role="switch"
      class={`toggle ${setting.isSettled ? '' : 'pending'}`}
      aria-checked={isOn}
      aria-label={title}
      disabled={isDisabled || setting.asked !== undefined}
      onClick={() => void setting.set(isOn ? 0 : 1)}
    >
      <span class="knob" />
    </button>
  )
}
