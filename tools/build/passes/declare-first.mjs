import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isFunction as isOldFunction } from './es5-names.mjs'

const isFunction = (node) => isOldFunction(node) || node.type === 'ArrowFunctionExpression'

/**
 * The engine makes a variable or a function when it executes its declaration: a variable of a branch that is not taken does not
 * exist, and setting it afterwards makes a global one. This declares the variables of each function, and of the top level, before all else,
 * and moves functions to the beginning of their block, which is what the language means. Sees ES5, and
 * arrow functions.
 */
export const declareFirst = () => ({
  name: 'declare-first',
  renderChunk(code) {
    const tree = this.parse(code)
    const text = new MagicString(code)
    moveFunctions(tree, text)
    declareIn(tree.body, 0, text)
    walk(tree, {
      enter(node) {
        // The minifier may put a call of a function before a loop there; the engine takes it for a declaration.
        if (node.type === 'ForStatement' && node.init !== null && code.startsWith('function', node.init.start))
          text.appendRight(node.init.start, '0, ')
        if (!isFunction(node) || node.body.type !== 'BlockStatement') return
        const { body, start } = node.body
        declareIn(body, start + 1, text)
      },
    })
    return { code: text.toString(), map: text.generateMap({ hires: true }) }
  },
})

/** What a body may begin with as it is: directives, imports, and variables of its own. */
const isLeading = ({ type, directive, kind }) =>
  directive !== undefined || type === 'ImportDeclaration' || (type === 'VariableDeclaration' && kind === 'var')

function declareIn(body, start, text) {
  const later = body.findIndex((each) => !isLeading(each))
  if (later < 0) return
  const declared = new Set(
    body.slice(0, later).flatMap(({ declarations = [] }) => declarations.map(({ id }) => id.name)),
  )
  const names = new Set()
  for (const statement of body.slice(later)) {
    walk(statement, {
      enter(node, parent, key) {
        if (isFunction(node)) return this.skip()
        if (node.type !== 'VariableDeclaration' || parent?.type === 'ExportNamedDeclaration') return
        for (const { id } of node.declarations) if (!declared.has(id.name)) names.add(id.name)
        undeclare(node, key, parent === null || Array.isArray(parent.body), text)
      },
    })
  }
  const first = body.find(({ directive, type }) => directive === undefined && type !== 'ImportDeclaration')
  if (names.size > 0) text.appendLeft(Math.max(start, first.start), `var ${[...names].join()};`)
}

/** Leaves of a declaration what it assigns; `isInList`: no statement is needed in its place. */
function undeclare({ start, end, declarations }, key, isInList, text) {
  const set = declarations.filter(({ init }) => init !== null)
  // for (var name in object)
  if (key === 'left') text.remove(start, declarations[0].start)
  else if (set.length === 0) text.overwrite(start, end, key === 'init' || isInList ? '' : ';')
  else {
    text.remove(start, set[0].start)
    set.forEach((each, at) => {
      const next = set[at + 1]
      if (next !== undefined) text.overwrite(each.end, next.start, ',')
      else if (each !== declarations.at(-1)) text.remove(each.end, declarations.at(-1).end)
    })
  }
}

function moveFunctions(tree, text) {
  walk(tree, {
    enter(node) {
      const body = node.type === 'SwitchCase' ? node.consequent : node.body
      if (!Array.isArray(body)) return
      const firstOther = body.findIndex((each) => each.type !== 'FunctionDeclaration' && !isHead(each))
      if (firstOther < 0) return
      const moved = body.slice(firstOther).filter(({ type }) => type === 'FunctionDeclaration')
      for (const { start, end } of moved) text.move(start, end, body[firstOther].start)
    },
  })
}

/** What functions need not stand before: directives, imports, and variables that call nothing. */
const isHead = ({ directive, type, declarations = [] }) =>
  directive !== undefined ||
  type === 'ImportDeclaration' ||
  (type === 'VariableDeclaration' && declarations.every(({ init }) => init === null || isPlain(init)))

const isPlain = ({ type, elements, argument }) =>
  type === 'Literal' ||
  type === 'ArrowFunctionExpression' ||
  (type === 'UnaryExpression' && argument.type === 'Literal') ||
  (type === 'ArrayExpression' && elements.length === 0)
