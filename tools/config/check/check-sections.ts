import { speak } from '../../command-line/language.ts'
import type { AppKind } from './app-kind.ts'
import type { Problem } from './problem.ts'
import { sectionOf } from './section.ts'
import type { Source } from './source.ts'

/** Reports where the configuration has not the section of its application: `switches`, `properties`, one of them, or none. */
export function checkSections(source: Source, app: AppKind): Problem[] {
  const config = sectionOf(source.value)
  if (config === undefined) return []
  const [hasSwitches, hasProperties] = [config['switches'] !== undefined, config['properties'] !== undefined]
  if (hasSwitches && hasProperties)
    return [
      source.problemOfKey(['properties'], {
        got: speak`stands beside switches`,
        wanted: speak`one of the two`,
        fix: speak`remove one`,
      }),
    ]
  const leaveOut = speak`leave --app out: this file says by itself which application it is for`
  if (hasProperties && app !== 'properties' && app !== 'by-section')
    return [
      source.problemOfKey(['properties'], {
        got: speak`is read by apps/properties/properties.ts alone`,
        fix: leaveOut,
      }),
    ]
  if (app === 'own' || app === 'own-identity' || hasProperties || (hasSwitches && app !== 'properties')) return []
  if (app === 'properties')
    return [
      source.problemOf(['properties'], {
        got: speak`is missing`,
        wanted: speak`at least one property`,
        fix: hasSwitches ? leaveOut : '',
      }),
    ]
  return [
    source.problemOf(['switches'], {
      got: speak`is missing`,
      wanted: app === 'switch' ? speak`at least PowerSwitch_1` : speak`switches or properties`,
      fix: app === 'switch' ? '' : speak`for an application of your own add --app FILE`,
    }),
  ]
}
