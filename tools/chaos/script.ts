import { Ajv, type ErrorObject } from 'ajv'
import { findJsonFault } from '../local-files/json-place.ts'
import { readTextFile } from '../local-files/text-file.ts'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import type { Direction, Mode, Step } from './modes.ts'

/** Returns the steps of a connection, 1 for the first one. */
export type StepsFor = (connection: number) => readonly Step[]

/** One step as in the file: the mode's fields beside when, in which direction and on which connection. */
type FileStep = Mode & {
  afterMs?: number
  afterBytes?: number
  direction: Direction | 'both'
  connection?: number
}

const example = '{ "steps": [{ "afterMs": 5000, "direction": "down", "mode": "delay", "ms": 2000 }] }'
const count = { type: 'integer', minimum: 0 } as const
const percent = { type: 'number', minimum: 0, maximum: 100, default: 0 } as const
const positive = { type: 'integer', minimum: 1 } as const

const common = {
  afterMs: count,
  afterBytes: count,
  direction: { enum: ['up', 'down', 'both'], default: 'both' },
  connection: positive,
}

/** The fields of each mode with their defaults, and which of them are required. */
const modes: Readonly<Record<Mode['mode'], { fields?: object; required?: string[] }>> = {
  pass: {},
  delay: { fields: { ms: count, extraMs: { ...count, default: 0 }, extraPercent: percent }, required: ['ms'] },
  stall: {},
  blackhole: {},
  cut: { fields: { bytes: { ...count, default: 0 }, how: { enum: ['rst', 'fin'], default: 'rst' } } },
  corrupt: { fields: { byte: { ...positive, default: 1 }, xor: { ...count, maximum: 255, default: 0 } } },
  split: {
    fields: { sizes: { type: 'array', minItems: 1, items: positive }, upTo: positive, gapMs: { ...count, default: 1 } },
  },
}

const steps = Object.entries(modes).map(([mode, { fields, required = [] }]) => ({
  properties: { mode: { const: mode }, ...common, ...fields },
  required,
  additionalProperties: false,
}))

const validate = new Ajv({ allErrors: true, strict: false, useDefaults: true, discriminator: true }).compile<{
  steps: FileStep[]
}>({
  type: 'object',
  required: ['steps'],
  additionalProperties: false,
  properties: {
    steps: {
      type: 'array',
      items: { type: 'object', required: ['mode'], discriminator: { propertyName: 'mode' }, oneOf: steps },
    },
  },
})

/** Reads a script. Throws UserError script-missing, script-not-json (line:column) or script-invalid. */
export function readScript(path: string): StepsFor {
  const words = { missing: 'script-missing', invalid: 'script-not-json', hint: speak`make it: ${example}` }
  return parseScript(readTextFile(path, words), path)
}

/** Checks the text of a script; throws all problems in one error, each with its place. `path` is for the messages. */
export function parseScript(text: string, path: string): StepsFor {
  const fault = findJsonFault(text)
  if (fault !== undefined) {
    const { line, column, found } = fault
    throw new UserError(
      'script-not-json',
      speak`${path}:${line}:${column} is not JSON at ${found}`,
      speak`wanted: ${example}`,
    )
  }
  const content: unknown = JSON.parse(text)
  if (!validate(content)) throw invalid(path, (validate.errors ?? []).map(explain))
  const problems = content.steps.flatMap(findConflicts)
  if (problems.length > 0) throw invalid(path, problems)
  return (connection) =>
    content.steps.filter((step) => step.connection === undefined || step.connection === connection).map(toStep)
}

function invalid(path: string, problems: readonly string[]): UserError {
  const lines = problems.map((problem) => `\n  ${problem}`).join('')
  return new UserError('script-invalid', speak`${path} is not a chaos script${lines}`, speak`wanted: ${example}`)
}

function explain({ instancePath, keyword, params, message }: ErrorObject): string {
  const path = instancePath === '' ? speak`the file` : instancePath.slice(1).replaceAll('/', '.')
  if (keyword === 'additionalProperties') return speak`${path}: unknown key "${String(params.additionalProperty)}"`
  if (keyword === 'discriminator') return speak`${path}.mode: wanted one of ${Object.keys(modes).join(', ')}`
  if (keyword === 'enum') return speak`${path}: wanted one of ${[params.allowedValues].flat().join(', ')}`
  return speak`${path}: ${message ?? keyword}`
}

/** Returns problems that a schema states badly: fields that exclude each other. */
function findConflicts(step: FileStep, at: number): string[] {
  const problems: string[] = []
  if (step.afterMs !== undefined && step.afterBytes !== undefined) problems.push(speak`afterMs or afterBytes, not both`)
  if (step.mode === 'split' && (step.sizes === undefined) === (step.upTo === undefined)) {
    problems.push(speak`either sizes or upTo`)
  }
  return problems.map((problem) => speak`steps.${at}: wanted ${problem}`)
}

function toStep({ afterMs = 0, afterBytes, direction, connection: _, ...mode }: FileStep): Step {
  return {
    when: afterBytes === undefined ? { afterMs } : { afterBytes },
    directions: direction === 'both' ? ['up', 'down'] : [direction],
    mode,
  }
}
