import type { AnyNode } from 'acorn'
import type { Scopes, Variable } from './scopes.ts'
import { isFunction, type Finding, type Script } from './script.ts'

/**
 * The engine hoists nothing: a function or var exists once the statement was executed. Before that, reading throws, and
 * assigning makes a global.
 */
export function checkOrder(script: Script, scopes: Scopes): Finding[] {
  const order = new Order(script, scopes)
  return [...checkFunctions(script), ...scopes.variables.flatMap((variable) => order.checkVariable(variable))]
}

/** Function declarations stand at the head of their function, behind nothing but constants, so that nothing can call one before. */
function checkFunctions({ nodes, parents }: Script): Finding[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'FunctionDeclaration') return []
    const body = parents.get(node)
    const owner = body && parents.get(body)
    const isHead = body?.type === 'Program' || (body?.type === 'BlockStatement' && owner && isFunction(owner))
    if (!isHead) return [{ at: node.start, what: `function ${node.id?.name} in a block` }]
    const before = body.body.slice(0, body.body.indexOf(node as never))
    const isFirst = before.every(
      (each) => each.type === 'FunctionDeclaration' || 'directive' in each || isConstant(each) || isName(each),
    )
    return isFirst ? [] : [{ at: node.start, what: `function ${node.id?.name} stands behind statements: no hoisting` }]
  })
}

/** A name alone, which does nothing but have the engine make a built-in object. */
const isName = (node: AnyNode) => node.type === 'ExpressionStatement' && node.expression.type === 'Identifier'

/** A `var` whose values are literals, functions that are not called, objects of them, or an empty list. */
function isConstant(node: AnyNode): boolean {
  if (node.type !== 'VariableDeclaration') return false
  const isPlain = (value: AnyNode | null | undefined): boolean =>
    value?.type !== 'ObjectExpression'
      ? !value ||
        value.type === 'Literal' ||
        isFunction(value) ||
        (value.type === 'ArrayExpression' && value.elements.length === 0)
      : value.properties.every((each) => each.type === 'Property' && isPlain(each.value))
  return node.declarations.every(({ init }) => isPlain(init))
}

/** When, as an offset of the text, code is first executed: Infinity for a function that is only kept for later. */
class Order {
  private readonly script: Script
  private readonly names: Map<AnyNode, Variable>
  private readonly pending = new Set<AnyNode>()

  constructor(script: Script, { variables }: Scopes) {
    this.script = script
    this.names = new Map(
      variables.flatMap((each) => (each.declaration === undefined ? [] : [[each.declaration, each]])),
    )
  }

  /** Of a variable's uses the first that may come before any of its `var` statements was executed. */
  checkVariable(variable: Variable): Finding[] {
    if (variable.declarators.length === 0) return []
    const early = variable.uses.find((use) => {
      const at = this.firstRun(use, variable.owner)
      return !variable.declarators.some((each) => this.isExecuted(each, at, at === Infinity ? use.start : at))
    })
    if (early === undefined) return []
    return [{ at: early.start, what: `${variable.name} is used where its var may not have been executed: no hoisting` }]
  }

  /** Whether a declarator stands before `at` and in no branch that may have been skipped when `site` is reached. */
  private isExecuted(declarator: AnyNode, at: number, site: number): boolean {
    if (declarator.start > at) return false
    for (let node = declarator; ;) {
      const parent = this.script.parents.get(node)
      if (parent === undefined || isFunction(parent)) return true
      const branch = branchOf(node, parent)
      if (branch !== undefined && (site < branch.start || site >= branch.end)) return false
      node = parent
    }
  }

  /** When a node within `owner` is first executed. */
  private firstRun(node: AnyNode, owner: AnyNode): number {
    const outer = this.outermostFunction(node, owner)
    if (outer === undefined) return node.start
    if (outer.type === 'FunctionDeclaration') return this.firstMention(outer, owner)
    const parent = this.script.parents.get(outer)
    // Called on the spot, or given to a function that may call it at once.
    const isNow = parent?.type === 'CallExpression' || parent?.type === 'NewExpression'
    return isNow ? outer.start : Infinity
  }

  private firstMention(declaration: AnyNode, owner: AnyNode): number {
    const variable = this.names.get(declaration)
    if (variable === undefined || this.pending.has(declaration)) return Infinity
    this.pending.add(declaration)
    const first = Math.min(Infinity, ...variable.uses.map((use) => this.firstRun(use, owner)))
    this.pending.delete(declaration)
    return first
  }

  /** The function directly within `owner` that a node is part of; undefined when it is in none. */
  private outermostFunction(node: AnyNode, owner: AnyNode): AnyNode | undefined {
    let outer: AnyNode | undefined
    for (let up = this.script.parents.get(node); up !== undefined && up !== owner; up = this.script.parents.get(up)) {
      if (isFunction(up)) outer = up
    }
    return outer
  }
}

/** What is skipped together with `node`, part of `parent`, while the rest of `parent` is executed; undefined: nothing. */
function branchOf(node: AnyNode, parent: AnyNode): AnyNode | undefined {
  switch (parent.type) {
    case 'IfStatement':
      return node === parent.test ? undefined : node
    case 'ForStatement':
      return node === parent.body ? node : undefined
    case 'ForInStatement':
      return node === parent.left ? parent : node
    case 'WhileStatement':
    case 'SwitchStatement':
    case 'CatchClause':
      return node
    case 'TryStatement':
      return node === parent.block ? node : undefined
    default:
      return undefined
  }
}
