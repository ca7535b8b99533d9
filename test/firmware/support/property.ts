import fc from 'fast-check'

/** Checks a property on `runs` inputs, the same ones each time: a red test stays red until something is changed. */
export function holds<T>(property: fc.IProperty<T>, runs = 100): void {
  fc.assert(property, { seed: 311, numRuns: runs })
}
