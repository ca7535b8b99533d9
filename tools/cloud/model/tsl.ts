import { Ajv, type ErrorObject } from 'ajv'

/** A data type of TSL, as in the console's export. Numbers in specs are texts there. */
export type DataType =
  | { type: 'int' | 'float' | 'double'; specs?: NumberSpecs }
  | { type: 'bool' | 'enum'; specs?: Readonly<Record<string, string>> }
  | { type: 'text'; specs?: { readonly length?: string | number } }
  | { type: 'date'; specs?: object }
  | { type: 'struct'; specs?: readonly Field[] }
  | { type: 'array'; specs?: { readonly size?: string | number; readonly item?: DataType } }

export interface NumberSpecs {
  readonly min?: string | number
  readonly max?: string | number
  readonly step?: string | number
  readonly unit?: string
  readonly unitName?: string
}

/** A member of a struct, or a parameter of an event or a service. */
export interface Field {
  readonly identifier: string
  readonly name?: string
  readonly dataType?: DataType
}

export interface TslProperty extends Field {
  /** `r` only reported, `w` and `rw` may be set. */
  readonly accessMode?: 'r' | 'w' | 'rw'
  readonly required?: boolean
}

export interface TslEvent {
  readonly identifier: string
  readonly name?: string
  readonly type?: 'info' | 'alert' | 'error'
  readonly outputData?: readonly Field[]
  readonly method?: string
}

export interface TslService {
  readonly identifier: string
  readonly name?: string
  readonly callType?: 'async' | 'sync'
  readonly inputData?: readonly (Field | string)[]
  readonly outputData?: readonly Field[]
  readonly method?: string
}

/** A product's thing model. Without `properties` every identifier counts as known; so with events and services. */
export interface Tsl {
  readonly properties?: readonly TslProperty[]
  readonly events?: readonly TslEvent[]
  readonly services?: readonly TslService[]
  /** Modules; their identifiers are `block:identifier`. */
  readonly functionBlocks?: readonly (Omit<Tsl, 'functionBlocks'> & { readonly functionBlockId: string })[]
}

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
        // The service `get` names properties by their identifiers alone.
        inputData: { type: 'array', items: { anyOf: [{ $ref: '#/$defs/field' }, { type: 'string' }] } },
        outputData: { type: 'array', items: { anyOf: [{ $ref: '#/$defs/field' }, { type: 'string' }] } },
      },
    },
  },
}

/** The JSON schema of a TSL. What the platform does not look at is allowed: the console exports more. */
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

/** Whether content that was read is a TSL; every empty object is. */
export function isTsl(content: unknown): content is Tsl {
  return validate(content)
}

/** What content that is no TSL has wrong. */
export function tslErrors(content: unknown): ErrorObject[] {
  return validate(content) ? [] : [...(validate.errors ?? [])]
}

/** Where an identifier stands twice: a path such as `properties/3`; undefined when all differ. */
export function findRepeated(tsl: Tsl): (string | number)[] | undefined {
  for (const part of ['properties', 'events', 'services'] as const) {
    const names = (tsl[part] ?? []).map((one) => one.identifier)
    const at = names.findIndex((name, index) => names.indexOf(name) !== index)
    if (at >= 0) return [part, at, 'identifier']
  }
  return undefined
}

/** A property by its identifier; those of a module are `block:identifier`. */
export function findProperty(tsl: Tsl, name: string): TslProperty | undefined {
  return tableOf(tsl).properties.get(name)
}

export function findEvent(tsl: Tsl, name: string): TslEvent | undefined {
  return tableOf(tsl).events.get(name)
}

export function findService(tsl: Tsl, name: string): TslService | undefined {
  return tableOf(tsl).services.get(name)
}

interface Table {
  readonly properties: Map<string, TslProperty>
  readonly events: Map<string, TslEvent>
  readonly services: Map<string, TslService>
}

const tables = new WeakMap<Tsl, Table>()

function tableOf(tsl: Tsl): Table {
  const known = tables.get(tsl)
  if (known !== undefined) return known
  const table: Table = { properties: new Map(), events: new Map(), services: new Map() }
  const add = (part: Tsl, prefix: string): void => {
    for (const one of part.properties ?? []) table.properties.set(prefix + one.identifier, one)
    for (const one of part.events ?? []) table.events.set(prefix + one.identifier, one)
    for (const one of part.services ?? []) table.services.set(prefix + one.identifier, one)
  }
  add(tsl, '')
  for (const block of tsl.functionBlocks ?? []) add(block, `${block.functionBlockId}:`)
  tables.set(tsl, table)
  return table
}
