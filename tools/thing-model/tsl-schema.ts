import { Ajv, type ErrorObject } from 'ajv'
import type { Tsl } from './tsl.ts'

const identifier = { type: 'string', pattern: '^[A-Za-z0-9_]{1,50}$' }
const numberText = { type: ['string', 'number'], pattern: String.raw`^-?\d+(\.\d+)?([eE][+-]?\d+)?$` }

const dataType = {
  type: 'object',
  required: ['type'],
  properties: { type: { enum: ['int', 'float', 'double', 'bool', 'enum', 'text', 'date', 'struct', 'array'] } },
  allOf: [
    specsOf(['int', 'float', 'double'], {
      type: 'object',
      properties: { min: numberText, max: numberText, step: numberText },
    }),
    specsOf(['bool'], { type: 'object', propertyNames: { enum: ['0', '1'] } }),
    specsOf(['enum'], { type: 'object', propertyNames: { pattern: String.raw`^-?\d+$` } }),
    specsOf(['text'], { type: 'object', properties: { length: numberText } }),
    specsOf(['struct'], { type: 'array', items: { $ref: '#/$defs/field' } }),
    specsOf(['array'], { type: 'object', properties: { size: numberText, item: { $ref: '#/$defs/dataType' } } }),
  ],
}

function specsOf(types: string[], specs: object): object {
  return {
    if: { properties: { type: { enum: types } }, required: ['type'] },
    then: { properties: { specs } },
  }
}

const field = {
  type: 'object',
  required: ['identifier'],
  properties: { identifier, dataType: { $ref: '#/$defs/dataType' } },
}
const fields = { type: 'array', items: { $ref: '#/$defs/field' } }
const parts = {
  properties: {
    type: 'array',
    items: {
      allOf: [{ $ref: '#/$defs/field' }],
      properties: { accessMode: { enum: ['r', 'w', 'rw'] }, required: { type: 'boolean' } },
    },
  },
  events: {
    type: 'array',
    items: {
      type: 'object',
      required: ['identifier'],
      properties: { identifier, type: { enum: ['info', 'alert', 'error'] }, outputData: fields },
    },
  },
  services: {
    type: 'array',
    items: {
      type: 'object',
      required: ['identifier'],
      properties: {
        identifier,
        callType: { enum: ['async', 'sync'] },
        // The service `get` lists properties by their identifiers alone.
        inputData: { type: 'array', items: { anyOf: [{ $ref: '#/$defs/field' }, { type: 'string' }] } },
        outputData: { type: 'array', items: { anyOf: [{ $ref: '#/$defs/field' }, { type: 'string' }] } },
      },
    },
  },
}

/** The JSON schema of a TSL. Other keys are allowed: the console exports more than the platform looks at. */
export const tslSchema = {
  type: 'object',
  properties: {
    ...parts,
    functionBlocks: {
      type: 'array',
      items: { type: 'object', required: ['functionBlockId'], properties: { functionBlockId: identifier, ...parts } },
    },
  },
  $defs: { dataType, field },
}

const validate = new Ajv({ allErrors: true, strict: false }).compile<Tsl>(tslSchema)

/** Whether parsed JSON is a TSL; an empty object is one. */
export function isTsl(content: unknown): content is Tsl {
  return validate(content)
}

/** The errors of parsed JSON that is not a TSL. */
export function tslErrors(content: unknown): ErrorObject[] {
  return validate(content) ? [] : [...(validate.errors ?? [])]
}

/** Where an identifier is used a second time, as the keys that lead there; undefined when all differ. */
export function findRepeated(tsl: Tsl): (string | number)[] | undefined {
  for (const part of ['properties', 'events', 'services'] as const) {
    const names = (tsl[part] ?? []).map((one) => one.identifier)
    const at = names.findIndex((name, index) => names.indexOf(name) !== index)
    if (at >= 0) return [part, at, 'identifier']
  }
  return undefined
}
