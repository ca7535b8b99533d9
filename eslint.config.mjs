import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { engineRules } from './tools/build/foreign/engine-rules.mjs'

/** Globals that firmware/ may use apart from platform/espruino.ts: plain JavaScript that every build of the engine has. */
const plainGlobals = new Set([
  'JSON',
  'Math',
  'Object',
  'String',
  'parseFloat',
  'parseInt',
  'undefined',
  'Int32Array',
  'Uint8Array',
  'atob',
  // The build replaces its members by the engine's own names (platform.ts).
  'board',
])

/** What the engine lacks, as rules of the lint. */
const engineSyntax = engineRules.map(({ selector, what, instead }) => ({
  selector,
  message: `The engine: ${what}. Instead: ${instead}.`,
}))

const noCast = {
  selector: 'TSAsExpression[typeAnnotation.typeName.name!="const"]',
  message: 'A cast hides what the compiler knows: it is needed only where data comes from JSON or the engine.',
}

/** Rules of our own that no package has. */
const house = {
  rules: {
    ascii: {
      create: (context) => ({
        Program({ tokens }) {
          for (const { loc, value } of tokens) {
            if (!/^[\n\x20-\x7e]*$/.test(value))
              context.report({ loc, message: 'Not ASCII: write UTF-8 as \\x.. bytes.' })
          }
        },
      }),
    },
    'plain-globals': {
      create: (context) => ({
        'Program:exit'() {
          const { globalScope } = context.sourceCode.scopeManager
          const declared = globalScope.variables.filter((one) => one.defs.length === 0).flatMap((one) => one.references)
          for (const { identifier, isValueReference } of [...declared, ...globalScope.through]) {
            if (!isValueReference || plainGlobals.has(identifier.name)) continue
            const message = `Only firmware/platform/espruino.ts names the engine's ${identifier.name}.`
            context.report({ node: identifier, message })
          }
        },
      }),
    },
  },
}

const { recommended } = tseslint.configs

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', '**/*.d.ts'] },
  {
    name: 'everywhere',
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, recommended],
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Strings that are bytes are what this project is about.
      'no-control-regex': 'off',
      complexity: ['error', 25],
      'max-lines': ['error', 300],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Of the rules that need types only those that find what tests do not.
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        // node:test itself waits for these.
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  {
    name: 'tests measure no time: on a busy machine it is another; a figure is for a benchmark',
    files: ['test/**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['performance.now', 'process.hrtime', 'process.cpuUsage', 'process.uptime'].map((name) => {
          const [object, property] = name.split('.')
          return { object, property, message: 'A test measures no time; a benchmark does.' }
        }),
      ],
    },
  },
  {
    name: 'applications: what the engine lacks; its globals are theirs, and require() is how they come by its modules',
    files: ['apps/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...engineSyntax],
      '@typescript-eslint/no-require-imports': 'off',
      'no-case-declarations': 'off',
    },
  },
  {
    name: 'device',
    files: ['firmware/**/*.ts'],
    plugins: { house },
    rules: {
      'no-restricted-syntax': ['error', ...engineSyntax, noCast],
      'house/ascii': 'error',
      'house/plain-globals': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // The build moves every declaration to the head of its function.
      'no-case-declarations': 'off',
      // In ES5 a catch clause must name what is caught.
      '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none', argsIgnorePattern: '^_' }],
    },
  },
  {
    name: 'device: where JSON, the engine and what an application hands over come in',
    files: ['firmware/{boot,platform}/*.ts', 'firmware/device.ts', 'firmware/keep/keep.ts', 'firmware/thing/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...engineSyntax] },
  },
  {
    name: 'device: what runs on Kaluma alone, which has all of ES5 and a heap of 180 kB',
    files: ['firmware/platform/kaluma.ts', 'firmware/platform/kaluma/*.ts'],
    rules: { 'house/plain-globals': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    name: 'device: who names the engine',
    files: ['firmware/platform/espruino.ts', 'firmware/main.ts'],
    rules: { 'house/plain-globals': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
)
