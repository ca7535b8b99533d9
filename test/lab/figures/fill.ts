/** A figure by its name, as the pages say it; undefined where it was not measured yet. */
export type Figures = Readonly<Record<string, string | undefined>>

export interface Change {
  readonly name: string
  readonly from: string
  readonly to: string
}

export interface Filled {
  readonly text: string
  readonly changes: readonly Change[]
  /** Places that the text lacks, and names that no figure has. */
  readonly problems: readonly string[]
}

/** Writes the figures into their places in a text (see places.ts). Places of figures that are not measured stay as they are. */
export function fill(text: string, places: readonly string[], figures: Figures): Filled {
  const changes: Change[] = []
  const problems: string[] = []
  for (const place of places) {
    const { pattern, names } = readPlace(place)
    const found = pattern.exec(text)
    if (found?.indices === undefined) {
      problems.push(`not found: ${place.replaceAll('\n', ' ')}`)
      continue
    }
    // Begins with the last one, so that no place still to be filled is moved.
    for (let at = names.length; at > 0; at--) {
      const name = names[at - 1] ?? ''
      if (!Object.hasOwn(figures, name)) problems.push(`no such figure: ${name}`)
      const [from = '', to = figures[name] ?? from] = [found[at]]
      const [start, end] = found.indices[at] ?? [0, 0]
      if (to === from) continue
      text = text.slice(0, start) + to + text.slice(end)
      changes.push({ name, from, to })
    }
  }
  return { text, changes, problems }
}

/** A text that may be broken into other lines than the place is; a place that is nothing but lines is the whole text. */
function readPlace(place: string): { readonly pattern: RegExp; readonly names: readonly string[] } {
  const names: string[] = []
  const parts = place.split(/(\{\{?[\w.]+\}\}?)/).map((part) => {
    const [, name] = /^\{\{?([\w.]+)\}\}?$/.exec(part) ?? []
    if (name === undefined) return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(/\s+/g, '\\s+')
    names.push(name)
    return part.startsWith('{{') ? '([^]*?)' : '(\\S+?)'
  })
  const isWhole = /^\{\{[\w.]+\}\}$/.test(place)
  return { pattern: new RegExp(isWhole ? '^([^]*)$' : parts.join(''), 'd'), names }
}
