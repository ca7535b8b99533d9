import { readFileSync } from 'node:fs'
import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'

/** Puts a configuration's text in the place of firmware/inline.ts's empty one; ASCII, a byte a character. */
const inline = (json) => ({
  name: 'inline-config',
  load(id) {
    if (!/firmware[\\/]inline\.ts$/.test(id)) return null
    return `export const inlineConfig = ${JSON.stringify(Buffer.from(json).toString('latin1')).replace(
      /[\u007f-\u00ff]/g,
      (byte) => `\\x${byte.charCodeAt(0).toString(16)}`,
    )}\n`
  },
})

const file = process.env.INLINE_CONFIG ?? ''

export default {
  input: 'firmware/main.ts',
  output: {
    file: file === '' ? 'dist/firmware.js' : 'dist/firmware.inline.js',
    sourcemap: true,
    // No freeze, no __esModule, no "use strict": the engine lacks Object.freeze and ignores the rest.
    format: 'iife',
    freeze: false,
    esModule: false,
    strict: false,
  },
  plugins: [
    ...(file === '' ? [] : [inline(readFileSync(file))]),
    typescript({
      tsconfig: 'firmware/tsconfig.json',
      compilerOptions: { composite: false, emitDeclarationOnly: false, declaration: false, outDir: undefined },
    }),
    terser({
      ecma: 5,
      compress: {
        passes: 3,
        // The engine binds functions and variables only when it executes them: they must stand first.
        hoist_funs: true,
        hoist_vars: true,
        // [].slice instead of Array.prototype.slice: built-ins are not visible on prototypes there.
        unsafe_proto: true,
      },
      // A byte constant above 0x7E would become two bytes of UTF-8.
      format: { ascii_only: true },
    }),
  ],
  onwarn(warning) {
    throw new Error(warning.message)
  },
}
