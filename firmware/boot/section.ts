/** Tells a problem of the configuration. */
export type Tell = (problem: string) => void

/** Checks an object by rules packed into one string (check-config.ts), and returns it, or {} where it is none. */
export type CheckRules = (tell: Tell, path: string, section: unknown, rules: string) => unknown

/** A section of device.json that is the application's own. */
export interface Section {
  readonly sectionName: string
  /** Called once the whole configuration has proved right, before the link starts. */
  readonly startSection: (section: unknown) => void
  /** Tells what is wrong with it; it may be missing or of any type. */
  readonly checkSection?: ((section: unknown, tell: Tell, check: CheckRules) => void) | undefined
}

export let section: Section | undefined

/** See device.ts. */
export function configure(name: string, start: Section['startSection'], check?: Section['checkSection']): void {
  section = { sectionName: name, startSection: start, checkSection: check }
}

/** Rules of keys of the top level that the script knows besides, each behind a comma; undefined where there are none. */
export let moreRules: string | undefined

/** See device.ts. */
export function allowKey(rule: string): void {
  moreRules = (moreRules || '') + ',' + rule
}

/** Frees what only the start needs of the application. */
export function forgetSection(): void {
  section = undefined
}
