import MagicString from 'magic-string'
import { walk } from 'estree-walker'

/**
 * The firmware names its states, events, orders and faults by words, and prints only the faults'. In the script a number
 * stands for each of the others, `inside`, and a letter for a fault: a tenth of its bytes, fewer reads of flash, and the
 * state takes no JsVar. The function `wordOf` gets the list of `faults`, and gives a letter's word back. Error: a word
 * twice.
 */
export const shortenWords = ({ inside, faults }) => ({
  name: 'shorten-words',
  renderChunk(code) {
    const letters = new Map([
      ...faults.map((word, at) => [word, `'${String.fromCharCode(65 + at)}'`]),
      // None is 0: an order is true, no order is not.
      ...inside.map((word, at) => [word, String(at + 1)]),
    ])
    if (letters.size < faults.length + inside.length || faults.length > 26) this.error('a word twice, or too many')
    const text = new MagicString(code)
    const isWord = ({ type, value }) => type === 'Literal' && letters.has(value)
    let body
    walk(this.parse(code), {
      enter(node) {
        if (node.type === 'FunctionDeclaration' && node.id.name === 'wordOf') body = node.body
        if (isWord(node)) text.overwrite(node.start, node.end, letters.get(node.value))
        // A letter, a number other than 0 and '' are equal to themselves alone: a byte less than ===.
        if (
          node.type === 'BinaryExpression' &&
          /^[=!]==$/.test(node.operator) &&
          (isWord(node.left) || isWord(node.right))
        )
          text.overwrite(node.left.end, node.right.start, node.operator.slice(0, 2))
      },
    })
    // Scripts made of parts of the firmware print none.
    if (body !== undefined)
      text.overwrite(body.start, body.end, `{ return '${faults.join()}'.split(',')[fault.charCodeAt(0) - 65] }`)
    return { code: text.toString(), map: text.generateMap({ hires: true }) }
  },
})
