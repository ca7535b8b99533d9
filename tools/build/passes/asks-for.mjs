import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isFunction as isOldFunction, localNames } from './es5-names.mjs'
import { isOurs, ourPath } from './ours.mjs'

const isFunction = (node) => isOldFunction(node) || node.type === 'ArrowFunctionExpression'

/** The module whose functions this pass knows, and the one that hands them on to applications. */
const modules = new Set(['boot/asks-for.ts', 'device.ts'])

/**
 * Puts the answer in place of each call of `asksFor` and `isFromFile` (firmware/boot/asks-for.ts): without a configuration
 * inside the script, undefined, it is true; else what `config` has. Calls in modules that import them by another name stay as
 * they are, and so do those with anything but literals: they return true.
 */
export function asksFor(config) {
  return {
    name: 'asks-for',
    async transform(code, id) {
      if (!/asksFor|isFromFile/.test(code)) return null
      const tree = this.parse(code)
      const imported = new Set()
      for (const node of tree.body) {
        if (node.type !== 'ImportDeclaration') continue
        const from = await this.resolve(node.source.value, id)
        if (from === null || !isOurs(from.id) || !modules.has(ourPath(from.id))) continue
        for (const each of node.specifiers) if (each.imported?.name === each.local.name) imported.add(each.local.name)
      }
      const text = new MagicString(code)
      const around = []
      walk(tree, {
        enter(node) {
          if (isFunction(node)) around.push(localNames(node))
          const { type, callee, arguments: given, start, end } = node
          if (type !== 'CallExpression' || !imported.has(callee.name)) return
          if (around.some((own) => own.has(callee.name))) return
          if (!given.every((each) => each.type === 'Literal')) return
          const values = given.map(({ value }) => value)
          if (callee.name === 'asksFor') text.overwrite(start, end, String(has(config, ...values)))
          else if (callee.name === 'isFromFile') text.overwrite(start, end, String(config === undefined))
        },
        leave(node) {
          if (isFunction(node)) around.pop()
        },
      })
      return text.hasChanged() ? { code: text.toString(), map: text.generateMap({ hires: true }) } : null
    },
  }
}

/** Whether a configuration has a path, and there a value where one is given. */
function has(config, path, value) {
  if (config === undefined) return true
  let found = [config]
  for (const key of path.split('.'))
    found = found.flatMap((each) =>
      typeof each !== 'object' || each === null
        ? []
        : key === '*'
          ? Object.values(each)
          : Object.hasOwn(each, key)
            ? [each[key]]
            : [],
    )
  return found.some((each) => value === undefined || each === value)
}
