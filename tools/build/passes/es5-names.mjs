import { walk } from 'estree-walker'

// What a pass over our own sources, which are ES5 by then, must know of names.

export const isFunction = ({ type }) => type === 'FunctionDeclaration' || type === 'FunctionExpression'

/** Whether an identifier only names a property. */
export const isName = (node, parent) =>
  (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
  (parent.type === 'Property' && parent.key === node && !parent.computed)

/** What came after ES5, or hides names otherwise than a function does. */
export const isNewer = ({ type, kind }) =>
  (type === 'VariableDeclaration' && kind !== 'var') || /^(ArrowFunction|Class|With|Rest|Spread)|Pattern$/.test(type)

/** Parameters and variables of a function. */
export function localNames(node) {
  const names = new Set(node.params.map(({ name }) => name))
  if (node.type === 'FunctionExpression' && node.id) names.add(node.id.name)
  walk(node.body, {
    enter(each) {
      if (each.type === 'VariableDeclarator') names.add(each.id.name)
      if (each.type === 'CatchClause' && each.param) names.add(each.param.name)
      if (each.type === 'FunctionDeclaration') names.add(each.id.name)
      if (isFunction(each) || each.type === 'ArrowFunctionExpression') this.skip()
    },
  })
  return names
}
