import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ts from 'typescript'
import { declareModel } from '../../../tools/types/declare-model.ts'

test('whatever the texts of a model are, the file has the same declarations', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('*', '/', '@', '\n', '\r', "'", '`') }),
  )
  const declaredFor = (name: string): string[] => {
    const specs = { 0: name, 1: name }
    const color = { identifier: 'b', name, dataType: { type: 'int', specs: { unit: name, unitName: name } } } as const
    const properties = [
      { name: 'A', property: { identifier: 'A', name, dataType: { type: 'enum', specs } } },
      { name: 'f:C', property: { identifier: 'C', dataType: { type: 'struct', specs: [color] } } },
    ] as const
    const source = ts.createSourceFile('a.d.ts', declareModel(properties, name), ts.ScriptTarget.Latest)
    const kinds: string[] = []
    const visit = (node: ts.Node): void => {
      kinds.push(ts.SyntaxKind[node.kind])
      ts.forEachChild(node, visit)
    }
    visit(source)
    return kinds
  }
  const expectedKinds = declaredFor('name')
  fc.assert(fc.property(text, (name) => assert.deepEqual(declaredFor(name), expectedKinds)))
})
