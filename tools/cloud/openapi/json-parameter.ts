import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser'
import { isJsonObject, readJson, type JsonObject } from '../model/json.ts'
import type { DataType, Field } from '../../thing-model/tsl.ts'
import type { ValueFault } from '../model/tsl-values.ts'
import { need, OpenApiError, type Call } from './call.ts'

/** A parameter that is a JSON object: its value, and its text. */
export interface JsonParameter {
  readonly value: JsonObject
  readonly text: string
}

/**
 * Reads a parameter that must be a JSON object. Anything else is `iot.check.InvalidFormattedParameter`, as was observed
 * for an array as Items (github.com/aliyun/aliyun-openapi-net-sdk/issues/234).
 */
export function readObject(call: Call, name: string, otherwise?: string): JsonParameter {
  const text = otherwise === undefined ? need(call, name) : call.parameters.get(name) || otherwise
  const value = readJson(text)
  if (isJsonObject(value)) return { value, text }
  throw new OpenApiError('iot.check.InvalidFormattedParameter', `The ${name} parameter format is invalid.`)
}

/**
 * The first float or double that was written without a decimal point. By the documentation of SetDeviceProperty,
 * SetDevicesProperty, SetDeviceDesiredProperty and InvokeThingService it needs at least one decimal, 10.0 instead of
 * 10.
 */
export function findPointless(
  { text, value }: JsonParameter,
  typeOf: (name: string) => DataType | undefined,
): ValueFault | undefined {
  const root = parseTree(text)
  for (const name of Object.keys(value)) {
    const node = root && findNodeAtLocation(root, [name])
    const type = typeOf(name)
    if (node === undefined || type === undefined || areWhole(node, type, text)) continue
    return { code: 6307, message: `tsl parse: ${type.type} wants a decimal point, 10.0 instead of 10 -> ${name}` }
  }
  return undefined
}

/** Whether every float in a value has its decimal point. Whether it is a number at all is checked elsewhere. */
function areWhole(node: Node, type: DataType, text: string): boolean {
  switch (type.type) {
    case 'float':
    case 'double':
      return node.type !== 'number' || text.slice(node.offset, node.offset + node.length).includes('.')
    case 'struct':
      return (type.specs ?? []).every((member) => isMemberWhole(node, member, text))
    case 'array': {
      const { item } = type.specs ?? {}
      return item === undefined || node.type !== 'array' || !node.children?.some((one) => !areWhole(one, item, text))
    }
    default:
      return true
  }
}

function isMemberWhole(node: Node, { identifier, dataType }: Field, text: string): boolean {
  const member = node.type === 'object' ? findNodeAtLocation(node, [identifier]) : undefined
  return member === undefined || dataType === undefined || areWhole(member, dataType, text)
}
