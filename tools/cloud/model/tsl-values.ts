import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import type { DataType, Field } from '../../thing-model/tsl.ts'

/** What is wrong with a value: a code of the TSL checks and the text that goes with it. */
export interface ValueFault {
  readonly code: number
  readonly message: string
}

/**
 * Checks a value against its data type. Returns undefined if it fits, or if there is no type. The codes and texts for
 * int, text, bool and struct members were seen in `checkFailedData` of the real platform; the others follow their
 * pattern.
 */
export function checkValue(name: string, value: JsonValue, dataType: DataType | undefined): ValueFault | undefined {
  switch (dataType?.type) {
    case undefined:
      return undefined
    case 'int':
    case 'float':
    case 'double':
      return checkNumber(name, value, dataType)
    case 'bool':
      return checkChoice(name, value, 6308, 'bool', dataType.specs ?? { 0: '', 1: '' })
    case 'enum':
      return checkChoice(name, value, 6309, 'enum', dataType.specs)
    case 'text':
      return checkText(name, value, Number(dataType.specs?.length ?? Infinity))
    case 'date':
      return typeof value === 'string' && /^\d{1,16}$/.test(value)
        ? undefined
        : fault(6311, 'date type must be a string of long(UTC ms)', name)
    case 'struct':
      return checkStruct(name, value, dataType.specs ?? [])
    case 'array':
      return checkArray(name, value, dataType.specs ?? {})
  }
}

/** Checks values against their fields, and returns the first fault. A name that no field has gets `unknownCode`. */
export function checkFields(
  values: JsonObject,
  fields: readonly (Field | string)[] | undefined,
  unknownCode = 6304,
): ValueFault | undefined {
  if (fields === undefined) return undefined
  const byName = new Map(
    fields.map((field) => (typeof field === 'string' ? [field, undefined] : [field.identifier, field])),
  )
  for (const [name, value] of Object.entries(values)) {
    if (!byName.has(name)) return unknownIdentifier(name, unknownCode)
    const found = checkValue(name, value, byName.get(name)?.dataType)
    if (found !== undefined) return found
  }
  return undefined
}

export function unknownIdentifier(name: string, code: number): ValueFault {
  // The newer code comes with a text of its own, without the name.
  return code === 5092 ? { code, message: 'property not found' } : fault(code, 'params not exist', name)
}

const codes = { int: 6306, float: 6307, double: 6307 } as const

function checkNumber(
  name: string,
  value: JsonValue,
  { type, specs = {} }: Extract<DataType, { type: 'int' | 'float' | 'double' }>,
): ValueFault | undefined {
  const code = codes[type]
  if (typeof value !== 'number' || (type === 'int' && !isInt32(value))) {
    return fault(code, `data type is not ${type}`, name)
  }
  const { min, max } = specs
  if (min !== undefined && value < Number(min)) return fault(code, `${type} value is smaller than min ${min}`, name)
  if (max !== undefined && value > Number(max)) return fault(code, `${type} value is bigger than max ${max}`, name)
  return undefined
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31
}

function checkChoice(
  name: string,
  value: JsonValue,
  code: number,
  type: string,
  choices: object | undefined,
): ValueFault | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value))
    return fault(code, `value of ${type} type must be int`, name)
  const isKnown = choices === undefined || Object.hasOwn(choices, String(value))
  return isKnown ? undefined : fault(code, `${type} specs error`, name)
}

function checkText(name: string, value: JsonValue, longest: number): ValueFault | undefined {
  if (typeof value !== 'string') return fault(6310, 'data type is not string', name)
  return new TextEncoder().encode(value).length <= longest
    ? undefined
    : fault(6310, `string length bigger than max length ${longest}`, name)
}

function checkStruct(name: string, value: JsonValue, members: readonly Field[]): ValueFault | undefined {
  if (!isJsonObject(value)) return fault(6312, 'struct type must be json', name)
  for (const [key, member] of Object.entries(value)) {
    const field = members.find((one) => one.identifier === key)
    if (field === undefined) return { code: 6304, message: `tsl parse: field ${key} not exist in struct ${name}` }
    const found = checkValue(key, member, field.dataType)
    if (found !== undefined) return found
  }
  return undefined
}

function checkArray(
  name: string,
  value: JsonValue,
  { size = Infinity, item }: { readonly size?: string | number; readonly item?: DataType },
): ValueFault | undefined {
  if (!Array.isArray(value)) return fault(6328, 'data type is not array', name)
  if (value.length > Number(size)) return fault(6324, `array size is bigger than max size ${size}`, name)
  for (const one of value) {
    const found = checkValue(name, one, item)
    if (found !== undefined) return found
  }
  return undefined
}

function fault(code: number, text: string, name: string): ValueFault {
  return { code, message: `tsl parse: ${text} -> ${name}` }
}
