import { speak } from '../command-line/language.ts'
import type { DataType, Tsl, TslProperty } from '../thing-model/tsl.ts'
import type { TslProblem } from '../thing-model/tsl-file.ts'

/** A property by the name that messages have it by: those of a module are `block:identifier`. */
export interface NamedProperty {
  readonly name: string
  readonly property: TslProperty
}

type Keys = readonly (string | number)[]

/** Returns all properties in the model's order, the modules' last. */
export function propertiesOf(tsl: Tsl): NamedProperty[] {
  return placedProperties(tsl).map(({ name, property }) => ({ name, property }))
}

/** Says what of a TSL no type can be made of: what the local platform takes as "any value" is a fault here. Never throws. */
export function typeProblems(tsl: Tsl): TslProblem[] {
  const placed = placedProperties(tsl)
  if (placed.length === 0) return [{ keys: [], problem: speak`has no properties: wanted at least one` }]
  return [
    ...placed.flatMap(({ keys, property }) => dataTypeProblems(property.dataType, [...keys, 'dataType'])),
    ...repeatedNames(
      placed.map(({ name, keys }) => [name, keys] as const),
      // Of the model itself the reader has found them.
      (keys) => keys[0] === 'functionBlocks',
    ),
  ]
}

function placedProperties(tsl: Tsl): (NamedProperty & { readonly keys: Keys })[] {
  const partOf = (part: Pick<Tsl, 'properties'>, prefix: string, keys: Keys) =>
    (part.properties ?? []).map((property, at) => ({
      name: prefix + property.identifier,
      property,
      keys: [...keys, 'properties', at],
    }))
  const blocks = tsl.functionBlocks ?? []
  return [
    ...partOf(tsl, '', []),
    ...blocks.flatMap((block, at) => partOf(block, `${block.functionBlockId}:`, ['functionBlocks', at])),
  ]
}

function dataTypeProblems(dataType: DataType | undefined, keys: Keys): TslProblem[] {
  const without = (wanted: string): TslProblem[] => [
    { keys, problem: speak`an ${dataType?.type ?? ''} without specs: wanted ${wanted}` },
  ]
  switch (dataType?.type) {
    case undefined:
      return [{ keys, problem: speak`has no dataType: wanted ${'{"type": "int"}'}` }]
    case 'enum':
      return Object.keys(dataType.specs ?? {}).length > 0 ? [] : without('{"0": "off", "1": "on"}')
    case 'array':
      if (dataType.specs?.item === undefined) return without('{"size": "8", "item": {"type": "int"}}')
      return dataTypeProblems(dataType.specs.item, [...keys, 'specs', 'item'])
    case 'struct': {
      const fields = dataType.specs ?? []
      return [
        ...fields.flatMap((field, at) => dataTypeProblems(field.dataType, [...keys, 'specs', at, 'dataType'])),
        ...repeatedNames(fields.map(({ identifier }, at) => [identifier, [...keys, 'specs', at]] as const)),
      ]
    }
    default:
      return []
  }
}

function repeatedNames(named: readonly (readonly [string, Keys])[], counts = (_: Keys) => true): TslProblem[] {
  const names = named.map(([name]) => name)
  return named
    .filter(([name, keys], at) => names.indexOf(name) !== at && counts(keys))
    .map(([, keys]) => ({ keys: [...keys, 'identifier'], problem: speak`an identifier that is there twice` }))
}
