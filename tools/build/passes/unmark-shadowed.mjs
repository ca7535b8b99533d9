import { walk } from 'estree-walker'
import { isFunction as isOldFunction, isName, localNames } from './es5-names.mjs'

const mark = '/*@__INLINE__*/'
const isFunction = (node) => isOldFunction(node) || node.type === 'ArrowFunctionExpression'

/**
 * The minifier puts a marked function in place of its call, and does not ask whether its names mean the same there. Takes the
 * mark off a call where something between it and the function has a name of its own that the function, or one marked in it,
 * takes from outside. `tree` is the syntax tree of `code`. Returns the code, as long as before.
 */
export function unmarkShadowed(tree, code) {
  const markOf = ({ start }) => code.slice(0, start).trimEnd().length - mark.length
  const isMarked = (node) => node.type === 'CallExpression' && code.startsWith(mark, markOf(node))
  const functions = functionsOf(tree)
  let unmarked = code
  walkScopes(tree, (node, _parent, scopes) => {
    if (!isMarked(node)) return
    const { name } = node.callee
    const between = scopes.slice(scopes.findLastIndex((own) => own.has(name)) + 1)
    const names = outerNames(name, functions, isMarked)
    if (!names.some((each) => between.some((own) => own.has(each)))) return
    const at = markOf(node)
    unmarked = unmarked.slice(0, at) + ' '.repeat(mark.length) + unmarked.slice(at + mark.length)
  })
  return unmarked
}

/** All functions that have a name or are the value of a variable, by name, which several may have. */
function functionsOf(tree) {
  const functions = new Map()
  const add = (id, node) => functions.set(id.name, [...(functions.get(id.name) ?? []), node])
  walk(tree, {
    enter(node) {
      if (node.type === 'FunctionDeclaration') add(node.id, node)
      if (node.type === 'VariableDeclarator' && node.init && isFunction(node.init)) add(node.id, node.init)
    },
  })
  return functions
}

/** Returns the names that functions of this name take from outside, and those that the functions do that are marked in them. */
function outerNames(name, functions, isMarked, seen = new Set()) {
  if (seen.has(name)) return []
  seen.add(name)
  const found = new Set()
  const marked = []
  for (const one of functions.get(name) ?? [])
    walkScopes(one, (node, parent, scopes) => {
      if (isMarked(node)) marked.push(node.callee.name)
      if (node.type !== 'Identifier' || node === one.id || isName(node, parent)) return
      if (!scopes.some((own) => own.has(node.name))) found.add(node.name)
    })
  return [...found, ...marked.flatMap((each) => outerNames(each, functions, isMarked, seen))]
}

/** Walks a tree; `see` also gets the names that functions and catch clauses around a node have, as a list of sets. */
function walkScopes(tree, see) {
  const scopes = []
  const hasNames = (node) => isFunction(node) || node.type === 'CatchClause'
  walk(tree, {
    enter(node, parent) {
      see(node, parent, scopes)
      if (hasNames(node)) scopes.push(isFunction(node) ? localNames(node) : new Set([node.param?.name]))
    },
    leave(node) {
      if (hasNames(node)) scopes.pop()
    },
  })
}
