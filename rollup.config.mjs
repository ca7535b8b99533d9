import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bindBoard } from './tools/build/passes/bind-board.mjs'
import { inlineConfig } from './tools/build/passes/inline-config.mjs'
import { nestFunctions } from './tools/build/passes/nest-functions.mjs'
import { shortenWords } from './tools/build/passes/shorten-words.mjs'
import { spreadRecord } from './tools/build/passes/spread-record.mjs'
import { terser } from './tools/build/passes/terser.mjs'
import { varsFirst } from './tools/build/passes/vars-first.mjs'

// Required, not imported: an import parses typescript.js for its exports first, which takes longer than running it.
const typescript = createRequire(import.meta.url)('@rollup/plugin-typescript')

const readJson = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))
const names = readJson('firmware/platform/espruino.names.json')
const words = readJson('firmware/words.json')

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
    onwarn: (warning) => void warnings.add(warning.message),
    plugin: { name: 'refuse-warnings', renderStart: refuse, generateBundle: refuse },
  }
}

const compiler = (options = {}) =>
  typescript({
    tsconfig: 'firmware/tsconfig.json',
    compilerOptions: {
      composite: false,
      emitDeclarationOnly: false,
      declaration: false,
      outDir: undefined,
      ...options,
    },
  })

// No freeze, no __esModule, no "use strict": the engine lacks Object.freeze and ignores the rest.
const plain = { freeze: false, esModule: false, strict: false }

/** Property names that only our code uses, so they may be shortened: over 4 characters a name costs the engine a JsVar more. */
const ours = /^(offLevel|restore|buttonPin)$/

const minify = (compress, mangle, format = {}) =>
  terser({
    ecma: 5,
    toplevel: true,
    // unsafe_proto: [].slice instead of Array.prototype.slice; in the engine prototypes do not show their built-ins.
    // inline 1, no more: an inlined function with arguments would leave its vars after the return, where the engine never
    // executes them, and an assignment would then change a function that has the same short name.
    compress: {
      passes: 3,
      unsafe_proto: true,
      reduce_funcs: false,
      inline: 1,
      directives: false,
      booleans_as_integers: true,
      ...compress,
    },
    mangle,
    // Otherwise a byte constant above 0x7E would become two bytes of UTF-8.
    format: { ascii_only: true, ...format },
  })

// The engine defines functions and variables only when it executes their declarations, so these must come first.
const hoist = { hoist_funs: true, hoist_vars: true }

// Arrow functions are the only newer syntax that the engine takes as well; they make the script a 30th shorter.
const arrows = { ecma: 2015, arrows: true, unsafe_arrows: true }

/**
 * `rollup -c` makes the script that boards run. tools/build.ts also passes configInline, the bytes of a configuration to put
 * inside, and configReadable, which keeps names, lines and functions: a script to read, which runs all the same.
 */
export default ({ configInline, configReadable } = {}) => {
  const { onwarn, plugin } = refuseWarnings()
  const [findSeldom, nest] = nestFunctions()
  const [leaveOut, putConfig] = configInline === undefined ? [] : inlineConfig(configInline, configReadable !== true)
  return {
    input: 'firmware/main.ts',
    output: { file: 'dist/firmware.js', format: 'es', sourcemap: configInline === undefined && 'hidden', ...plain },
    plugins: [
      leaveOut,
      compiler(),
      plugin,
      ...(configReadable === true
        ? [bindBoard(names), findSeldom, nest, minify({ defaults: false, ...hoist }, false, { beautify: true })]
        : // Minified twice: hoisting already in the first run would keep constants from being folded.
          [
            ...[
              bindBoard(names),
              findSeldom,
              shortenWords(words),
              minify({}, false),
              spreadRecord('session'),
              nest,
              varsFirst(),
            ],
            minify({ ...hoist, ...arrows }, { properties: { regex: ours, builtins: true } }),
            varsFirst(),
          ]),
      putConfig,
    ],
    onwarn,
  }
}
