import { readFileSync } from 'node:fs'
import { productFile } from '../product/product-files.ts'
import type { ValueSchema } from './check/describe.ts'
import { sectionOf } from './check/section.ts'

/** A part of device.schema.json and the parts below it. */
interface Part extends ValueSchema {
  readonly properties?: Readonly<Record<string, Part>>
  readonly patternProperties?: Readonly<Record<string, Part>>
}

const mask = '********'

/**
 * Returns a configuration as JSON for people to read: every secret is replaced by asterisks, and so is everything that the
 * schema does not know, because a misspelt key may hold a secret.
 */
export function showConfig(value: unknown): string {
  const schema: Part = JSON.parse(readFileSync(productFile('device.schema.json'), 'utf8'))
  return JSON.stringify(maskSecrets(value, schema), null, 2)
}

function maskSecrets(value: unknown, schema: Part | undefined): unknown {
  if (schema === undefined || schema.writeOnly === true) return value === '' ? '' : mask
  const section = sectionOf(value)
  if (section === undefined) return schema.type === 'object' || Array.isArray(value) ? mask : value
  return Object.fromEntries(Object.entries(section).map(([key, each]) => [key, maskSecrets(each, partOf(schema, key))]))
}

function partOf({ properties = {}, patternProperties = {} }: Part, key: string): Part | undefined {
  if (Object.hasOwn(properties, key)) return properties[key]
  return Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(key))?.[1]
}
