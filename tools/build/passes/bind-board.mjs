import MagicString from 'magic-string'
import { walk } from 'estree-walker'

/**
 * Replaces each member of the firmware's `board` by the engine's own name for it. `names`: member -> expression of the
 * engine. An unknown member, or `board` by itself, is an error.
 */
export const bindBoard = (names) => ({
  name: 'bind-board',
  renderChunk(code) {
    const text = new MagicString(code)
    const fail = (what, at) => this.error(`${what} has no name on this platform: ${code.slice(at, at + 60)}`)
    walk(this.parse(code), {
      enter(node, parent) {
        if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'board') {
          const name = node.property.name
          if (node.computed || names[name] === undefined) fail(`board.${name}`, node.start)
          text.overwrite(node.start, node.end, names[name])
          this.skip()
        } else if (node.type === 'Identifier' && node.name === 'board' && !isName(node, parent))
          fail('board', node.start)
      },
    })
    return { code: text.toString(), map: text.generateMap({ hires: true }) }
  },
})

/** Whether an identifier only names a property. */
const isName = (node, parent) =>
  (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
  (parent.type === 'Property' && parent.key === node && !parent.computed)
