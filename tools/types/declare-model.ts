import type { DataType, Field, NumberSpecs } from '../thing-model/tsl.ts'
import type { NamedProperty } from './check-model.ts'

/** The first words of a file that `npm run types` made: nothing else is ever overwritten. */
export const mark = '// Made by npm run types from '

/** Whether the cloud may set a property: what says nothing else, it may. */
export const isSettable = ({ property }: NamedProperty): boolean => property.accessMode !== 'r'

/**
 * Returns a declaration file (UTF-8) with `ThingModel`, all properties, and `ThingModelSet`, those that the cloud may set.
 * The same model gives the same text; `source` is the file's name for the first line. Nothing in the model can end a comment.
 */
export function declareModel(properties: readonly NamedProperty[], source: string): string {
  const members = properties.map((one) => memberOf(one.name, one.property, '    ', accessOf(one)))
  const settable = properties.filter(isSettable).map(({ name }) => quote(name))
  const picked = settable.length === 0 ? '' : `extends Pick<ThingModel, ${settable.join(' | ')}> `
  return `${mark}${inComment(source)}. Change the model, not this file, and make it anew.
export {}

declare global {
  /** The properties of the thing model. */
  interface ThingModel {
${members.join('\n')}
  }

  /** Those of them that the cloud may set. */
  interface ThingModelSet ${picked}{}
}
`
}

function memberOf(name: string, field: Field, indent: string, access = ''): string {
  const title = inComment(String(field.name ?? ''))
  const text = [title, title === '' ? '' : ': ', factsOf(field.dataType), '.', access].join('')
  return `${indent}/** ${text} */\n${indent}${keyOf(name)}: ${typeOf(field.dataType, indent)}`
}

function accessOf(one: NamedProperty): string {
  return isSettable(one) ? ' The cloud may set it.' : ' The cloud cannot set it.'
}

function typeOf(dataType: DataType | undefined, indent: string): string {
  switch (dataType?.type) {
    case undefined:
      return 'unknown'
    case 'int':
    case 'float':
    case 'double':
      return 'number'
    case 'bool':
      return '0 | 1'
    case 'enum':
      return [...new Set(valuesOf(dataType.specs).map(([value]) => value))].join(' | ')
    case 'text':
    case 'date':
      return 'string'
    case 'struct':
      return `{\n${(dataType.specs ?? []).map((field) => memberOf(field.identifier, field, `${indent}  `)).join('\n')}\n${indent}}`
    case 'array': {
      const item = typeOf(dataType.specs?.item, indent)
      return `readonly ${item.includes(' | ') || item.startsWith('readonly') ? `(${item})` : item}[]`
    }
  }
}

/** What a type cannot say: range, unit, the meaning of each value. */
function factsOf(dataType: DataType | undefined): string {
  switch (dataType?.type) {
    case undefined:
      return 'any value'
    case 'int':
    case 'float':
    case 'double':
      return [dataType.type, ...numberFacts(dataType.specs ?? {})].join(', ')
    case 'bool':
    case 'enum': {
      const meanings = valuesOf(dataType.specs).map(([value, meaning]) => `${value} ${inComment(meaning)}`.trim())
      return [dataType.type, meanings.join(', ')].filter((part) => part !== '').join(': ')
    }
    case 'text': {
      const { length } = dataType.specs ?? {}
      return length === undefined ? 'text' : `text, at most ${length} bytes`
    }
    case 'date':
      return 'date: milliseconds since 1970 in UTC, as text'
    case 'struct':
      return 'struct'
    case 'array': {
      const { size, item } = dataType.specs ?? {}
      return `array of ${size === undefined ? '' : `at most ${size} `}(${factsOf(item)})`
    }
  }
}

function numberFacts({ min, max, step, unit, unitName }: NumberSpecs): string[] {
  const range = [min === undefined ? '' : `from ${min}`, max === undefined ? '' : `to ${max}`].filter(Boolean).join(' ')
  const named = [unit, unitName === undefined ? undefined : `(${unitName})`].filter(Boolean).join(' ')
  const facts = [range, step === undefined ? '' : `step ${step}`, named === '' ? '' : `unit ${inComment(named)}`]
  return facts.filter((fact) => fact !== '')
}

/** The values of a bool or an enum as numbers, smallest first, each with its meaning. */
function valuesOf(specs: Readonly<Record<string, string>> = {}): (readonly [number, string])[] {
  const values = Object.entries(specs).map(([key, meaning]) => [Number(key), String(meaning)] as const)
  return values.sort(([one], [other]) => one - other)
}

const quote = (name: string): string => `'${name}'`
const keyOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : quote(name))

/**
 * A text of the model for a comment on one line: no end of a comment, no tag (`@`), no line break, and none of the invisible
 * characters with which text looks like other text.
 */
function inComment(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('@', '\uff20')
    .trim()
}
