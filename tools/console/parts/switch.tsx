import { useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { CallError, post } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { SetResult } from '../../cloud/model/outcomes.ts'
import { sayOutcome, useExplain } from './explain.ts'
import { clockOf, durationOf } from './format.ts'

/** One big switch: it shows the reported value, and the desired one beside it. */
export function Switch({ device, identifier }: { device: DeviceDetail; identifier: string }) {
  const words = useWords()
  const explain = useExplain()
  const [asked, setAsked] = useState<0 | 1>()
  const [said, setSaid] = useState('')
  const reported = device.properties[identifier]
  const isOn = reported?.value === 1 || reported?.value === true
  const wanted = device.desired[identifier]?.value
  const word = (value: unknown) => (value === 1 || value === true ? words.overview.on : words.overview.off)
  const isSettled = wanted === undefined || (reported !== undefined && word(wanted) === word(reported.value))

  async function toggle(): Promise<void> {
    const value = isOn ? 0 : 1
    setAsked(value)
    setSaid('')
    try {
      // If there is a desired value, it is what has to be changed, or the two would differ for good.
      if (device.online && device.desired[identifier]?.value === undefined) {
        const params = { [identifier]: value }
        const result = await post('/api/property-set', { ...nameOf(device), params })
        setSaid(describe(words, result))
      } else await post('/api/desired', { ...nameOf(device), values: { [identifier]: value } })
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      setSaid(explain(error))
    } finally {
      setAsked(undefined)
    }
  }

  function note(): string {
    if (asked !== undefined) return words.overview.waiting(word(asked))
    return said === '' && !device.online ? words.overview.offlineHint : said
  }

  return (
    <div
      class={`switch ${isOn ? 'on' : ''} ${isSettled && asked === undefined ? '' : 'pending'} ${device.online ? '' : 'away'}`}
    >
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-label={`${identifier}: ${isOn ? words.overview.turnOff : words.overview.turnOn}`}
        disabled={device.disabled || asked !== undefined}
        onClick={() => void toggle()}
      >
        <span class="knob" />
      </button>
      <div class="reading">
        <h2>{identifier}</h2>
        <p class="big" data-reported={reported === undefined ? '' : String(reported.value)}>
          {reported === undefined ? words.overview.unknown : word(reported.value)}
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
        <p class="note" aria-live="polite">
          {note()}
        </p>
      </div>
    </div>
  )
}

function describe(words: Words, result: SetResult): string {
  if (result.outcome === 'answered') {
    const { code, message } = result.reply
    return code === 200 ? words.overview.replied(durationOf(result.latencyMs)) : `code ${code} ${message}`
  }
  const said = sayOutcome(words, result.outcome)
  return result.outcome === 'no-reply' ? `${said} (${durationOf(result.waitedMs)})` : said
}
