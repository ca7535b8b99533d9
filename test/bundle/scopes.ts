import type { AnyNode, Identifier } from 'acorn'
import { analyze, type Reference, type Scope } from 'eslint-scope'
import type { Script } from './script.ts'

/** A name in use that the script does not declare. */
export interface FreeName {
  readonly at: number
  readonly name: string
  readonly isWrite: boolean
}

/** One variable, function or parameter with all its uses. */
export interface Variable {
  readonly name: string
  /** `var` statements' declarators; none for functions and parameters. */
  readonly declarators: readonly AnyNode[]
  /** The function declaration it is the name of. */
  readonly declaration: AnyNode | undefined
  /** The function, or the program, that it belongs to. */
  readonly owner: AnyNode
  /** Uses but for the initialisation itself. */
  readonly uses: readonly Identifier[]
}

export interface Scopes {
  readonly free: readonly FreeName[]
  readonly variables: readonly Variable[]
}

/** Resolves every name of a script; top-level names are the script's own, as in a function. */
export function findScopes({ program }: Script): Scopes {
  // acorn's tree is ESTree; only the two packages' types do not know of each other.
  const manager = analyze(program as never, { ecmaVersion: 2015, sourceType: 'script', nodejsScope: true })
  const free = (manager.globalScope?.through ?? []).map((use) => ({
    at: identifierOf(use).start,
    name: use.identifier.name,
    isWrite: use.isWrite(),
  }))
  return { free, variables: manager.scopes.filter(isOfFunction).flatMap(variablesOf) }
}

function isOfFunction({ type }: Scope): boolean {
  return type === 'function'
}

function variablesOf(scope: Scope): Variable[] {
  return scope.variables.map((variable) => ({
    name: variable.name,
    declarators: variable.defs.filter(({ type }) => type === 'Variable').map(({ node }) => node as unknown as AnyNode),
    declaration: variable.defs.find(({ type }) => type === 'FunctionName')?.node as unknown as AnyNode | undefined,
    owner: scope.block as unknown as AnyNode,
    uses: variable.references.filter((use) => use.init !== true).map(identifierOf),
  }))
}

function identifierOf({ identifier }: Reference): Identifier {
  return identifier as unknown as Identifier
}
