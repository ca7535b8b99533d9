import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { isOurs } from '../passes/ours.mjs'
import { phrase } from './phrase.mjs'
import { problemOf } from './problems.mjs'

const ts = createRequire(import.meta.url)('typescript')

/**
 * Returns the places of a source where a call of what `device()` returns is looked up by a name that only the running script knows:
 * the build leaves out what it sees no name of (passes/device-members.mjs). Where the compiler does not know that something is
 * that object, nothing is seen.
 */
export function checkDevice(program, source) {
  const checker = program.getTypeChecker()
  const problems = []
  const visit = (node) => {
    if (ts.isElementAccessExpression(node) && isDevice(checker, node.expression) && !isKnown(checker, node))
      problems.push(
        problemOf(
          source,
          node,
          phrase`the build cannot see which call of the device this is. Instead: {0}`,
          phrase`its name, as in device.postProps, or the function itself by import`,
        ),
      )
    ts.forEachChild(node, visit)
  }
  visit(source)
  return problems
}

function isDevice(checker, node) {
  const { aliasSymbol } = checker.getTypeAtLocation(node)
  return (
    aliasSymbol?.name === 'Device' &&
    aliasSymbol.declarations.some((each) => isOurs(resolve(each.getSourceFile().fileName)))
  )
}

/** Whether what stands in the brackets can only be texts that stand in the source. */
function isKnown(checker, { argumentExpression }) {
  const type = checker.getTypeAtLocation(argumentExpression)
  return (type.isUnion() ? type.types : [type]).every((each) => each.isStringLiteral())
}
