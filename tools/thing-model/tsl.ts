/** A data type of TSL, as the console exports it. Numbers in specs are strings there. */
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
  /** `r`: only reported; `w` and `rw`: may be set. */
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

/**
 * A product's thing model. Without `properties` every property counts as known; the same holds for events and services.
 */
export interface Tsl {
  readonly properties?: readonly TslProperty[]
  readonly events?: readonly TslEvent[]
  readonly services?: readonly TslService[]
  /** Modules; their identifiers are `block:identifier`. */
  readonly functionBlocks?: readonly (Omit<Tsl, 'functionBlocks'> & { readonly functionBlockId: string })[]
}

/** A property by its identifier; those of a module are `block:identifier`. */
export function findProperty(tsl: Tsl, name: string): TslProperty | undefined {
  return tableOf(tsl).properties.get(name)
}

/** All properties of a product, those of modules as `block:identifier`; undefined if it describes none. */
export function listProperties(tsl: Tsl): readonly TslProperty[] | undefined {
  if (tsl.properties === undefined) return undefined
  return [...tableOf(tsl).properties].map(([identifier, property]) => ({ ...property, identifier }))
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
