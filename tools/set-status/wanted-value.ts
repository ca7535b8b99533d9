import { phrase, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import type { PropertyState } from './openapi-client.ts'

/** What a property of a type of the thing model takes. */
const wantedOf: Readonly<Record<string, string>> = {
  bool: phrase`0 or 1`,
  int: phrase`a whole number within its range`,
  float: phrase`a number within its range`,
  double: phrase`a number within its range`,
  enum: phrase`one of the numbers of its list`,
  text: phrase`a text, not longer than its model says`,
}

/**
 * A refusal of the cloud with what the property takes as its hint, by the type that the cloud says it has; any other error, and one
 * that has a hint, as it is.
 */
export async function withWanted(error: unknown, states: () => Promise<readonly PropertyState[]>): Promise<unknown> {
  if (!(error instanceof UserError) || error.slug !== 'cloud-refused' || error.hint !== '') return error
  const [, name] = /-> (\w+)$/.exec(error.message) ?? []
  if (name === undefined) return error
  const type = (await states()).find(({ identifier }) => identifier === name)?.type
  const wanted = wantedOf[type ?? '']
  if (wanted === undefined) return error
  return new UserError('cloud-refused', error.message, speak`${name} takes ${speak(wanted)}`, error.exitCode)
}
