import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import { Property } from './property.tsx'
import { isSettable, titleOf } from './values.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { TslProperty } from '../../thing-model/tsl.ts'

/** From how many properties on there is a field to filter them with. */
const fewest = 12

interface Props {
  device: DeviceDetail
  properties: readonly TslProperty[]
  onHistory: (identifier: string) => void
}

/** The properties of a thing model, each with the control that fits its type. */
export function Properties({ device, properties, onHistory }: Props) {
  const words = useWords()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const shown = properties.filter((one) => `${titleOf(one)} ${one.identifier}`.toLowerCase().includes(wanted))
  return (
    <section class="card wide">
      <div class="row between">
        <h2>{words.overview.properties}</h2>
        {properties.length < fewest ? null : (
          <span class="row filter">
            <input
              type="search"
              aria-label={`${words.controls.filter}: ${words.overview.properties}`}
              placeholder={words.controls.filterHint}
              value={filter}
              onInput={({ currentTarget }) => setFilter(currentTarget.value)}
            />
            <span class="quiet" aria-live="polite">
              {words.controls.shown(shown.length, properties.length)}
            </span>
          </span>
        )}
      </div>
      {device.online || !properties.some(isSettable) ? null : (
        <p class="note">{words.overview.offlineHint(device.asksDesired)}</p>
      )}
      <ul class="properties">
        {shown.map((property) => (
          <Property key={property.identifier} {...{ device, property, onHistory }} />
        ))}
      </ul>
    </section>
  )
}
