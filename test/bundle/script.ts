import { parse, type AnyNode, type Program } from 'acorn'
import { fullAncestor } from 'acorn-walk'

/** A script as text and tree; `parents` knows each node but the program. */
export interface Script {
  readonly text: string
  readonly program: Program
  readonly nodes: readonly AnyNode[]
  readonly parents: ReadonlyMap<AnyNode, AnyNode>
}

/** Parses ES5 and arrow functions; throws SyntaxError, with the offset as `pos`, for what came with them or later. */
export function parseScript(text: string): Script {
  const program = parse(text, { ecmaVersion: 2015, ranges: true })
  const nodes: AnyNode[] = []
  const parents = new Map<AnyNode, AnyNode>()
  fullAncestor(program, (node, _state, ancestors) => {
    if (isNewer(node)) throw Object.assign(new SyntaxError(`${node.type} is newer`), { pos: node.start })
    nodes.push(node)
    const parent = ancestors.at(-2)
    if (parent !== undefined) parents.set(node, parent)
  })
  return { text, program, nodes, parents }
}

/** What ES2015 brought, but for arrow functions of plain parameters. */
function isNewer(node: AnyNode): boolean {
  if (node.type === 'VariableDeclaration') return node.kind !== 'var'
  if (node.type === 'Property') return node.shorthand || node.computed || node.method
  if (isFunction(node)) return node.generator || node.params.some(({ type }) => type !== 'Identifier')
  return /^(Class|Template|TaggedTemplate|Spread|Rest|Assignment.?Pattern|ArrayPattern|ObjectPattern|ForOf|Yield|Super|Meta|Import|Export)/.test(
    node.type,
  )
}

/** One thing the engine would stumble over, and where: an offset of the text. */
export interface Finding {
  readonly at: number
  readonly what: string
}

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>

export function isFunction(node: AnyNode): node is FunctionNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

/** `object.member` written with a dot, as both names; undefined for anything else. */
export function dottedNames(node: AnyNode): { object: string | undefined; member: string } | undefined {
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined
  return { object: node.object.type === 'Identifier' ? node.object.name : undefined, member: node.property.name }
}
