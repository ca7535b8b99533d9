import { readFileSync } from 'node:fs'
import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isOurs, ourPath } from './ours.mjs'

/** How device.ts names itself; the compiler has made it .js. */
const isSelf = /^\.\/device\.[jt]s$/
/** The type of what it returns, which says what is left out. */
const typeOfDevice = /\bOmit<\s*typeof all,([^>]*)>/

/**
 * What `device()` of firmware/device.ts returns: in the sources the module itself, with all that it exports; in the script an
 * object with those calls that its type has, and whose names the application has. `entry`: its first module. A name counts
 * wherever it stands in a module that is not ours, npm packages included: as an identifier, a property, or a word of a text.
 * So nothing is left out that such a module asks for by name; what is asked for otherwise, the build refuses where types tell
 * (foreign/check-device.mjs). Errors: device.ts uses itself as a value anywhere else, or its type is not understood.
 */
export function deviceMembers(entry) {
  return {
    name: 'device-members',
    async transform(code, id) {
      if (ourPath(id) !== 'device.ts') return null
      const tree = this.parse(code)
      const self = tree.body.find(({ type, source }) => type === 'ImportDeclaration' && isSelf.test(source.value))
      if (self === undefined) return null
      const words = await wordsOf(this, entry)
      const places = await placesOf(this, tree, id)
      const [, omitted] =
        typeOfDevice.exec(readFileSync(id, 'utf8')) ?? this.error('device.ts: Device is no Omit of itself')
      const left = new Set(omitted.match(/\w+/g))
      const names = [...places.keys()].filter((name) => words.has(name) && !left.has(name)).sort()
      const text = new MagicString(code)
      text.remove(self.start, self.end)
      const all = self.specifiers[0].local.name
      const members = names.map((name) => `${name}: ${places.get(name).local}`)
      const uses = usesOf(tree, self, all)
      if (uses.length !== 1 || uses[0].parent.type !== 'ReturnStatement')
        this.error(`device.ts uses ${all} otherwise than to return it`)
      text.overwrite(uses[0].node.start, uses[0].node.end, `{ ${members.join(', ')} }`)
      for (const name of names) {
        const { local, from } = places.get(name)
        if (from !== undefined) text.append(`\nimport { ${name} as ${local} } from ${JSON.stringify(from)}`)
      }
      return { code: text.toString(), map: text.generateMap({ hires: true }) }
    },
  }
}

/** Every identifier, property and word of a text in modules that are not ours. */
async function wordsOf(context, entry) {
  const words = new Set()
  const seen = new Set()
  const visit = async (resolution) => {
    const { id, external } = resolution
    if (seen.has(id) || isOurs(id) || external) return
    seen.add(id)
    const { ast, importedIdResolutions } = await context.load({ ...resolution, resolveDependencies: true })
    if (!id.startsWith('\0')) addWords(words, ast)
    for (const each of importedIdResolutions) await visit(each)
  }
  await visit({ id: entry })
  return words
}

function addWords(words, tree) {
  walk(tree, {
    enter({ type, name, value }) {
      if (type === 'Identifier') words.add(name)
      const text = type === 'TemplateElement' ? value.cooked : type === 'Literal' ? value : undefined
      if (typeof text === 'string') for (const word of text.match(/[\w$]+/g) ?? []) words.add(word)
    },
  })
}

/** All that device.ts exports but types: by its name, what it is in scope, and the module that it has to be imported `from`. */
async function placesOf(context, { body }, id) {
  const places = new Map()
  const add = (name, from, local = name) => places.set(name, from ? { from, local: `${name}$device` } : { local })
  for (const { type, source, specifiers, declaration } of body) {
    if (type === 'ExportAllDeclaration') {
      const resolution = await context.resolve(source.value, id)
      // The bundler says which file is missing.
      if (resolution === null) continue
      const { exports } = await context.load(resolution)
      for (const name of exports) add(name, source.value)
    }
    if (type !== 'ExportNamedDeclaration') continue
    if (declaration?.type === 'FunctionDeclaration') add(declaration.id.name)
    for (const { local, exported } of specifiers) add(exported.name, source?.value, local.name)
  }
  return places
}

/** Where the module as a value is used. */
function usesOf(tree, self, all) {
  const uses = []
  walk(tree, {
    enter(node, parent) {
      if (node === self) this.skip()
      else if (node.type === 'Identifier' && node.name === all) uses.push({ node, parent })
    },
  })
  return uses
}
