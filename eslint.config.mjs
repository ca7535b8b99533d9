import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

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

/** Regular expressions with these do not fail in the engine: they silently do not match. [pattern, what it is] */
const regexBeyondSimple = [
  ['\\(\\?', '(?: ), lookahead and named groups'],
  ['[*+?}]\\?', 'lazy quantifiers'],
  ['[^\\\\]\\{[0-9]', '{n}'],
  ['\\\\[bB1-9kpP]', '\\b, backreferences and \\p'],
  ['\\[[^\\]]*\\u002F[^\\]]*\\]', '/ in a class'],
]

/**
 * Syntax that the engine lacks even after compilation to ES5, or gets wrong: [selector, what, instead]. Syntax whose ES5
 * output works (arrow functions, templates, for-of, destructuring, `f(...list)`) may be used.
 */
const engineSyntax = [
  ['ArrayExpression > SpreadElement', 'array spread: its helper reads a var from a skipped branch', 'concat()'],
  ['CallExpression[arguments.length>1] > SpreadElement', 'a spread beside other arguments', 'one list'],
  ['NewExpression > SpreadElement', 'spread in new', 'named arguments'],
  [':function[async=true]', 'async', 'callbacks'],
  ['AwaitExpression', 'await', 'callbacks'],
  [':function[generator=true]', 'generators', 'a function that returns the next value'],
  ['LabeledStatement', 'labels', 'a function and return'],
  ['ClassDeclaration', 'classes cost memory and inherit wrongly', 'a module with functions, or an object'],
  ['ClassExpression', 'classes cost memory and inherit wrongly', 'a module with functions, or an object'],
  ['TSEnumDeclaration', 'enums stay in the bundle whole', 'a union of words'],
  ['TSModuleDeclaration[kind="namespace"]', 'namespaces stay in the bundle whole', 'a module'],
  ['ExportDefaultDeclaration', 'default exports have no name to search for', 'a named export'],
  ['SwitchCase[test=null] ~ SwitchCase', 'a case after default is a SyntaxError', 'default as the last'],
  ['Property[kind="get"]', 'getters: JSON.stringify skips them', 'a function'],
  ['Property[kind="set"]', 'setters', 'a function'],
  [
    ':matches(ForStatement, ForOfStatement, ForInStatement, WhileStatement, DoWhileStatement) :function',
    'a closure made in a loop: all see the last value',
    'a function outside, which gets the value',
  ],
  ['TaggedTemplateExpression', 'tagged templates', 'a call'],
  ['BinaryExpression[operator="**"]', '** and Math.pow, inexact from 2^31 up', 'multiplication or a shift'],
  ['AssignmentExpression[operator="**="]', '** and Math.pow, inexact from 2^31 up', 'multiplication or a shift'],
  ['MemberExpression[object.name="Math"][property.name="pow"]', 'Math.pow, inexact from 2^31 up', 'a shift'],
  ['MemberExpression[object.name="Object"][property.name!="keys"]', 'Object other than Object.keys', 'Object.keys'],
  ['MemberExpression[property.name="prototype"]', 'prototypes of built-ins read as undefined', '[].slice, "".trim'],
  ['MemberExpression[property.name="callee"]', 'arguments.callee', 'a named function'],
  ['AssignmentExpression[left.property.name="length"]', 'setting length throws', 'a new array'],
  ['CallExpression[callee.property.name="split"][arguments.length>1]', 'the limit of split() is ignored', 'slice()'],
  ['CallExpression[callee.name="clearTimeout"][arguments.length=0]', 'this clears ALL timers', 'an id'],
  [
    String.raw`Literal[raw=/^(?!\/)(|.*[^\\])(\\\\)*\\u(?!00)/]`,
    'a character above 0xFF is cut to one byte',
    'its UTF-8 as \\x.. bytes',
  ],
  ['Literal[regex.flags=/[^gi]/]', 'a flag other than g and i', 'code'],
  ['CallExpression[callee.name="RegExp"], NewExpression[callee.name="RegExp"]', 'RegExp(): not checked', 'a literal'],
  ...regexBeyondSimple.map(([pattern, what]) => [
    `Literal[regex.pattern=/${pattern}/]`,
    `${what} in a regular expression: silently does not match`,
    'a class, an alternative, or code',
  ]),
].map(([selector, what, instead]) => ({ selector, message: `The engine: ${what}. Instead: ${instead}.` }))

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
    name: "applications: require() is how they come by the engine's modules",
    files: ['apps/**/*.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
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
      '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none' }],
    },
  },
  {
    name: 'device: where JSON and the engine come in',
    files: ['firmware/boot/*.ts', 'firmware/aliyun/thing.ts', 'firmware/switch.ts', 'firmware/platform/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...engineSyntax] },
  },
  {
    name: 'device: who names the engine',
    files: ['firmware/platform/espruino.ts', 'firmware/main.ts'],
    rules: { 'house/plain-globals': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
)
