import type { Identifier } from 'acorn'
import type { Scopes } from './scopes.ts'
import { isFunction, type Finding, type Script } from './script.ts'

/** The built-in modules that a bundle may ask for. */
const modules = new Set(['Wifi', 'net', 'tls', 'crypto', 'Storage', 'Flash'])

/** Every module that may be asked for, through a function that passes a name on as well. */
export function checkRequire(script: Script, scopes: Scopes): Finding[] {
  const uses = scopes.free.filter(({ name }) => name === 'require').map(({ at }) => at)
  return script.nodes.flatMap((node) =>
    node.type === 'Identifier' && node.name === 'require' && uses.includes(node.start)
      ? checkUse(script, scopes, node, 0)
      : [],
  )
}

/** One use of a function whose argument number `index` is a module's name. */
function checkUse(script: Script, scopes: Scopes, use: Identifier, index: number): Finding[] {
  const call = script.parents.get(use)
  if (call?.type !== 'CallExpression' || call.callee !== use) return [{ at: use.start, what: 'require is not called' }]
  const given = call.arguments[index]
  if (given?.type === 'Literal' && typeof given.value === 'string') {
    return modules.has(given.value) ? [] : [{ at: given.start, what: `requires ${given.value}` }]
  }
  const wrapper = given?.type === 'Identifier' ? findWrapper(script, scopes, given) : undefined
  if (wrapper === undefined) return [{ at: use.start, what: 'requires a module whose name is not in the script' }]
  return wrapper.uses.flatMap((each) => checkUse(script, scopes, each, wrapper.index))
}

/** The uses of the function whose parameter a name is, and which of its parameters it is. */
function findWrapper({ parents }: Script, scopes: Scopes, name: Identifier): Wrapper | undefined {
  const owner = scopes.variables.find(({ uses }) => uses.includes(name))?.owner
  if (owner === undefined || !isFunction(owner)) return undefined
  const index = owner.params.findIndex((each) => each.type === 'Identifier' && each.name === name.name)
  const parent = parents.get(owner)
  const assigned =
    parent?.type === 'AssignmentExpression' && parent.left.type === 'Identifier' ? parent.left : undefined
  const variable = scopes.variables.find(
    ({ declaration, declarators, uses }) =>
      declaration === owner || declarators.some((each) => each === parent) || (assigned && uses.includes(assigned)),
  )
  if (index < 0 || variable === undefined) return undefined
  return { uses: variable.uses.filter((use) => use !== assigned), index }
}

interface Wrapper {
  readonly uses: readonly Identifier[]
  readonly index: number
}
