import type { Draft } from './draft.ts'
import { deviceSecretVariable } from '../../command-line/secret-variable.ts'
import { wifiPasswordVariable } from './secrets.ts'
import type { Path } from '../check/source.ts'
import { speak } from '../../command-line/language.ts'

/** What every configuration must have, and the flag or variable that gives it where nobody can be asked. */
const always = (): readonly (readonly [path: Path, flag: string])[] => [
  [['wifi', 'ssid'], '--ssid'],
  [['wifi', 'password'], speak`${wifiPasswordVariable} (or --open)`],
  [['switches', 'PowerSwitch_1', 'pin'], '--pin'],
]

const triple: readonly (readonly [path: Path, flag: string])[] = [
  [['aliyun', 'productKey'], '--product-key'],
  [['aliyun', 'deviceName'], '--device-name'],
  [['aliyun', 'deviceSecret'], deviceSecretVariable],
]

/** Returns the flags and variables without which this draft is not complete, in the order of the questions. */
export function listMissing(draft: Draft): string[] {
  const [ssid, password, pin] = always().map(missingIn(draft))
  const isTripleNeeded = draft.needsLogin && draft.at(['mqtt']) === undefined
  const list = [ssid, password, ...(isTripleNeeded ? missingOfTriple(draft) : [])]
  if (draft.needsSwitch) list.push(pin)
  return list.filter((flag) => flag !== undefined)
}

function missingOfTriple(draft: Draft): (string | undefined)[] {
  const names = triple.map(missingIn(draft))
  if (names.every((name) => name !== undefined)) names.push(speak`(or --console-json for these three)`)
  const placed = ['region', 'instanceId', 'host'].some((key) => draft.at(['aliyun', key]) !== undefined)
  return placed ? names : [...names, speak`--region or --instance-id`]
}

const missingIn =
  (draft: Draft) =>
  ([path, flag]: readonly [path: Path, flag: string]): string | undefined =>
    draft.at(path) === undefined ? flag : undefined
