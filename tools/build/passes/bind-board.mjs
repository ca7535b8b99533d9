import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isName } from './es5-names.mjs'
import { isOurs, placeInSource } from './ours.mjs'

/**
 * Replaces each member of the firmware's `board` by the engine's own name for it. `names`: member -> expression of the
 * engine. It does so in our modules only, and before they are joined with others, so that no variable of another module is
 * taken for the engine's. Errors: an unknown member; `board` by itself; a variable of ours with a name of the engine's.
 */
export function bindBoard(names) {
  // What an expression begins with: `require` of `require("net")`; nothing where it is a text or a number.
  const engineNames = new Set(Object.values(names).flatMap((expression) => /^[a-z_$]\w*/i.exec(expression) ?? []))
  return {
    name: 'bind-board',
    transform(code, id) {
      if (!isOurs(id)) return null
      const text = new MagicString(code)
      const fail = (what, { start }) => this.error(`${placeInSource(this, id, code, start)} ${what}`)
      walk(this.parse(code), {
        enter(node, parent) {
          if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'board') {
            const name = node.property.name
            if (node.computed || !Object.hasOwn(names, name)) fail(`board.${name} has no name on this platform`, node)
            text.overwrite(node.start, node.end, names[name])
            this.skip()
          } else if (node.type === 'Identifier' && node.name === 'board' && !isName(node, parent))
            fail('board has no name on this platform', node)
          else if (engineNames.has(declaredName(node, parent))) fail(`${node.name} is a name of the engine`, node)
        },
      })
      return { code: text.toString(), map: text.generateMap({ hires: true }) }
    },
  }
}

/** The name of a variable, parameter or function where it is declared. */
const declaredName = (node, parent) =>
  node.type === 'Identifier' &&
  (parent.id === node || parent.params?.includes(node) || (parent.type === 'CatchClause' && parent.param === node))
    ? node.name
    : undefined
