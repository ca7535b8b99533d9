import { bitOf, sayValue, titleOf } from '../controls/values.ts'
import { useSet } from '../controls/use-set.ts'
import { useWords } from '../language.ts'
import { clockOf } from './format.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { TslProperty } from '../../thing-model/tsl.ts'

/** One big switch: it shows the reported value, and the desired one beside it. */
export function Switch({ device, property }: { device: DeviceDetail; property: TslProperty }) {
  const words = useWords()
  const { identifier } = property
  const title = titleOf(property)
  const type = property.dataType ?? { type: 'bool' as const }
  const { asked, wanted, isSettled, isRefused, note, set } = useSet(device, identifier, type)
  const reported = device.properties[identifier]
  const isOn = bitOf(reported?.value) === 1
  const word = (value: typeof wanted) => sayValue(value, type, words.overview)
  return (
    <div class={`switch ${isOn ? 'on' : ''} ${isSettled ? '' : 'pending'} ${device.online ? '' : 'away'}`}>
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-label={`${identifier}: ${isOn ? words.overview.turnOff : words.overview.turnOn}`}
        disabled={device.disabled || asked !== undefined}
        onClick={() => void set(isOn ? 0 : 1)}
      >
        <span class="knob" />
      </button>
      <div class="reading">
        <h2>
          {title} {title === identifier ? null : <code>{identifier}</code>}
        </h2>
        <p class="big" data-reported={reported === undefined ? '' : String(reported.value)}>
          {word(reported?.value)}
        </p>
        <dl class="pairs">
          <dt>{words.overview.reported}</dt>
          <dd>{reported === undefined ? '-' : clockOf(reported.timeMs)}</dd>
          <dt>{words.overview.desired}</dt>
          <dd>
            {wanted === undefined ? words.overview.none : word(wanted)}
            {wanted === undefined ? '' : ` - ${isSettled ? words.overview.agree : words.overview.differ}`}
          </dd>
        </dl>
        <p class={`note ${isRefused ? 'wrong' : ''}`} aria-live="polite">
          {note === '' && !device.online ? words.overview.offlineHint(device.asksDesired) : note}
        </p>
      </div>
    </div>
  )
}
