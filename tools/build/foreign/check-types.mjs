import { createRequire } from 'node:module'
import { checkDevice } from './check-device.mjs'
import { checkLibrary } from './check-library.mjs'
import { isLibrary } from '../passes/ours.mjs'
import { problemAt } from './problems.mjs'
import { firmwareFile, firmwareName } from './resolve.mjs'
import { declarationsFor, engineTypes } from './sources.mjs'

const ts = createRequire(import.meta.url)('typescript')

const options = {
  // It is compiled to ES5; what that cannot be done with, the engine's rules say in better words. Newer parts of the library are
  // known, so that checkLibrary can say which the engine lacks.
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.ESNext,
  // What has no import and no export, too.
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  paths: { [firmwareName]: [firmwareFile] },
  ...{ allowJs: true, checkJs: false, maxNodeModuleJsDepth: 2, resolveJsonModule: true },
  ...{ noEmit: true, allowImportingTsExtensions: true, isolatedModules: true, skipLibCheck: true },
  ...{ strict: true, noFallthroughCasesInSwitch: true },
}

/** Of a module of plain JavaScript nobody says the types: any. */
const moduleWithoutTypes = 7016
/** A name that nobody has declared, which the engine may have: as long as there are no types of the engine. */
const unknownNames = new Set([2304, 2552, 2580, 2584, 2591, 2593])

let known = new Map()

/**
 * Returns the problems with types of the modules in TypeScript among `files`, and those of all of them with the engine's library
 * and with what `device()` returns.
 * They are checked as one program with what they import of firmware/, and with the declarations beside the entry and those of
 * the `runtime`. `read` returns the text of a file, undefined where there is none.
 */
export function checkTypes(entry, files, read, runtime) {
  const declarations = declarationsFor(entry, runtime)
  const hasEngine = declarations.includes(engineTypes[runtime])
  const host = ts.createCompilerHost(options, true)
  const { getSourceFile } = host
  host.readFile = read
  // Those of the language and of packages are the same in the next build.
  const kept = new Map()
  host.getSourceFile = (file, given, ...rest) => {
    // Plain JavaScript may set `exports` instead.
    const how = /\.c?js$/.test(file) ? { ...given, setExternalModuleIndicator: undefined } : given
    if (!isLibrary(file)) return getSourceFile(file, how, ...rest)
    const source = known.get(file) ?? getSourceFile(file, how, ...rest)
    kept.set(file, source)
    return source
  }
  const program = ts.createProgram([...files, ...declarations], options, host)
  known = kept
  return files.flatMap((file) => {
    const source = program.getSourceFile(file.replaceAll('\\', '/'))
    if (source === undefined) return []
    return [
      ...(/ts$/.test(file) ? typeProblems(program, source, hasEngine) : []),
      ...checkLibrary(program, source),
      ...checkDevice(program, source),
    ]
  })
}

function typeProblems(program, source, hasEngine) {
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    .filter(({ code }) => code !== moduleWithoutTypes && (hasEngine || !unknownNames.has(code)))
    .map(({ start = 0, messageText }) => {
      const { line, character } = source.getLineAndCharacterOfPosition(start)
      return problemAt(source.fileName, line + 1, character + 1, ts.flattenDiagnosticMessageText(messageText, '\n  '))
    })
}
