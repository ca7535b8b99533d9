import { walk } from 'estree-walker'
import { isFunction as isOldFunction } from './es5-names.mjs'
import { isOurs, ourPath } from './ours.mjs'

const isFunction = (node) => isOldFunction(node) || node.type === 'ArrowFunctionExpression'
const isLoop = ({ type }) => /^(For|While|DoWhile)/.test(type)

/** Whether an expression is a text for sure. */
const isText = (node) =>
  node !== undefined &&
  ((node.type === 'Literal' && typeof node.value === 'string') ||
    node.type === 'TemplateLiteral' ||
    (node.type === 'BinaryExpression' && node.operator === '+' && (isText(node.left) || isText(node.right))) ||
    (node.type === 'CallExpression' && makesText(node.callee)))

/** The compiler writes `concat` for a template. */
const makesText = (callee) =>
  ['toJson', 'stringify', 'quote'].includes(nameOf(callee)) || (nameOf(callee) === 'concat' && isText(callee.object))

const hasNoCallback = (given) => given.length < 3 || (given.length === 3 && given[2].type === 'ObjectExpression')

/**
 * By module of firmware/, as far as device.ts imports it: the name that it exports, and what stands for it, the shortest first, where
 * all calls have at most what that needs: `publish(topic, payload, { qos })`, and `subscribe(topic)` once, at the start.
 */
const short = {
  'link/publish.ts': [
    'publish',
    [(given) => hasNoCallback(given) && isText(given[1]), './link/publish-once.ts'],
    [hasNoCallback, './link/publish-any.ts'],
  ],
  'thing/subscribe.ts': [
    'subscribe',
    [
      (given, depth) =>
        given.length === 1 && depth === 0 && typeof given[0].value === 'string' && given[0].value !== '',
      './link/link.ts',
    ],
  ],
}

/**
 * Puts a shorter function in place of one of the firmware's where the application, `entry` and what it imports outside firmware/,
 * only calls it in the plain way. Which object a name belongs to does not matter: one that is not the firmware's makes the script
 * longer, not wrong.
 */
export function plainCalls(entry) {
  let trees
  return {
    name: 'plain-calls',
    buildStart() {
      trees = undefined
    },
    async resolveId(source, importer) {
      if (importer === undefined || ourPath(importer) !== 'device.ts') return null
      const resolved = await this.resolve(source, importer, { skipSelf: true })
      const [name, ...others] = short[ourPath(resolved?.id ?? '')] ?? []
      if (name === undefined) return null
      trees ??= (await codeOf(this, entry)).map((code) => this.parse(code))
      const [, other] = others.find(([isPlain]) => trees.every((tree) => hasPlainCalls(tree, name, isPlain))) ?? []
      return other === undefined ? null : this.resolve(other, importer, { skipSelf: true })
    },
  }
}

/** The modules of the application, as they are after the steps before. */
async function codeOf(context, entry) {
  const codes = []
  const ids = [(await context.resolve(entry)).id]
  for (const id of ids) {
    if (isOurs(id)) continue
    const { code, importedIds, dynamicallyImportedIds } = await context.load({ id, resolveDependencies: true })
    if (code !== null) codes.push(code)
    for (const each of [...importedIds, ...dynamicallyImportedIds]) if (!ids.includes(each)) ids.push(each)
  }
  return codes
}

/** Whether each use of `name` in a module is a call that `isPlain` takes: one of the shortest way unless said otherwise. */
export function hasPlainCalls(tree, name, isPlain = shortest(name)) {
  let depth = 0
  let plain = true
  walk(tree, {
    enter(node, parent) {
      if (node.type.startsWith('Import') || (node.type === 'ExportNamedDeclaration' && node.source)) return this.skip()
      if (isFunction(node) || isLoop(node)) depth++
      if (node.type === 'CallExpression' && nameOf(node.callee) === name)
        plain &&= isPlain(node.arguments, depth) && node.arguments.every(({ type }) => type !== 'SpreadElement')
      else if (
        nameOf(node) === name &&
        !(parent?.type === 'CallExpression' && parent.callee === node) &&
        !isPart(node, parent)
      )
        plain = false
      else if (node.type === 'Literal' && node.value === name) plain = false
    },
    leave(node) {
      if (isFunction(node) || isLoop(node)) depth--
    },
  })
  return plain
}

const shortest = (name) => Object.values(short).find(([each]) => each === name)[1][0]

/** The name by which something is used: of a variable, or of a member. */
const nameOf = ({ type, name, property, computed }) =>
  type === 'Identifier' ? name : type === 'MemberExpression' && !computed ? property.name : undefined

/** The name in a member expression, which is looked at as a whole. */
const isPart = (node, parent) => parent?.type === 'MemberExpression' && parent.property === node && !parent.computed
