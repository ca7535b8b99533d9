import { listProperties, type DataType, type Tsl, type TslProperty } from './tsl.ts'

/** The property of the demo without a thing model. */
const defaultSwitch = 'PowerSwitch_1'

/**
 * The property that the space key toggles: the first bool that may be set; undefined if the model has none. Where there is no
 * model, that of the switch; undefined if something else runs.
 */
export function findToggle(tsl: Tsl | undefined, isSwitch = true): string | undefined {
  const properties = tsl && listProperties(tsl)
  if (properties === undefined) return isSwitch ? defaultSwitch : undefined
  return properties.find((property) => isSettable(property) && property.dataType?.type === 'bool')?.identifier
}

/**
 * The command to try first: it sets a property that the product has, to a value that fits its type. A product whose properties
 * are only reported, take more than one word, or are not known, has its state shown. `flags` are added to the command, such as
 * `['--control', URL]`.
 */
export function commandToTry(tsl: Tsl | undefined, flags: readonly string[], isSwitch = true): string {
  const word = wordToTry(tsl, isSwitch)
  if (word !== undefined) return ['npm run set --', word, ...flags].join(' ')
  return ['npm run status', ...(flags.length === 0 ? [] : ['--', ...flags])].join(' ')
}

function wordToTry(tsl: Tsl | undefined, isSwitch: boolean): string | undefined {
  const toggle = findToggle(tsl, isSwitch)
  if (toggle !== undefined) return toggle === defaultSwitch ? 'on' : `${toggle}=on`
  for (const property of (tsl && listProperties(tsl)) ?? []) {
    const value = isSettable(property) ? exampleOf(property.dataType) : undefined
    if (value !== undefined) return `${property.identifier}=${value}`
  }
  return undefined
}

const isSettable = ({ accessMode }: TslProperty): boolean => accessMode !== 'r'

/** A value of a type as one writes it on a command line; undefined for those that need quotes. */
function exampleOf(type: DataType | undefined): string | undefined {
  switch (type?.type) {
    case 'int':
    case 'float':
    case 'double':
      return String(type.specs?.max ?? type.specs?.min ?? 1)
    case 'enum':
      return Object.keys(type.specs ?? {}).at(-1) ?? '0'
    case 'text':
      return 'hello'.slice(0, Number(type.specs?.length ?? Infinity)) || undefined
    case 'date':
      return '2026-01-01'
    default:
      return undefined
  }
}
