import { createRequire } from 'node:module'
import { findCarried, findLeaks } from './carried.mjs'
import { isOurs, ourPath, place } from './ours.mjs'

const ts = createRequire(import.meta.url)('typescript')

/**
 * What other passes rename must not leave the modules in which they rename it: a word of shorten-words its `words.files`, a
 * property that matches `renamed` the firmware. What a module exports tells by its type what goes out with it; a handler's
 * parameters are part of that type. Of `unknown` and casts nothing is known.
 * Errors: a module outside imports what carries a word or such a property; a word becomes any string; the firmware imports
 * what is not of firmware/; import(). `findProgram` is a transformer for the compiler, which knows the types.
 */
export function guardBorder(words, renamed) {
  const isWord = (text) => words.inside.includes(text) || words.faults.includes(text)
  const isRenamed = (text) => renamed.test(text)
  const hasWords = (id) => words.files.includes(ourPath(id))
  let program

  /** What is wrong with an import: text, or undefined. */
  const judge = (importer, from, names) => {
    if (isOurs(importer) && !isOurs(from)) return `the firmware imports ${from}, which is not of firmware/`
    const carried = findCarried(
      program,
      from,
      names,
      hasWords(from) && !hasWords(importer) ? isWord : () => false,
      isOurs(importer) ? () => false : isRenamed,
    )
    return (
      carried && `${carried.name} carries ${carried.what}, which has another name in the script: it must not come here`
    )
  }

  return {
    findProgram: {
      type: 'program',
      factory: (ofCompiler) => {
        program = ofCompiler
        return () => (file) => file
      },
    },
    plugin: {
      name: 'guard-border',
      // Not before: an error amid the compiler's work would leave its watch running.
      async renderStart() {
        const problems = []
        for (const id of this.getModuleIds()) {
          const { code, dynamicallyImportedIds } = this.getModuleInfo(id)
          if (dynamicallyImportedIds.length > 0) problems.push(`${place(id, 1, 1)} import() is not understood`)
          if (hasWords(id))
            for (const { node, what } of findLeaks(program, id, isWord)) problems.push(`${placeOf(node)} ${what}`)
          for (const { node, names } of readImports(sourceOf(program, id, code))) {
            const from = await this.resolve(node.moduleSpecifier.text, id)
            // The bundler itself warns of what it cannot find, which fails the build.
            const problem = from === null || from.external ? undefined : judge(id, from.id, names)
            if (problem !== undefined) problems.push(`${placeOf(node)} ${problem}`)
          }
        }
        if (problems.length > 0) this.error(problems.join('\n'))
      },
    },
  }
}

const sourceOf = (program, id, code) =>
  program?.getSourceFile(id.replaceAll('\\', '/')) ?? ts.createSourceFile(id, code, ts.ScriptTarget.Latest, true)

function placeOf(node) {
  const source = node.getSourceFile()
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source))
  return place(source.fileName, line + 1, character + 1)
}

/** What a module imports or hands on: the statement, and the names, undefined for all. */
function readImports({ statements }) {
  const from = statements.filter(({ moduleSpecifier }) => moduleSpecifier !== undefined)
  return from.flatMap((node) => {
    const clause = node.importClause ?? node
    if (clause.isTypeOnly) return []
    const list = node.importClause?.namedBindings ?? node.exportClause
    if (node.kind === ts.SyntaxKind.ImportDeclaration && node.importClause === undefined) return [{ node, names: [] }]
    const all = list === undefined ? clause.name === undefined : list.elements === undefined
    const named = list?.elements?.filter(({ isTypeOnly }) => !isTypeOnly) ?? []
    const names = named.map(({ name, propertyName }) => (propertyName ?? name).text)
    return [{ node, names: all ? undefined : [...names, ...(clause.name === undefined ? [] : ['default'])] }]
  })
}
