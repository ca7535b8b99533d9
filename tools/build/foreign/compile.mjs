import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isLibrary, isOurs, placeInSource } from '../passes/ours.mjs'
import { toByteStrings } from './byte-strings.mjs'
import { checkSyntax } from './check-syntax.mjs'
import { checkTypes } from './check-types.mjs'
import { bridgeTo, isCommonJs, wrapCommonJs } from './common-js.mjs'
import { bindEngineNames } from './engine-names.mjs'
import { idWithout, importsOfOurs, loadWithout } from './imports.mjs'
import { phrase } from './phrase.mjs'
import { problemAt, problemOf } from './problems.mjs'
import { foldersOf, isOfEngine, resolveImport, resolveRequire } from './resolve.mjs'
import { readSources } from './sources.mjs'

const ts = createRequire(import.meta.url)('typescript')

const compilerOptions = {
  target: ts.ScriptTarget.ES5,
  module: ts.ModuleKind.ESNext,
  ignoreDeprecations: '6.0',
  ...{ sourceMap: true, importHelpers: true, isolatedModules: true, allowJs: true },
  // What has no import and no export, too.
  moduleDetection: ts.ModuleDetectionKind.Force,
}

/** What the compiler's output calls; written in ES5 already. */
const helpers = fileURLToPath(new URL('./helpers.mjs', import.meta.url))
/** Stands for the path of a module that is found already. */
const found = 'file:'
const bridge = '\0bridge:'

/** Whether others wrote it for the engine: it is taken as it is. */
const isModuleOfEspruino = (id, code) =>
  /[\\/]modules[\\/][^\\/]+\.js$/.test(id) && !isLibrary(id) && isCommonJs(code, id)
const isJson = (id) => id.endsWith('.json')
const isForeign = (id) => !id.startsWith('\0') && !isOurs(id)
const wantsCompiler = (id) => isForeign(id) && id !== helpers
/** Whether the user wrote it. */
const isWritten = (id, read) =>
  wantsCompiler(id) && !isLibrary(id) && !isJson(id) && !isModuleOfEspruino(id, read(id) ?? '')

/**
 * Plugins that find, check and compile the modules which are not of firmware/, from the application `entry`, an absolute path, on.
 * What the engine runs comes out. All problems are told at once, in `report.problems` (problems.mjs); the build then fails
 * when all modules are known. `report.sources` gets [file, SHA-256] of what was read, and `report.imports` [file, name] of what is
 * taken from firmware/. `without`, one of those, is replaced by a function that does nothing. `runtime`: espruino or kaluma.
 */
export function compileForeign(entry, report, without, runtime = 'espruino') {
  const problems = []
  const { read, hashes } = readSources()
  const imports = []
  Object.assign(report, { problems, imports })
  return [
    findForeign(read, problems, runtime, without),
    {
      name: 'byte-strings',
      transform(code, id) {
        if (!wantsCompiler(id)) return null
        const source = ts.createSourceFile(isJson(id) ? `${id}.js` : id, code, ts.ScriptTarget.Latest, true)
        refuseUnreadable(this, source, problems)
        if (!isModuleOfEspruino(id, code) && !isJson(id)) problems.push(...checkSyntax(id, code, isLibrary(id)))
        const bytes = toByteStrings(source, (node, text) => problems.push(problemOf(source, node, text)))
        if (id !== entry && isCommonJs(code, id)) wrapCommonJs(bytes)
        return { code: bytes.toString(), map: bytes.generateMap({ hires: true }) }
      },
    },
    { name: 'compile-foreign', transform: (code, id) => (wantsCompiler(id) ? compile(code, id, runtime) : null) },
    {
      name: 'bind-engine-names',
      transform(code, id) {
        if (!wantsCompiler(id)) return null
        const requires = []
        const tree = this.parse(code)
        imports.push(...importsOfOurs(tree, (name) => resolveImport(name, id)))
        const text = bindEngineNames(code, tree, (name, at) => {
          const file = isOfEngine(name, runtime) ? undefined : resolveRequire(name, id)
          if (file !== undefined) return importRequired(requires, file, isCommonJs(read(file), file))
          if (!isOfEngine(name, runtime)) problems.push(missing(name, id, placeInSource(this, id, code, at), runtime))
          return undefined
        })
        text.prepend(requires.join(''))
        return { code: text.toString(), map: text.generateMap({ hires: true }) }
      },
    },
    {
      name: 'check-foreign',
      /** Also after an error of the bundler: of a name that is not exported the compiler says more. */
      buildEnd(error) {
        if (error === undefined || problems.length === 0) {
          const files = [...this.getModuleIds()].filter((id) => isWritten(id, read))
          // Of an import that is not found there is more to say than that.
          const told = new Set(problems.map(placeOf))
          problems.push(...checkTypes(entry, files, read, runtime).filter((each) => !told.has(placeOf(each))))
        }
        // Those with the types, too.
        Object.assign(report, { sources: hashes() })
      },
      renderStart() {
        if (problems.length > 0) this.error('the application has problems')
      },
    },
  ]
}

