import { createRequire } from 'node:module'

const ts = createRequire(import.meta.url)('typescript')

/** Whether a source is a module of the kind that Espruino's are, and older ones of npm: it sets `exports`. */
export function isCommonJs(code, file) {
  if (!/\bexports\b/.test(code)) return false
  const { externalModuleIndicator } = ts.createSourceFile(file, code, ts.ScriptTarget.Latest)
  return externalModuleIndicator === undefined
}

/**
 * Makes a module of such a text, a MagicString: it exports `load`, which runs the text when it is called the first time, and
 * returns what it has exported. The text itself stays as it is.
 */
export function wrapCommonJs(text) {
  text.prepend('var made\nfunction run(module, exports, $first) {\n')
  // Either of the two may have been set; in the engine they are one variable.
  text.append(`
return exports === $first ? module.exports : exports
}
export function load() {
  if (made) return made.exports
  made = { exports: {} }
  return (made.exports = run.call(made.exports, made, made.exports, made.exports))
}
`)
}

/** A module through which `import` gets what one like that exports. */
export const bridgeTo = (specifier) => `import { load } from ${JSON.stringify(specifier)}\nexport default load()\n`
