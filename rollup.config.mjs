import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileForeign } from './tools/build/foreign/compile.mjs'
import { bindGlobals } from './tools/build/kaluma/bind-globals.mjs'
import { bindRuntime } from './tools/build/kaluma/bind-runtime.mjs'
import { choosePlatform } from './tools/build/kaluma/choose-platform.mjs'
import { guardApplication } from './tools/build/kaluma/guard-application.mjs'
import { findCommaLists, refuseCommaLists } from './tools/build/kaluma/comma-lists.mjs'
import { asksFor } from './tools/build/passes/asks-for.mjs'
import { bindBoard } from './tools/build/passes/bind-board.mjs'
import { builtInsFirst } from './tools/build/passes/built-ins-first.mjs'
import { declareFirst } from './tools/build/passes/declare-first.mjs'
import { guardBorder } from './tools/build/passes/guard-border.mjs'
import { inlineConfig, readInline } from './tools/build/passes/inline-config.mjs'
import { keepApart } from './tools/build/passes/keep-apart.mjs'
import { isOurs } from './tools/build/passes/ours.mjs'
import { nestFunctions } from './tools/build/passes/nest-functions.mjs'
import { plainCalls } from './tools/build/passes/plain-calls.mjs'
import { shortenWords } from './tools/build/passes/shorten-words.mjs'
import { spreadRecord } from './tools/build/passes/spread-record.mjs'
import { terser } from './tools/build/passes/terser.mjs'
import { varsFirst } from './tools/build/passes/vars-first.mjs'

// Required, not imported: an import parses typescript.js for its exports first, which takes longer than running it.
const typescript = createRequire(import.meta.url)('@rollup/plugin-typescript')

/** The sources lie beside this file, whatever the current directory is. */
const inProduct = (file) => fileURLToPath(new URL(file, import.meta.url))
const readJson = (file) => JSON.parse(readFileSync(inProduct(file), 'utf8'))
const names = readJson('firmware/platform/espruino.names.json')
const words = readJson('firmware/words.json')

/** What others may do: the bundler knows better of code that it should be the same everywhere. */
const isOfOthers = ({ code, id, ids = [id] }) =>
  /^(CIRCULAR_DEPENDENCY|THIS_IS_UNDEFINED|SOURCEMAP_ERROR|EVAL)$/.test(code) &&
  ids.every((each) => each !== undefined && !isOurs(each))

/**
 * Makes warnings of the compiler or the bundler fail the build, all in one error. They are collected first: an error thrown
 * while the compiler works would leave its file watch running, and the process would never end.
 */
const refuseWarnings = () => {
  const warnings = new Set()
  const refuse = () => {
    if (warnings.size > 0) throw new Error([...warnings].join('\n'))
  }
  return {
    onwarn: (warning) => void (isOfOthers(warning) || warnings.add(warning.message)),
    plugin: { name: 'refuse-warnings', renderStart: refuse, generateBundle: refuse },
  }
}

const compiler = (findProgram) =>
  typescript({
    tsconfig: inProduct('firmware/tsconfig.json'),
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      declaration: false,
      outDir: undefined,
    },
    transformers: { before: [findProgram] },
  })

// No freeze, no __esModule, no "use strict": the engine lacks Object.freeze and ignores the rest.
const plain = { freeze: false, esModule: false, strict: false }

/** Property names that only our code uses, so they may be shortened: over 4 characters a name costs the engine a JsVar more. */
const propertiesOfOurs = /^(sectionName|startSection|checkSection)$/

// unsafe_proto: [].slice instead of Array.prototype.slice; in the engine prototypes do not show their built-ins.
// inline 1, no more: an inlined function with arguments would leave its vars after the return, where the engine never
// executes them, and an assignment would then change a function that has the same short name.
const careful = { passes: 3, unsafe_proto: true, reduce_funcs: false, inline: 3, directives: false }

const minify = (compress, mangle, format = {}) =>
  terser({
    ecma: 5,
    toplevel: true,
    compress: compress && { ...careful, ...compress },
    // A name for the language, a reserved word for the engine.
    mangle: mangle && { reserved: ['of'], ...mangle },
    // Otherwise a byte constant above 0x7E would become two bytes of UTF-8.
    format: { ascii_only: true, preserve_annotations: true, ...format },
  })

// The engine defines functions and variables only when it executes their declarations, so these must come first.
const hoist = { hoist_funs: true, hoist_vars: true }

// In code that is not ours prototypes may be changed: tools/build/foreign/engine-names.mjs changes what only reads them.
const hoistForeign = { ...hoist, unsafe_proto: false }

// Arrow functions are the only newer syntax that the engine takes as well; they make the script a 30th shorter.
const arrows = { ecma: 2015, arrows: true, unsafe_arrows: true }

