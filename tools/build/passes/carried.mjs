import { createRequire } from 'node:module'

const ts = createRequire(import.meta.url)('typescript')

/**
 * The first of a module's exports, of those with these names or of all, whose type has a word or a property that a test
 * finds: { name, what }.
 */
export function findCarried(program, id, names, isWord, isRenamed) {
  const file = program?.getSourceFile(id.replaceAll('\\', '/'))
  if (file === undefined) return undefined
  const checker = program.getTypeChecker()
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(file))) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    if (!(target.flags & ts.SymbolFlags.Value) || names?.includes(symbol.name) === false) continue
    const what = search(checker, checker.getTypeOfSymbol(target), isWord, isRenamed, new Set())
    if (what !== undefined) return { name: symbol.name, what }
  }
  return undefined
}

function search(checker, type, isWord, isRenamed, seen) {
  if (seen.has(type)) return undefined
  seen.add(type)
  if (type.isStringLiteral()) return isWord(type.value) ? `'${type.value}'` : undefined
  const inside = (each) => search(checker, each, isWord, isRenamed, seen)
  if (type.isUnionOrIntersection()) return first(type.types, inside)
  if (!(type.flags & ts.TypeFlags.Object)) return undefined
  const properties = checker.getPropertiesOfType(type).filter(isNoLibrarys)
  const renamed = properties.find(({ name }) => isRenamed(name))
  if (renamed !== undefined) return `the property ${renamed.name}`
  const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()]
  return first(
    [
      ...properties.map((each) => checker.getTypeOfSymbol(each)),
      ...checker.getIndexInfosOfType(type).map((each) => each.type),
      ...(type.objectFlags & ts.ObjectFlags.Reference ? checker.getTypeArguments(type) : []),
      ...signatures.flatMap((each) => [
        each.getReturnType(),
        ...each.getParameters().map((parameter) => checker.getTypeOfSymbol(parameter)),
      ]),
    ],
    inside,
  )
}

/** What the language itself has: methods of arrays and strings. */
const isNoLibrarys = ({ declarations = [] }) =>
  !declarations.some((each) => /[\\/]typescript[\\/]lib[\\/]/.test(each.getSourceFile().fileName))

function first(list, find) {
  for (const each of list) {
    const found = find(each)
    if (found !== undefined) return found
  }
  return undefined
}

/** Where in a module a word becomes any string, and nobody knows any more that it is one: { node, what }. */
export function findLeaks(program, id, isWord) {
  const checker = program.getTypeChecker()
  const leaks = []
  const parts = (type) => (type.isUnion() ? type.types : [type])
  const wordIn = (type) => parts(type).find((each) => each.isStringLiteral() && isWord(each.value))?.value
  const isAnyString = (type) =>
    parts(type).some(({ flags }) => flags & (ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.Unknown))
  const visit = (node) => {
    // Gives a word back: its body is what the build makes it.
    if (ts.isFunctionDeclaration(node) && node.name.text === 'wordOf') return
    const word = ts.isExpression(node) ? wordIn(checker.getTypeAtLocation(node)) : undefined
    if (word !== undefined && becomesString(checker, node, isAnyString))
      leaks.push({ node, what: `'${word}' has another name in the script, and here it becomes any string` })
    ts.forEachChild(node, visit)
  }
  visit(program.getSourceFile(id.replaceAll('\\', '/')))
  return leaks
}

function becomesString(checker, node, isAnyString) {
  const { parent } = node
  if (ts.isTemplateSpan(parent)) return true
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isElementAccessExpression(parent) || ts.isComputedPropertyName(parent)) return true
  if (ts.isVariableDeclaration(parent)) return isAnyString(checker.getTypeAtLocation(parent.name))
  if (ts.isBinaryExpression(parent)) {
    const { left, right, operatorToken } = parent
    if (/^\+=?$/.test(operatorToken.getText())) return true
    if (/^([=!]==?|[<>]=?)$/.test(operatorToken.getText()))
      return isAnyString(checker.getTypeAtLocation(left === node ? right : left))
  }
  const wanted = checker.getContextualType(node)
  return wanted !== undefined && isAnyString(wanted)
}
