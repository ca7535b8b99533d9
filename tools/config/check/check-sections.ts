import { speak } from '../../command-line/language.ts'
import type { AppKind } from './app-kind.ts'
import type { Problem } from './problem.ts'
import { sectionOf, type Section } from './section.ts'
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
  return [
    ...checkDesired(source, config, app, leaveOut),
    ...checkPins(source, app, { hasSwitches, hasProperties, leaveOut }),
  ]
}

/** Reports the key `desired` where the application does not read it. */
function checkDesired(source: Source, config: Section, app: AppKind, leaveOut: string): Problem[] {
  if (config['desired'] === undefined || app === 'by-section' || app.endsWith('-desired')) return []
  const isOwn = app === 'own' || app === 'own-identity'
  return [
    source.problemOfKey(['desired'], {
      got: speak`is not read by this application`,
      fix: isOwn ? speak`remove it: an application of your own calls followDesired` : leaveOut,
    }),
  ]
}

interface Sections {
  readonly hasSwitches: boolean
  readonly hasProperties: boolean
  readonly leaveOut: string
}

function checkPins(source: Source, app: AppKind, { hasSwitches, hasProperties, leaveOut }: Sections): Problem[] {
  const wantsProperties = app === 'properties' || app === 'properties-desired'
  if (hasProperties && !wantsProperties && app !== 'by-section')
    return [
      source.problemOfKey(['properties'], {
        got: speak`is read by apps/properties/properties.ts alone`,
        fix: leaveOut,
      }),
    ]
  if (app === 'own' || app === 'own-identity' || hasProperties || (hasSwitches && !wantsProperties)) return []
  if (wantsProperties)
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
      wanted: app === 'by-section' ? speak`switches or properties` : speak`at least PowerSwitch_1`,
      fix: app === 'by-section' ? speak`for an application of your own add --app FILE` : '',
    }),
  ]
}
