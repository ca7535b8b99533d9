import type { Draft } from './draft.ts'
import type { Problem } from '../check/problem.ts'
import { sectionOf } from '../check/section.ts'
import type { Path } from '../check/source.ts'

const switchKeys = ['pin', 'button', 'activeHigh'].map((key) => `switches.PowerSwitch_1.${key}`)
const tripleKeys = ['productKey', 'deviceName', 'deviceSecret', 'region', 'instanceId', 'tls'].map(
  (key) => `aliyun.${key}`,
)
const copiedKeys = ['clientId', 'username', 'passwd', 'mqttHostUrl', 'port', 'tls'].map((key) => `mqtt.${key}`)

/** Every value that the dialogue asks for. */
const asked: readonly string[] = ['board', 'wifi.ssid', 'wifi.password', ...tripleKeys, ...copiedKeys, ...switchKeys]
const askedSections: readonly string[] = ['wifi', 'aliyun', 'mqtt', 'switches', 'switches.PowerSwitch_1']

/** Whether a value need not be asked for. */
export type IsGiven = (path: Path) => boolean

/**
 * Returns the errors that no question can mend, since what is given is not asked for. With such an error all answers would be
 * useless, so the dialogue does not begin, and refuses an answer that causes one.
 */
export function findUnasked(draft: Draft, isGiven: IsGiven): Problem[] {
  return draft.problems().filter(({ severity, path }) => {
    const keys = path.split('.')
    if (severity === 'warning' || (asked.includes(path) && !isGiven(keys))) return false
    const value = draft.at(keys)
    return !askedSections.includes(path) || (value !== undefined && sectionOf(value) === undefined)
  })
}
