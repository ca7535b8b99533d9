import { walk } from 'estree-walker'

/**
 * In a comma list that begins with `name` or `name = ...`, JerryScript (2.4 and 3.0) sees a name as undeclared when a function in
 * the list uses it and the list assigns it later, or the function is that name's own. The build makes no such list (terser's
 * `sequences` is off); one that an application has brought, maybe in a library that was minified, ends the build.
 */
export function refuseCommaLists() {
  return {
    name: 'refuse-comma-lists',
    renderChunk(code) {
      walk(this.parse(code), {
        enter: (node) => {
          if (node.type !== 'SequenceExpression' || !beginsWithName(node.expressions[0]) || !hasFunction(node)) return
          const text = code.slice(node.start, node.start + 60)
          this.error(
            `a list of assignments with a function in it, which this runtime gets wrong: write statements: ${text}`,
          )
        },
      })
      return null
    },
  }
}

const beginsWithName = ({ type, left }) =>
  type === 'Identifier' || (type === 'AssignmentExpression' && left.type === 'Identifier')

function hasFunction(node) {
  let found = false
  walk(node, {
    enter({ type }) {
      if (/Function/.test(type)) found = true
    },
  })
  return found
}
