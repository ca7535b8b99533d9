import { fromLocalInput, numberSpecsOf, exampleOf, shapeOf, titleOf } from '../controls/values.ts'
import { useWords, type Words } from '../language.ts'
import { BadInput } from './use-call.ts'
import type { JsonObject, JsonValue } from '../../cloud/model/json.ts'
import type { DataType, Field } from '../../thing-model/tsl.ts'

const nameOfField = ({ identifier }: Field) => `field ${identifier}`

/** An input for each parameter of a service, by its type. What is left empty is not sent. */
export function Fields({ fields }: { fields: readonly Field[] }) {
  return (
    <>
      {fields.map((field) => (
        <label key={field.identifier}>
          <span>
            {titleOf(field)} <code>{titleOf(field) === field.identifier ? '' : field.identifier}</code>{' '}
            <code class="quiet">{shapeOf(field.dataType)}</code>
          </span>
          <Input field={field} />
        </label>
      ))}
    </>
  )
}

function Input({ field }: { field: Field }) {
  const words = useWords()
  const { dataType } = field
  const name = nameOfField(field)
  switch (dataType?.type) {
    case 'int':
    case 'float':
    case 'double': {
      const { min, max, step } = numberSpecsOf(dataType) ?? {}
      const steps = Number(step) > 0 ? step : dataType.type === 'int' ? '1' : 'any'
      return <input type="number" {...{ name, min, max, step: steps }} defaultValue={String(exampleOf(dataType))} />
    }
    case 'bool':
    case 'enum':
      return (
        <select name={name}>
          {choicesOf(dataType, words).map(([value, word]) => (
            <option key={value} value={value}>
              {word === '' ? value : `${word} (${value})`}
            </option>
          ))}
          <option value="">{words.features.calls.leftOut}</option>
        </select>
      )
    case 'text':
      return <input type="text" name={name} />
    case 'date':
      return <input type="datetime-local" step="1" name={name} />
    default:
      return (
        <textarea name={name} rows={2} spellcheck={false}>
          {JSON.stringify(exampleOf(dataType))}
        </textarea>
      )
  }
}

function choicesOf({ type, specs }: Extract<DataType, { type: 'bool' | 'enum' }>, { overview }: Words) {
  return Object.entries(specs ?? (type === 'bool' ? { 0: overview.off, 1: overview.on } : {}))
}

/** The input of a service as its parameters have it. Throws BadInput. */
export function readFields(fields: readonly Field[], read: (name: string) => string, words: Words): JsonObject {
  const given = fields.flatMap((field) => {
    const text = read(nameOfField(field))
    return text.trim() === '' ? [] : [[field.identifier, readField(field, text, words)] as const]
  })
  return Object.fromEntries(given)
}

function readField(field: Field, text: string, { controls }: Words): JsonValue {
  const bad = (complaint: string) => new BadInput(`${titleOf(field)}: ${complaint}`)
  switch (field.dataType?.type) {
    case 'int':
    case 'float':
    case 'double':
    case 'bool':
    case 'enum':
      if (Number.isFinite(Number(text))) return Number(text)
      throw bad(controls.notNumber)
    case 'text':
      return text
    case 'date': {
      const time = fromLocalInput(text)
      if (time !== undefined) return time
      throw bad(controls.notDate)
    }
    default:
      try {
        return JSON.parse(text) as JsonValue
      } catch {
        throw bad(controls.notJson)
      }
  }
}
