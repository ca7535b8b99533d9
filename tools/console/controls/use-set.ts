import { useState } from 'preact/hooks'
import { nameOf } from '../../device-names/names.ts'
import { CallError, post } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import { sayOutcome, useExplain } from '../parts/explain.ts'
import { durationOf } from '../parts/format.ts'
import { isSameValue, sayValue } from './values.ts'
import type { DeviceDetail } from '../../cloud/console-api/calls.ts'
import type { JsonValue } from '../../cloud/model/json.ts'
import type { DesiredResult, Refused, SetResult } from '../../cloud/model/outcomes.ts'
import type { DataType } from '../../thing-model/tsl.ts'

/** How it stands with the setting of one property. */
export interface Setting {
  /** The value that is on its way, until it is known what became of it. */
  readonly asked: JsonValue | undefined
  readonly reported: JsonValue | undefined
  /** The desired value. */
  readonly wanted: JsonValue | undefined
  /** What a control shows: what is on its way or was just taken, else what is desired, else what is reported. */
  readonly shown: JsonValue | undefined
  /** Whether nothing is under way: what is reported is what is desired, or nothing is. */
  readonly isSettled: boolean
  /** What to say of it; empty if there is nothing to say. */
  readonly note: string
  /** Whether the last value was refused, by the platform or by the device. */
  readonly isRefused: boolean
  /** Sets a value, or the desired value of a device that is offline or has one. Resolves with false if it was refused. */
  set(value: JsonValue): Promise<boolean>
  /** Says that what somebody typed cannot be sent. */
  refuse(why: string): void
}

/** Sets one property of a device, and remembers what became of it. */
export function useSet(device: DeviceDetail, identifier: string, type?: DataType): Setting {
  const words = useWords()
  const explain = useExplain()
  const [asked, setAsked] = useState<JsonValue>()
  const [said, setSaid] = useState({ text: '', isRefused: false })
  const reported = device.properties[identifier]?.value
  const wanted = device.desired[identifier]?.value
  // What the device has taken, until the page hears of it: without it, a control would jump back for a moment.
  const [taken, setTaken] = useState<{ value: JsonValue; before: string }>()
  const present = `${device.properties[identifier]?.timeMs} ${device.desired[identifier]?.version}`
  const shown = asked ?? (taken?.before === present ? taken.value : (wanted ?? reported))
  const refuse = (text: string) => setSaid({ text, isRefused: true })

  async function set(value: JsonValue): Promise<boolean> {
    setAsked(value)
    setSaid({ text: '', isRefused: false })
    try {
      const result = await send(device, identifier, value)
      const isRefused = result.outcome === 'refused' || (result.outcome === 'answered' && result.reply.code !== 200)
      setSaid({ text: describe(words, result), isRefused })
      const isTaken = result.outcome === 'changed' || (result.outcome === 'answered' && result.post !== null)
      setTaken(isTaken && !isRefused ? { value, before: present } : undefined)
      return !isRefused
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      refuse(explain(error))
      return false
    } finally {
      // A later value may be on its way by now.
      setAsked((now) => (now === value ? undefined : now))
    }
  }

  return {
    ...{ asked, reported, wanted, shown, set, refuse, isRefused: said.isRefused },
    isSettled: asked === undefined && (wanted === undefined || isSameValue(wanted, reported)),
    note: asked === undefined ? said.text : words.overview.waiting(sayValue(asked, type, words.overview)),
  }
}

/** If there is a desired value, it is what has to be changed, or the two would differ for good. */
function send(device: DeviceDetail, identifier: string, value: JsonValue): Promise<SetResult | DesiredResult> {
  if (device.online && device.desired[identifier]?.value === undefined)
    return post('/api/property-set', { ...nameOf(device), params: { [identifier]: value } })
  return post('/api/desired', { ...nameOf(device), values: { [identifier]: value } })
}

function describe(words: Words, result: SetResult | DesiredResult): string {
  switch (result.outcome) {
    case 'changed':
      return ''
    case 'refused':
      return sayRefusal(words, result)
    case 'answered': {
      const { code, message } = result.reply
      return code === 200
        ? words.overview.replied(durationOf(result.latencyMs))
        : words.overview.deviceRefused(code, message)
    }
    case 'no-reply':
      return `${sayOutcome(words, result.outcome)} (${durationOf(result.waitedMs)})`
    default:
      return sayOutcome(words, result.outcome)
  }
}

/** Why the platform refused: in Chinese with the meaning of its code, as its text is English. */
function sayRefusal({ overview }: Words, { code, message }: Refused): string {
  return overview.refused(code, message, overview.faults[code] ?? '')
}
