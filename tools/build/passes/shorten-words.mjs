import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { ourPath, placeInSource } from './ours.mjs'

/**
 * The firmware names its states, events, orders and faults by words, and prints only those of the faults. This replaces the
 * others, `inside`, by a number each and the `faults` by a letter each: the script gets a tenth shorter, with fewer reads of
 * flash, and the state takes no JsVar. It does so in the `files` of firmware/ that use these words, and in no other;
 * guard-border.mjs sees to it that no word leaves them. The function `wordOf` gets a body that returns the word of a letter.
 * Errors: a word that occurs twice; a word that names a property.
 */
export function shortenWords({ inside, faults, files }) {
  const letters = new Map([
    ...faults.map((word, at) => [word, `'${String.fromCharCode(65 + at)}'`]),
    // None is 0: an order is true, no order is not.
    ...inside.map((word, at) => [word, String(at + 1)]),
  ])
  const isWord = ({ type, value }) => type === 'Literal' && letters.has(value)
  return {
    name: 'shorten-words',
    buildStart() {
      if (letters.size < faults.length + inside.length || faults.length > 26) this.error('a word twice, or too many')
    },
    transform(code, id) {
      if (!files.includes(ourPath(id))) return null
      const text = new MagicString(code)
      const fail = ({ start, value }) =>
        this.error(
          `${placeInSource(this, id, code, start)} '${value}' stands for a state or fault, and names a property`,
        )
      walk(this.parse(code), {
        enter(node, parent, key) {
          if (node.type === 'FunctionDeclaration' && node.id.name === 'wordOf') {
            const wordsInOrder = `'${faults.join()}'.split(',')`
            text.overwrite(node.body.start, node.body.end, `{ return ${wordsInOrder}[fault.charCodeAt(0) - 65] }`)
            return this.skip()
          }
          if (isWord(node)) {
            if (key === 'key' || key === 'property') fail(node)
            text.overwrite(node.start, node.end, letters.get(node.value))
          }
          // A letter, a number other than 0 and '' are equal to themselves alone: a byte less than ===.
          if (
            node.type === 'BinaryExpression' &&
            /^[=!]==$/.test(node.operator) &&
            (isWord(node.left) || isWord(node.right))
          )
            text.overwrite(node.left.end, node.right.start, node.operator.slice(0, 2))
        },
      })
      return { code: text.toString(), map: text.generateMap({ hires: true }) }
    },
  }
}
