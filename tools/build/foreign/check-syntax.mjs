import { createRequire } from 'node:module'
import { engineRules } from './engine-rules.mjs'
import { phrase } from './phrase.mjs'
import { problemAt } from './problems.mjs'

const require = createRequire(import.meta.url)

const foreignRules = engineRules.filter(({ isOurs }) => !isOurs)

/** What would silently do something else: the only thing that is refused in a library of somebody else's. */
const silent = foreignRules.filter(({ what }) => /silently|ignored|clears all/.test(what))

/** Loaded only here: a build of the firmware alone does without. */
let linter

/**
 * Returns the problems of a module with the engine's syntax, or with its own. `isLibrary`: it comes from npm, and its author did
 * not write it for the engine.
 */
export function checkSyntax(file, code, isLibrary) {
  linter ??= new (require('eslint').Linter)()
  const rules = isLibrary ? silent : foreignRules
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: require('@typescript-eslint/parser'), sourceType: 'module' },
    // What a comment in the file says about other rules is not for this.
    linterOptions: { noInlineConfig: true },
    rules: {
      'no-restricted-syntax': ['error', ...rules.map(({ selector }, at) => ({ selector, message: String(at) }))],
    },
  }
  const messages = linter.verify(code, [config], { filename: 'module.ts' })
  // Not that a comment in the file has no effect.
  return messages
    .filter(({ ruleId, fatal }) => ruleId !== null || fatal)
    .map(({ line, column, message, fatal }) => {
      if (fatal) return problemAt(file, line ?? 1, column ?? 1, message.replace('Parsing error: ', ''))
      const { what, instead } = rules[Number(message)]
      return problemAt(
        file,
        line,
        column,
        phrase`the engine lacks this, or gets it wrong: {0}. Instead: {1}`,
        what,
        instead,
      )
    })
}
