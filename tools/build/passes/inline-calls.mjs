import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isFunction as isOldFunction, isName } from './es5-names.mjs'

const isFunction = (node) => isOldFunction(node) || node.type === 'ArrowFunctionExpression'

/**
 * Asks the minifier to put what an application calls of the firmware where it calls it, when this costs nothing: a function that
 * only calls `seldom` (nest-functions.mjs) at each call, and one that the application calls once, at its top level, there.
 * A function of the top level takes 4 JsVars and more. The minifier does not see that a variable of the function around the
 * call has the name of what is called then: such a call stays. `ours` and `foreign` are syntax trees, `code` the application's.
 * Returns the application's code.
 */
export function inlineCalls(ours, foreign, code) {
  const wrappers = new Map(wrappersOf(ours))
  const locals = new Map()
  for (const node of foreign.body)
    if (node.type === 'ImportDeclaration')
      for (const { imported, local } of node.specifiers) if (imported) locals.set(local.name, imported.name)
  const calls = new Map([...locals.keys()].map((name) => [name, []]))
  const uses = new Map([...locals.keys()].map((name) => [name, 0]))
  const around = []
  walk(foreign, {
    enter(node, parent) {
      if (node.type === 'ImportDeclaration') return this.skip()
      if (isFunction(node)) around.push(namesIn(node))
      if (node.type !== 'Identifier' || isName(node, parent) || !locals.has(node.name)) return
      uses.set(node.name, uses.get(node.name) + 1)
      if (parent.type === 'CallExpression' && parent.callee === node)
        calls.get(node.name).push({ call: parent, names: around[0] })
    },
    leave(node) {
      if (isFunction(node)) around.pop()
    },
  })
  const text = new MagicString(code)
  for (const [name, list] of calls)
    for (const { call, names } of list) {
      const called = wrappers.get(locals.get(name))
      const isFree = names === undefined ? called !== undefined || uses.get(name) === 1 : called && !names.has(called)
      if (isFree) text.appendLeft(call.start, '/*@__INLINE__*/')
    }
  return { code: text.toString(), map: text.generateMap({ hires: true }) }
}

/** The names of all variables, parameters and functions of a function and of those in it. */
function namesIn(outer) {
  const names = new Set()
  const add = (node) => node?.type === 'Identifier' && names.add(node.name)
  walk(outer, {
    enter(node) {
      if (isFunction(node)) [node.id, ...node.params].forEach(add)
      else if (node.type === 'VariableDeclarator') add(node.id)
      else if (node.type === 'CatchClause') add(node.param)
    },
  })
  return names
}

/** [exported name, what it calls] of functions that only call another one with their parameters. */
function wrappersOf({ body }) {
  const names = new Map()
  for (const node of body)
    if (node.type === 'ExportNamedDeclaration')
      for (const { local, exported } of node.specifiers) names.set(local.name, exported.name)
  return body.flatMap((node) => {
    if (node.type !== 'FunctionDeclaration' || !names.has(node.id.name) || node.body.body.length !== 1) return []
    const [{ type, argument, expression }] = node.body.body
    const call = type === 'ReturnStatement' ? argument : expression
    if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier') return []
    const [first, ...rest] = call.arguments
    const isPassed = rest.length === node.params.length && rest.every((each, at) => each.name === node.params[at].name)
    return first?.type === 'Literal' && isPassed ? [[names.get(node.id.name), call.callee.name]] : []
  })
}
