import { walk } from 'estree-walker'
import { isOurs } from '../passes/ours.mjs'

/**
 * The names that a module, as its syntax tree, takes from modules of firmware/: [[path, name]]. Of `import * as all` those that are
 * looked up in it. `resolve` returns the path that an import means.
 */
export function importsOfOurs(tree, resolve) {
  const found = []
  const spaces = new Map()
  for (const { type, source, specifiers } of tree.body) {
    const path = type === 'ImportDeclaration' ? resolve(source.value) : undefined
    if (path === undefined || !isOurs(path)) continue
    for (const { imported, local, type: kind } of specifiers)
      if (kind === 'ImportNamespaceSpecifier') spaces.set(local.name, path)
      else if (imported !== undefined) found.push([path, imported.name])
  }
  walk(tree, {
    enter({ type, object, property, computed }) {
      if (type === 'MemberExpression' && !computed && spaces.has(object.name))
        found.push([spaces.get(object.name), property.name])
    },
  })
  return found
}

const prefix = '\0without:'

/** The id of a module that is all of another but one name, which does nothing: to see what that one costs. */
export const idWithout = (path, name) => `${prefix}${name}:${path}`

/** The text of such a module, undefined for any other; `found` is how it says a path. */
export function loadWithout(id, found) {
  const [, name, path] = /^\0without:(\w+):(.*)$/s.exec(id) ?? []
  if (path === undefined) return undefined
  return `export * from ${JSON.stringify(`${found}${path}`)}\nexport function ${name}() {}\n`
}
