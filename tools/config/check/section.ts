/** An object of a configuration whose keys are not checked yet. */
export type Section = Readonly<Record<string, unknown>>

export function sectionOf(value: unknown): Section | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Section) : undefined
}
