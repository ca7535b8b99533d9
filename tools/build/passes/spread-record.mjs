import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isFunction, isName, isNewer, localNames } from './es5-names.mjs'
import { placeOfFunction } from './ours.mjs'

/**
 * A record that exists once, an object literal of the top level whose functions get it handed over, becomes a variable a
 * field: 130 bytes and 2 JsVars less, and a look-up less each time. `name` is what it is called everywhere, as the
 * parameter of those functions, too. A script without the record stays as it is. Sees ES5 of our modules only. Errors: the
 * record is used otherwise than to read and set its fields, or to hand it over under its name; a function that has it as a
 * parameter is used otherwise than to be called with it; a name like that of a field's variable; no ES5.
 */
export const spreadRecord = (name) => ({
  name: 'spread-record',
  renderChunk(code, chunk) {
    const tree = this.parse(code)
    const record = findRecord(tree, name)
    if (record === undefined) return null
    const fields = new Set(record.init.properties.map(({ key }) => key?.name))
    const takers = findTakers(tree, name)
    const text = new MagicString(code)
    /** The function of the top level that is being walked, what is around a node, and what functions hide. */
    let by = ''
    const path = []
    const hidden = []
    const fail = (what) => this.error(`${placeOfFunction(chunk, by)} ${what}`.trim())
    const isRecord = (node) => node?.type === 'Identifier' && node.name === name
    const isTaker = (node) => takers.has(node.name) && !hidden.some((names) => names.has(node.name))
    /** Which argument of a call is the parameter of this name; -1 is none. */
    const placeIn = ({ callee }) =>
      isFunction(callee) ? callee.params.findIndex(isRecord) : isTaker(callee) ? takers.get(callee.name) : -1

    const enterRecord = (node, parent, key, index) => {
      const [above] = path.slice(-2)
      if (parent === record && key === 'id') text.overwrite(record.start, record.end, variablesOf(record, code))
      else if (parent.type === 'MemberExpression' && key === 'object') {
        if (
          parent.computed ||
          !fields.has(parent.property.name) ||
          above.callee === parent ||
          above.operator === 'delete'
        )
          fail(`${name} is used otherwise than to reach a field`)
        text.overwrite(node.start, parent.property.start, `${name}_`)
      } else if (
        (key === 'arguments' && placeIn(parent) === index) ||
        (key === 'params' && (takers.get(parent.id?.name) === index || above.callee === parent))
      )
        removeFrom(text, parent[key], index)
      else fail(`${name} is used otherwise than to reach a field`)
    }

    walk(tree, {
      enter(node, parent, key, index) {
        if (parent === tree) by = node.id?.name ?? ''
        if (isNewer(node)) fail(`has a ${node.type}: only ES5 is understood`)
        if (node.type === 'CallExpression' && placeIn(node) >= 0 && !isRecord(node.arguments[placeIn(node)]))
          fail(`${node.callee.name ?? 'a function'} wants ${name} and is called without`)
        if (node.type === 'Identifier' && !isName(node, parent)) {
          if (node.name === name) enterRecord(node, parent, key, index)
          else if (node.name.startsWith(`${name}_`)) fail(`${node.name} is what a field of ${name} is called`)
          else if (isTaker(node) && key !== 'callee' && key !== 'id')
            fail(`${node.name} wants ${name} and is handed over`)
          else if (node.name === 'arguments' && takers.has(by)) fail(`${by} wants ${name} and uses arguments`)
        }
        path.push(node)
        if (isFunction(node)) hidden.push(localNames(node))
      },
      leave(node) {
        path.pop()
        if (isFunction(node)) hidden.pop()
      },
    })
    return { code: text.toString(), map: text.generateMap({ hires: true }) }
  },
})

function findRecord({ body }, name) {
  const declarators = body.flatMap(({ type, declarations }) => (type === 'VariableDeclaration' ? declarations : []))
  return declarators.find(({ id, init }) => id.name === name && init?.type === 'ObjectExpression')
}

/** The functions of the top level that get the record -> the place of that parameter. */
function findTakers({ body }, name) {
  const functions = body.filter(({ type }) => type === 'FunctionDeclaration')
  const places = functions.map(({ id, params }) => [id.name, params.findIndex((each) => each.name === name)])
  return new Map(places.filter(([, at]) => at >= 0))
}

const variablesOf = ({ id, init }, code) =>
  init.properties.map(({ key, value }) => `${id.name}_${key.name} = ${code.slice(value.start, value.end)}`).join()

/** Takes an argument or a parameter away, and a comma. */
function removeFrom(text, list, index) {
  const node = list[index]
  const next = list[index + 1]
  text.remove(index > 0 ? list[index - 1].end : node.start, index > 0 ? node.end : (next?.start ?? node.end))
}
