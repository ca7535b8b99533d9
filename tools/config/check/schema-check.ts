import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject } from 'ajv'
import { describeFix, describeGot, describeWanted, shorten, type ValueSchema } from './describe.ts'
import { nearestWord } from '../../command-line/nearest-word.ts'
import type { Problem } from './problem.ts'
import { speak } from '../../command-line/language.ts'
import { productFile } from '../../product/product-files.ts'
import type { Path, Source } from './source.ts'

/** A length keyword that counts bytes of UTF-8, as the device does; JSON Schema's own count characters. */
const bytesKeyword = (keyword: string, fits: (bytes: number, limit: number) => boolean) => ({
  keyword,
  type: 'string' as const,
  schemaType: 'number' as const,
  validate: (limit: number, text: string) => fits(Buffer.byteLength(text), limit),
})

const ajv = new Ajv({ allErrors: true, verbose: true, strict: 'log', logger: false })
ajv.removeKeyword('minLength').addKeyword(bytesKeyword('minLength', (bytes, limit) => bytes >= limit))
ajv.removeKeyword('maxLength').addKeyword(bytesKeyword('maxLength', (bytes, limit) => bytes <= limit))
const validate = ajv.compile(JSON.parse(readFileSync(productFile('device.schema.json'), 'utf8')) as object)

/** Returns what device.schema.json does not allow: one problem for each value and for each missing or unknown key. */
export function checkSchema(source: Source): Problem[] {
  const value = source.value
  if (validate(value)) return []
  const told = new Set<string>()
  return (validate.errors ?? []).filter(isOfOneValue).flatMap((error) => {
    const problem = explain(source, error)
    if (told.has(problem.path)) return []
    told.add(problem.path)
    return [problem]
  })
}

/**
 * False for errors of the single branches of oneOf and anyOf, and for the choice between keys, which checkChoices() reports
 * better. An anyOf about a text itself (the password, which may be empty) is kept.
 */
function isOfOneValue({ keyword, schemaPath, data, propertyName }: ErrorObject): boolean {
  // Of a key that is not for this type of property `propertyNames` itself is kept.
  if (keyword === 'if' || (propertyName !== undefined && keyword !== 'propertyNames')) return false
  if (/\/(anyOf|oneOf)\/\d+\//.test(schemaPath)) return false
  return keyword !== 'oneOf' && (keyword !== 'anyOf' || typeof data === 'string')
}

function explain(source: Source, error: ErrorObject): Problem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (error.keyword === 'required') return explainMissing(source, path, error)
  if (error.keyword === 'additionalProperties') return explainUnknown(source, path, error)
  if (error.keyword === 'propertyNames') return explainForeign(source, path, error)
  const schema = error.parentSchema as ValueSchema
  return source.problemOf(path, {
    got: describeGot(error.data, schema),
    wanted: describeWanted(schema),
    fix: describeFix(path, error.data, schema),
  })
}

function explainMissing(source: Source, path: Path, { params, parentSchema }: ErrorObject): Problem {
  const key = String((params as { missingProperty: unknown }).missingProperty)
  const schema = (parentSchema as ValueSchema).properties?.[key] ?? {}
  return source.problemOf([...path, key], { got: speak`is missing`, wanted: describeWanted(schema) })
}

function explainUnknown(source: Source, path: Path, { params, parentSchema, data }: ErrorObject): Problem {
  const key = String((params as { additionalProperty: unknown }).additionalProperty)
  const schema = parentSchema as ValueSchema
  const known = Object.keys(schema.properties ?? {}).filter((one) => one !== '$schema')
  if (known.length === 0) {
    const names = speak`a letter, then letters, digits and _; at most 50`
    const wanted = path[0] === 'properties' ? names : 'PowerSwitch_1, PowerSwitch_2 ...'
    return source.problemOfKey([...path, shorten(key)], { got: speak`is unknown`, wanted })
  }
  return source.problemOfKey([...path, key], { got: speak`is unknown`, fix: meantKey(key, known, data) })
}

/** The key that was probably meant, of those that are not there yet; else all that are known. */
function meantKey(key: string, known: readonly string[], data: unknown): string {
  const free = known.filter((one) => !Object.hasOwn(data as object, one))
  const near = nearestWord(key, free)
  return near === undefined ? speak`known here: ${known.join(', ')}` : speak`did you mean ${near}?`
}

/** A key that another type of property has. */
function explainForeign(source: Source, path: Path, { params, data, schema }: ErrorObject): Problem {
  const key = String((params as { propertyName: unknown }).propertyName)
  const { type } = data as { readonly type?: unknown }
  const known = (schema as { readonly enum: readonly string[] }).enum
  const got = speak`is not a key of type "${String(type)}"`
  return source.problemOfKey([...path, key], { got, fix: meantKey(key, known, data) })
}
