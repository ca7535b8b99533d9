import type { Engine } from './engine.ts'

type Kind = 'number' | 'string' | 'boolean' | 'function'

const words: Readonly<Record<Kind, string>> = {
  number: 'a number',
  string: 'a string',
  boolean: 'a boolean',
  function: 'a function',
}

/** What a native function of Kaluma wants of its arguments: by name and kind, `?` behind an optional one. */
export type Wanted = readonly (readonly [name: string, kind: Kind | `${Kind}?`])[]

/** Throws Kaluma's TypeError for the first argument of another kind. One that is given as undefined is not left out. */
export function check(engine: Engine, args: readonly unknown[], wanted: Wanted): void {
  wanted.forEach(([name, kind], index) => {
    const isOptional = kind.endsWith('?')
    const plain = (isOptional ? kind.slice(0, -1) : kind) as Kind
    if (isOptional && args.length <= index) return
    if (typeof args[index] !== plain) engine.fail('TypeError', `"${name}" argument must be ${words[plain]}`)
  })
}
