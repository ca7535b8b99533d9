import { useWords } from '../language.ts'
import { clockOf } from '../parts/format.ts'
import { Control } from './control.tsx'
import { useSet } from './use-set.ts'
import { isSettable, sayValue, titleOf } from './values.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { TslProperty } from '../../thing-model/tsl.ts'

interface Props {
  device: DeviceDetail
  property: TslProperty
  onHistory: (identifier: string) => void
}

/** One property: what is reported, since when, what is desired, and the control that sets it. */
export function Property({ device, property, onHistory }: Props) {
  const words = useWords()
  const { identifier, dataType } = property
  const setting = useSet(device, identifier, dataType)
  const title = titleOf(property)
  const say = (value: typeof setting.reported) => sayValue(value, dataType, words.overview)
  const reported = device.properties[identifier]
  return (
    <li class={`property ${setting.isSettled ? '' : 'pending'}`} data-property={identifier}>
      <div class="row between">
        <h3>
          {title} {title === identifier ? null : <code>{identifier}</code>}
        </h3>
        <p class="value" data-reported={reported === undefined ? '' : JSON.stringify(reported.value)}>
          {say(setting.reported)}
        </p>
      </div>
      {isSettable(property) ? <Control {...{ property, title, setting }} isDisabled={device.disabled} /> : null}
      <p class="note">
        {isSettable(property) ? null : <span>{words.controls.readOnly}</span>}
        <span>{reported === undefined ? '-' : clockOf(reported.timeMs)}</span>
        {setting.wanted === undefined ? null : (
          <span>
            {words.overview.desired} {say(setting.wanted)} -{' '}
            {setting.isSettled ? words.overview.agree : words.overview.differ}
          </span>
        )}
        <button
          type="button"
          class="link"
          aria-label={`${words.controls.history}: ${title}`}
          onClick={() => onHistory(identifier)}
        >
          {words.controls.history}
        </button>
      </p>
      <p class={`note ${setting.isRefused ? 'wrong' : ''}`} aria-live="polite">
        {isSettable(property) ? setting.note : ''}
      </p>
    </li>
  )
}
