import { createRequire } from 'node:module'
import { globals, members, remedies } from './engine-library.mjs'
import { phrase } from './phrase.mjs'
import { problemOf } from './problems.mjs'

const ts = createRequire(import.meta.url)('typescript')

/**
 * Returns the problems of a source with what the engine lacks of the language's library. What a name means is what the compiler
 * knows of it: a method or a variable of the author's own, of the same name, is none.
 */
export function checkLibrary(program, source) {
  const checker = program.getTypeChecker()
  const problems = []
  const visit = (node) => {
    // Types are gone in the script.
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (ts.isIdentifier(node)) {
      const lacking = lackingMember(checker, node) ?? lackingGlobal(checker, node)
      if (lacking !== undefined) problems.push(toProblem(source, node, lacking))
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return problems
}

function toProblem(source, node, name) {
  const instead = remedies.get(node.text)
  return instead === undefined
    ? problemOf(source, node, phrase`the engine has no {0}`, name)
    : problemOf(source, node, phrase`the engine has no {0}. Instead: {1}`, name, instead)
}

/** What people call a member of the language's library that the engine lacks: `Math.trunc`, `flat()`. */
function lackingMember(checker, node) {
  const { parent } = node
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node
  if (!isMember && !ts.isBindingElement(parent)) return undefined
  const symbol = isMember ? checker.getSymbolAtLocation(node) : memberOfPattern(checker, node)
  const owners = (symbol?.declarations ?? []).filter(isOfLibrary).map(({ parent: owner }) => owner.name?.text)
  // A member of several interfaces is one that the engine has when any of them says so.
  const lacks = owners.length > 0 && owners.every((owner) => members.get(owner)?.has(node.text) === false)
  if (!lacks || isAsked(node)) return undefined
  const [owner] = owners
  return /^Math$|Constructor$/.test(owner)
    ? `${owner.replace('Constructor', '')}.${node.text}`
    : memberName(owner, node.text)
}

const memberName = (owner, name) => (owner === 'Error' ? `error.${name}` : `${name}()`)

function memberOfPattern(checker, node) {
  const element = node.parent
  if ((element.propertyName ?? element.name) !== node) return undefined
  return checker.getTypeAtLocation(element.parent).getProperty(node.text)
}

function lackingGlobal(checker, node) {
  const { parent } = node
  if (!ts.isExpression(parent) && !ts.isStatement(parent) && !ts.isVariableDeclaration(parent) && !isHeritage(parent))
    return undefined
  if ((ts.isPropertyAccessExpression(parent) && parent.name === node) || ts.isTypeOfExpression(parent)) return undefined
  if (parent.name === node || ts.isLabeledStatement(parent)) return undefined
  const symbol = checker.getSymbolAtLocation(node)
  if (symbol === undefined || symbol.declarations === undefined || globals.has(node.text)) return undefined
  return symbol.declarations.every(isOfLibrary) ? node.text : undefined
}

const isHeritage = (node) => ts.isExpressionWithTypeArguments(node)

const isOfLibrary = (declaration) => /[\\/]typescript[\\/]lib[\\/]lib\./.test(declaration.getSourceFile().fileName)

/** Whether the author asks whether it is there: `if (list.flat)`, `typeof list.flat`. */
function isAsked({ parent }) {
  const around = parent.parent
  return (
    ts.isTypeOfExpression(around) ||
    (ts.isIfStatement(around) && around.expression === parent) ||
    (ts.isPrefixUnaryExpression(around) && around.operator === ts.SyntaxKind.ExclamationToken) ||
    (ts.isBinaryExpression(around) &&
      around.left === parent &&
      /^(&&|\|\||\?\?|=|[!=]==?)$/.test(around.operatorToken.getText())) ||
    (ts.isConditionalExpression(around) && around.condition === parent)
  )
}
