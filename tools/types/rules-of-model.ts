import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import type { DataType, NumberSpecs } from '../thing-model/tsl.ts'
import type { NamedProperty } from './check-model.ts'
import { isSettable, mark } from './declare-model.ts'

/** The limits of TSL where a model does not say them (the console writes them always). */
const longestText = 10_240
const longestArray = 512

/**
 * Returns a module with the constant `rules` for `checkProps` of firmware/device.ts: what the cloud may set, its types and
 * ranges. Throws UserError tsl-invalid for a name that the rules cannot hold.
 */
export function rulesModule(properties: readonly NamedProperty[], source: string): string {
  const rules = properties.filter(isSettable).map(({ name, property }) => {
    if (!/^[\w:]+$/.test(name))
      throw new UserError(
        'tsl-invalid',
        speak`${source}: the property "${name}" has an identifier that a device cannot check`,
        speak`wanted: letters, digits and _`,
      )
    return `${name} ${ruleOf(property.dataType)}`
  })
  const file = source.replaceAll(/[^\w.-]/g, '_')
  return `${mark}${file}. Change the model, not this file, and make it anew.
/** For checkProps() of firmware/device.ts. */
export const rules =
  '${rules.join(',')}'
`
}

function ruleOf(type: DataType | undefined): string {
  if (type === undefined) return 'struct'
  switch (type.type) {
    case 'int':
    case 'float':
    case 'double':
      return `${type.type} ${rangeOf(type.specs)}`
    case 'enum':
      return `enum |${Object.keys(type.specs ?? {}).join('|')}|`
    case 'text':
      return `text ${type.specs?.length ?? longestText}`
    case 'array':
      return `array ${type.specs?.size ?? longestArray}`
    default:
      return type.type
  }
}

const rangeOf = ({ min, max }: NumberSpecs = {}): string => `${min ?? -Number.MAX_VALUE} ${max ?? Number.MAX_VALUE}`
