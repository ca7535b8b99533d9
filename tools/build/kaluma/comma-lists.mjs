import { walk } from 'estree-walker'
import { phrase } from '../foreign/phrase.mjs'
import { problemAt } from '../foreign/problems.mjs'
import { isName } from '../passes/es5-names.mjs'
import { isOurs, placeInSource } from '../passes/ours.mjs'

/**
 * In a comma list in parentheses that begins with `name` or `name = ...`, JerryScript (2.4 and 3.0) takes a name for undeclared when
 * a function in the list uses it and the list assigns it there or later: `(a = function () { return b }, b = 1, a())`. The build makes
 * no such list (terser's `sequences` and `inline` are off). One that an application has, maybe in a library that was
 * minified, ends the build; `problems` gets its place.
 */
export function findCommaLists(problems) {
  return {
    name: 'find-comma-lists',
    transform(code, id) {
      if (id.startsWith('\0') || isOurs(id)) return null
      for (const node of trapsIn(this.parse(code), code)) {
        const [, line, column] = /:(\d+):(\d+)$/.exec(placeInSource(this, id, code, node.start))
        const text = phrase`a list of assignments with a function in it, which JerryScript gets wrong: write statements instead`
        problems.push(problemAt(id, Number(line), Number(column), text))
      }
      return null
    },
  }
}

/** The same of the whole script, after all else. */
export function refuseCommaLists() {
  return {
    name: 'refuse-comma-lists',
    renderChunk(code) {
      for (const { start } of trapsIn(this.parse(code), code))
        this.error(`a comma list that JerryScript gets wrong: ${code.slice(start, start + 60)}`)
      return null
    },
  }
}

function trapsIn(tree, code) {
  const traps = []
  walk(tree, {
    enter(node) {
      if (node.type !== 'SequenceExpression' || !beginsWithName(node.expressions[0])) return
      const before = code.slice(0, node.start).trimEnd()
      const isInParentheses = before.endsWith('(') && !/\b(?:if|while|switch|for|with)\s*\($/.test(before.slice(-12))
      if (isInParentheses && usesLaterName(node.expressions)) traps.push(node)
    },
  })
  return traps
}

const beginsWithName = ({ type, left }) =>
  type === 'Identifier' || (type === 'AssignmentExpression' && left.type === 'Identifier')

/** Whether a function in a list uses a name that the same expression, or one after it, assigns. */
function usesLaterName(expressions) {
  return expressions.some((expression, at) => {
    const assigned = new Set(expressions.slice(at).flatMap(assignedNames))
    return usedInFunctions(expression).some((name) => assigned.has(name))
  })
}

function assignedNames(expression) {
  const names = []
  walk(expression, {
    enter({ type, left }) {
      if (type === 'AssignmentExpression' && left.type === 'Identifier') names.push(left.name)
      if (/Function/.test(type)) this.skip()
    },
  })
  return names
}

function usedInFunctions(expression) {
  const names = []
  let depth = 0
  walk(expression, {
    enter(node, parent) {
      if (/Function/.test(node.type)) depth++
      else if (depth > 0 && node.type === 'Identifier' && !isName(node, parent)) names.push(node.name)
    },
    leave({ type }) {
      if (/Function/.test(type)) depth--
    },
  })
  return names
}