const placeOf = ({ file, line, column }) => `${file}:${line}:${column}`

const findForeign = (read, problems, runtime, without = []) => ({
  name: 'find-foreign',
  resolveId(name, importer) {
    if (importer === undefined || name.startsWith('\0')) return null
    if (name.startsWith(found)) return name.slice(found.length)
    if (isOurs(importer)) return null
    if (name === 'tslib') return helpers
    const file = resolveImport(name, importer)
    if (file !== undefined && file === without[0]) return idWithout(...without)
    if (file !== undefined) return isForeign(file) && isCommonJs(read(file), file) ? `${bridge}${file}` : file
    const source = ts.createSourceFile(importer, read(importer), ts.ScriptTarget.Latest, true)
    const node = source.statements.map((each) => each.moduleSpecifier).find((each) => each?.text === name) ?? source
    const text = isOfEngine(name, runtime)
      ? phrase`{0} is a module of the engine. Instead of import: require('{0}')`
      : phrase`cannot find the module {0}`
    problems.push(problemOf(source, node, text, name))
    return { id: name, external: true }
  },
  load(id) {
    const rest = loadWithout(id, found)
    if (rest !== undefined) return rest
    if (id.startsWith(bridge))
      return { code: bridgeTo(`${found}${id.slice(bridge.length)}`), syntheticNamedExports: 'default' }
    if (!isForeign(id)) return null
    return isJson(id) ? `export default ${read(id)}` : read(id)
  },
})

/** Ends the build at once where a module cannot be read at all: nothing else that is said of it would be true. */
function refuseUnreadable(context, source, problems) {
  const unreadable = source.parseDiagnostics.map(({ start, messageText }) => {
    const { line, character } = source.getLineAndCharacterOfPosition(start)
    const text = ts.flattenDiagnosticMessageText(messageText, ' ')
    return problemAt(source.fileName, line + 1, character + 1, text)
  })
  if (unreadable.length === 0) return
  problems.splice(0, problems.length, ...unreadable)
  context.error(`${source.fileName} cannot be read`)
}

/** Kaluma's script is ES5 throughout; in Espruino's, arrow functions save space. */
function compile(code, id, runtime) {
  const { outputText, sourceMapText } = ts.transpileModule(code, {
    fileName: isJson(id) ? `${id}.js` : id,
    compilerOptions,
    transformers: runtime === 'kaluma' ? {} : { after: [keepArrows] },
  })
  return {
    code: outputText.replace(/^\/\/# sourceMappingURL=.*$/m, ''),
    map: { ...JSON.parse(sourceMapText), sources: [id] },
  }
}

/**
 * Leaves arrow functions what they were, once all that is newer in them is translated: the engine takes them, and they are shorter.
 * Not with a rest parameter, which is translated to `arguments`: an arrow function has none of its own.
 */
const keepArrows = (context) => {
  const { factory } = context
  const visit = (node) => {
    const each = ts.visitEachChild(node, visit, context)
    const original = ts.getOriginalNode(node)
    if (!ts.isFunctionExpression(each) || !ts.isArrowFunction(original)) return each
    if (original.parameters.some(({ dotDotDotToken }) => dotDotDotToken)) return each
    return factory.createArrowFunction(undefined, undefined, each.parameters, undefined, undefined, each.body)
  }
  return (file) => ts.visitNode(file, visit)
}

function importRequired(requires, file, isPlain) {
  const variable = `required${requires.length}`
  const from = JSON.stringify(`${found}${file}`)
  requires.push(`import ${isPlain ? `{ load as ${variable} }` : `* as ${variable}`} from ${from}\n`)
  return isPlain ? `${variable}()` : variable
}

function missing(name, id, place, runtime) {
  const [, line, column] = /:(\d+):(\d+)$/.exec(place)
  if (runtime === 'kaluma')
    return problemAt(
      ...[id, Number(line), Number(column)],
      phrase`no module {0} in {1}, and Kaluma has none of that name: https://kalumajs.org/docs`,
      ...[name, foldersOf(name, id)],
    )
  return problemAt(
    ...[id, Number(line), Number(column)],
    phrase`no module {0} in {1}. If it is one of Espruino's, download {2} there`,
    ...[name, foldersOf(name, id), `https://www.espruino.com/modules/${name}.js`],
  )
}