/** Both parts as one. */
const joined = minify({ booleans_as_integers: false, ...hoistForeign, inline: 3 }, true, {
  preserve_annotations: false,
})

/**
 * The script for Kaluma (docs/pico-w.md): the same sources behind another platform. Of the passes only those that do not serve
 * Espruino's memory; no comma lists, which JerryScript gets wrong.
 */
function forKaluma({ entry, configInline, readable, report, onwarn, plugin }) {
  const isApart = !isOurs(resolve(entry))
  const file = resolve(entry)
  const [markPlace, putConfig] = configInline === undefined ? [] : inlineConfig(configInline, false)
  const border = guardBorder(words, propertiesOfOurs)
  const plainly = { booleans_as_integers: false, unsafe_proto: false, sequences: false, inline: false }
  const compile = [
    choosePlatform(),
    ...(isApart ? compileForeign(file, report, undefined, 'kaluma') : []),
    ...(isApart ? [findCommaLists(report.problems), bindGlobals(report.problems), guardApplication(file)] : []),
    ...[plainCalls(file), markPlace, compiler(border.findProgram), plugin, border.plugin],
    ...[asksFor(readInline(configInline)), bindRuntime()],
  ]
  const apart = keepApart({ plugins: compile, ours: [], foreign: [], onwarn, readable: true })
  return {
    input: entry,
    treeshake: true,
    output: { file: 'dist/firmware.pico-w.js', format: 'iife', sourcemap: false, ...plain },
    plugins: [
      ...(isApart ? [apart, plugin] : compile),
      readable ? minify(plainly, false, { beautify: true }) : minify(plainly, true, { preserve_annotations: false }),
      putConfig,
      refuseCommaLists(),
    ],
    onwarn,
  }
}

/**
 * `rollup -c` makes the script that boards run. tools/build.ts also passes configInline, the bytes of a configuration to put
 * inside, and configReadable, which keeps names, lines and functions: a script to read, which runs all the same. `entry`: a
 * module outside firmware/ that the script begins with, and that imports what it needs of the firmware. `report` gets what the
 * build finds out about code that is not ours, `without` leaves something out of it (tools/build/foreign/compile.mjs). `board`: one
 * that runs Kaluma.
 */
export default ({
  entry = inProduct('apps/switch/switch.ts'),
  configInline,
  configReadable: readable = false,
  report = {},
  without,
  board,
} = {}) => {
  const { onwarn, plugin } = refuseWarnings()
  if (board !== undefined) return forKaluma({ entry, configInline, readable, report, onwarn, plugin })
  const isApart = !isOurs(resolve(entry))
  const [markPlace, putConfig] = configInline === undefined ? [] : inlineConfig(configInline, !readable && !isApart)
  const [findSeldom, nest] = nestFunctions()
  // In our part alone, which has no getters and hands nobody a boolean: what others get is what it was written as, true, not 1.
  const digits = { booleans_as_integers: true, pure_getters: true }
  // What runs seldom must not be put into what runs often: a property set would take a sixth longer. But a script with a
  // configuration inside has to be short.
  const firstInline = configInline === undefined ? 1 : 3
  const border = guardBorder(words, propertiesOfOurs)
  const compile = [
    ...(isApart ? compileForeign(resolve(entry), report, without) : []),
    ...[plainCalls(resolve(entry)), markPlace, compiler(border.findProgram), plugin, border.plugin],
    ...[asksFor(readInline(configInline)), bindBoard(names)],
    ...(readable ? [] : [shortenWords(words)]),
  ]
  const ours = readable
    ? [findSeldom, nest, minify({ ...digits, defaults: false, ...hoist }, false, { beautify: true })]
    : // Hoisting done at once would keep constants from being folded: a second time.
      [
        ...[findSeldom, minify({ ...digits, inline: firstInline }, false), spreadRecord('session'), nest],
        varsFirst(),
        minify({ ...digits, ...hoist, ...arrows }, { properties: { regex: propertiesOfOurs, builtins: true } }),
        varsFirst(),
      ]
  const foreign = readable
    ? [minify({ defaults: false, ...hoistForeign }, false, { beautify: true }), declareFirst()]
    : // Without its comments first: what is marked there is for our sources to mark.
      [
        minify(false, false),
        minify({ booleans_as_integers: false, unsafe_proto: false }, false),
        minify(hoistForeign, true),
        declareFirst(),
      ]
  const apart = [
    keepApart({ plugins: compile, ours, foreign, onwarn, readable }),
    plugin,
    ...(readable ? [] : [joined, varsFirst(), declareFirst(), builtInsFirst()]),
  ]
  return {
    input: entry,
    treeshake: !isApart,
    output: { file: 'dist/firmware.js', format: 'es', sourcemap: configInline === undefined && 'hidden', ...plain },
    plugins: [...(isApart ? apart : [...compile, ...ours]), putConfig],
    onwarn,
  }
}
