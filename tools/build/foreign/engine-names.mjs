import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isName } from '../passes/es5-names.mjs'

/** An instance of each built-in class: there the engine shows its methods, on the prototype it does not. */
const instances = new Map([
  ['Array', '[]'],
  ['Function', '(function(){})'],
  ['Number', '(0)'],
  ['Object', '({})'],
  ['String', '""'],
])

/**
 * Changes what code, compiled to ES5, says of the engine's names: a method that is read from the prototype of a built-in class
 * is read from an instance, and `require` of a module that the build finds becomes what `load(name)` returns, text, or undefined
 * for a module of the engine. A name that the code itself declares is its own. Returns a MagicString.
 */
export function bindEngineNames(code, tree, load) {
  const own = declaredNames(tree)
  const text = new MagicString(code)
  const isGlobal = (node, name) => node?.type === 'Identifier' && node.name === name && !own.has(name)
  const path = []
  walk(tree, {
    enter(node, parent, key) {
      const around = path.at(-2)
      path.push(node)
      const { type, object, property, callee } = node
      if (type === 'MemberExpression' && parent?.type === 'MemberExpression' && key === 'object') {
        const instance = object.type === 'Identifier' && !own.has(object.name) ? instances.get(object.name) : undefined
        if (instance !== undefined && !node.computed && property.name === 'prototype' && !isSet(parent, around))
          text.overwrite(node.start, node.end, instance)
      }
      if (type === 'CallExpression' && isGlobal(callee, 'require') && typeof node.arguments[0]?.value === 'string') {
        const loaded = load(node.arguments[0].value, node.start)
        if (loaded !== undefined) text.overwrite(node.start, node.end, loaded)
      }
    },
    leave: () => void path.pop(),
  })
  return text
}

/** Whether a member is assigned to, changed or deleted. */
const isSet = (node, parent) =>
  (parent?.type === 'AssignmentExpression' && parent.left === node) ||
  parent?.type === 'UpdateExpression' ||
  (parent?.type === 'UnaryExpression' && parent.operator === 'delete')

/** Every name that code, compiled to ES5, declares anywhere. */
export function declaredNames(tree) {
  const names = new Set()
  walk(tree, {
    enter(node, parent, key) {
      if (node.type !== 'Identifier' || isName(node, parent)) return
      if (key === 'id' || key === 'params' || key === 'param' || key === 'local') names.add(node.name)
    },
  })
  return names
}
