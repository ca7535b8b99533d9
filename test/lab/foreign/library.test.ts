import assert from 'node:assert/strict'
import { test } from 'node:test'
import ts from 'typescript'
import { globals, members } from '../../../tools/build/foreign/engine-library.mjs'
import { startEngine } from '../../../tools/engine/engine.ts'

/** What the build says that the engine has of the language's library is what the engine has, no more and no less. */

const executable = process.env['ESPRUINO'] ?? ''

/** One of each, in the engine; of a constructor its own name. */
const instances: Readonly<Record<string, string>> = {
  ...{
    Array: '[]',
    ReadonlyArray: '[]',
    String: '"a"',
    Number: '5',
    Math: 'Math',
    Object: 'new Object()',
    Date: 'new Date(0)',
  },
  ...{ Promise: 'Promise.resolve(1)', RegExp: '/a/g', Error: 'new Error("a")', ArrayBuffer: 'new ArrayBuffer(2)' },
  ...{ Function: '(function(){})', CallableFunction: '(function(){})', NewableFunction: '(function(){})' },
}

function expressionFor(owner: string): string {
  if (instances[owner] !== undefined) return instances[owner]
  return owner.endsWith('Constructor') ? owner.replace('Constructor', '') : `new ${owner}(2)`
}

/** The names that TypeScript knows of an interface, of the newest library that the build checks with. */
function namesOf(owner: string): string[] {
  const found = new Set<string>()
  for (const file of library)
    for (const statement of file.statements)
      if (ts.isInterfaceDeclaration(statement) && statement.name.text === owner)
        for (const { name } of statement.members) if (name !== undefined && ts.isIdentifier(name)) found.add(name.text)
  assert.ok(found.size > 0, owner)
  return [...found].sort()
}

const program = ts.createProgram(['firmware/log.ts'], { lib: ['lib.es2023.d.ts'], target: ts.ScriptTarget.ES2022 })
const library = program.getSourceFiles()

async function ask(questions: readonly string[]): Promise<boolean[]> {
  const script = `var f=function(n,t){var r;try{r=t()!==undefined}catch(e){r=false}print("~"+n+" "+r)};
${questions.map((question, at) => `f(${at},function(){return ${question}});`).join('\n')}\nprint("~end")`
  const engine = startEngine({ executable, files: { '.bootcde': script } })
  try {
    await engine.line(/^~end$/, { withinMs: 20_000 })
    const answers = engine.lines.flatMap((line) => /^~\d+ (true|false)$/.exec(line)?.[1] ?? [])
    assert.equal(answers.length, questions.length)
    return answers.map((answer) => answer === 'true')
  } finally {
    await engine.stop()
  }
}

const skip = executable === '' && 'ESPRUINO is not set'

for (const [owner, has] of members)
  // Of the typed arrays one stands for all.
  if (!/^(?!Uint8Array).*\d+(Clamped)?Array/.test(owner))
    test(`of ${owner} the engine has what the build says`, { skip }, async () => {
      // Their prototypes are read from an instance (engine-names.mjs).
      const names = namesOf(owner).filter((name) => name !== 'prototype')
      const answers = await ask(names.map((name) => `(${expressionFor(owner)}).${name}`))
      assert.deepEqual(
        names.filter((_, at) => answers[at]),
        names.filter((name) => has.has(name)),
      )
    })

test('the global names are there', { skip }, async () => {
  const names = [...globals].filter((name) => !/^(undefined|arguments)$/.test(name))
  const answers = await ask(names)
  assert.deepEqual(
    names.filter((_, at) => !answers[at]),
    [],
  )
})
