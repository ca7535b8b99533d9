import MagicString from 'magic-string'
import { walk } from 'estree-walker'

/**
 * Makes a variable of each field of a record that exists once: an object literal of the top level that is passed to
 * functions as an argument. Saves 130 bytes, 2 JsVars and a look-up each time. `name` is its name everywhere, also as a
 * parameter. Any use but to read or write a field, or to pass it on under the same name, is an error.
 */
export const spreadRecord = (name) => ({
  name: 'spread-record',
  renderChunk(code) {
    const tree = this.parse(code)
    const text = new MagicString(code)
    const functions = new Map(
      tree.body.filter(({ type }) => type === 'FunctionDeclaration').map((node) => [node.id.name, node]),
    )
    const parameterOf = (callee, index) => (functions.get(callee.name) ?? callee).params?.[index]?.name
    walk(tree, {
      enter: (node, parent, key, index) => {
        if (node.type !== 'Identifier' || node.name !== name) return
        if (parent.init?.type === 'ObjectExpression' && key === 'id') {
          const fields = parent.init.properties
          text.overwrite(
            parent.start,
            parent.end,
            fields.map((each) => `${name}_${each.key.name} = ${code.slice(each.value.start, each.value.end)}`).join(),
          )
        } else if (parent.type === 'MemberExpression' && key === 'object' && !parent.computed) {
          text.overwrite(node.start, parent.property.start, `${name}_`)
        } else if (key === 'params' || (key === 'arguments' && parameterOf(parent.callee, index) === name)) {
          const list = parent[key]
          const next = list[index + 1]
          text.remove(index > 0 ? list[index - 1].end : node.start, index > 0 ? node.end : (next?.start ?? node.end))
        } else if (!(key === 'key' || (key === 'property' && !parent.computed))) {
          this.error(`${name} is used otherwise than to reach a field`, node.start)
        }
      },
    })
    return { code: text.toString(), map: text.generateMap({ hires: true }) }
  },
})
