import MagicString from 'magic-string'
import { walk } from 'estree-walker'

/**
 * In the order of `seldom` a helper that several functions there call counts as so many bytes more than it has. Each call of
 * `seldom` that gets past such a helper defines it anew, and leaves it in memory as garbage until the engine collects it. So
 * few functions should stand behind it: with this cost report() comes right after log(), and the peak of a burst is 14 JsVars
 * lower.
 */
const keptCost = 1000

/**
 * A function of the script's top level takes 4 JsVars, and 1 more for each parameter, for as long as the script runs. This pass
 * moves two kinds of them into another function, so that they exist only while that one runs:
 * - what only the start uses, into the start: the function that the script's last statement passes to setTimeout;
 * - what has `@seldom` in its docstring, and what only such functions use, into one function `seldom(which, ...arguments)`,
 *   which defines the one that is called and what that needs. Each stands behind all that it calls; those that need little
 *   else come first, since a call reads past whatever stands before.
 * Where a seldom function is used as a value (a callback), a small function that calls `seldom` takes its place: a function
 * made inside `seldom` would keep all the others there in memory. Throws Error for a seldom function that uses `this`.
 */
export function nestFunctions() {
  const tagged = new Set()
  return [
    {
      // A pass of its own, before the first minifying, which may separate a docstring from its function.
      name: 'find-seldom-functions',
      renderChunk(code) {
        for (const [, name] of code.matchAll(
          /\/\*\*(?:(?!\*\/)[^])*@seldom(?:(?!\*\/)[^])*\*\/\s*function (\w+\$?\d*)\(/g,
        ))
          tagged.add(name)
        return null
      },
    },
    {
      name: 'nest-functions',
      renderChunk(code) {
        return nest(code, this.parse(code), tagged)
      },
    },
  ]
}

function nest(code, tree, tagged) {
  const program = readProgram(tree, tagged)
  const { functions, start, last, uses } = program
  const usesOf = (name) => uses.filter((use) => use.name === name)
  const once = start === undefined ? [] : usedOnlyBy(program, ['the start'], ({ name }) => !tagged.has(name))
  const seldom = usedOnlyBy(program, [...tagged], ({ name, call }) => !once.includes(name) && call !== undefined)
  const locals = start === undefined ? new Set() : localNames(start)
  for (const name of once) refuseCapture(name, functions.get(name).node, locals)
  const text = new MagicString(code)
  /** A copy of the script for each function that moves. */
  const moved = new Map([...once, ...seldom].map((name) => [name, new MagicString(code)]))
  for (const name of moved.keys()) inlineSingleUse(usesOf(name), text, moved)
  const island = nestSeldom(program, seldom, text, moved)
  for (const name of moved.keys()) text.remove(functions.get(name).node.start, functions.get(name).node.end)
  const sliceOf = (name) => {
    const { id, end } = functions.get(name).node
    return `var ${name} = function${moved.get(name).slice(id.end, end)};`
  }
  if (start !== undefined) text.appendLeft(start.body.start + 1, `\n${once.map(sliceOf).join('\n')}\n`)
  text.appendLeft(last.start, island)
  return { code: text.toString(), map: text.generateMap({ hires: true }) }
}

/** Returns the functions of the top level, the start, and who uses which function: { name, by, node, call }. */
function readProgram(tree, tagged) {
  const functions = new Map()
  let start
  for (const node of tree.body) {
    if (node.type === 'FunctionDeclaration') functions.set(node.id.name, { node })
    if (node.expression?.callee?.name === 'setTimeout')
      start = node.expression.arguments.find(({ type }) => type === 'FunctionExpression')
  }
  const uses = []
  const others = tree.body.filter(({ type }) => type !== 'FunctionDeclaration').map((node) => ['top level', node])
  for (const [by, node] of [
    ...(start === undefined ? [] : [['the start', start]]),
    ...[...functions].map(([name, { node }]) => [name, node]),
    ...others,
  ]) {
    const hidden = []
    walk(node, {
      enter(each, parent) {
        if (each === start && by === 'top level') return this.skip()
        if (isFunction(each)) hidden.push(localNames(each))
        if (each.type === 'ThisExpression' && tagged.has(by)) throw new Error(`${by} is seldom and uses this`)
        if (each.type !== 'Identifier' || !functions.has(each.name) || isName(each, parent)) return
        if ((parent === node && node.id === each) || hidden.some((names) => names.has(each.name))) return
        uses.push({
          name: each.name,
          by,
          node: each,
          call: isCallee(each, parent) ? parent : undefined,
        })
      },
      leave(each) {
        if (isFunction(each)) hidden.pop()
      },
    })
  }
  return { functions, start, last: tree.body.at(-1), uses }
}

/** Returns the functions among `owners`, and those that only these and one another use, each in a way that `mayMove` allows. */
function usedOnlyBy({ functions, uses }, owners, mayMove) {
  const inside = new Set(owners)
  for (let grew = true; grew;) {
    grew = false
    for (const name of functions.keys()) {
      if (inside.has(name)) continue
      if (!uses.filter((use) => use.name === name).every((use) => inside.has(use.by) && mayMove(use))) continue
      inside.add(name)
      grew = true
    }
  }
  return [...inside].filter((name) => functions.has(name))
}

/** Returns the text of `seldom` and of the callbacks that call it; rewrites its callers in `text` and in what is `moved`. */
function nestSeldom({ functions, uses }, seldom, text, moved) {
  if (seldom.length === 0) return ''
  const ofSeldom = uses.filter(({ name }) => seldom.includes(name))
  const isInside = ({ by }) => seldom.includes(by)
  const namesOf = (uses) => uses.map(({ name }) => name)
  const values = new Set(namesOf(ofSeldom.filter(({ call }) => call === undefined)))
  const called = ofSeldom.filter((use) => use.call !== undefined && !isInside(use))
  const entries = new Set([...namesOf(called), ...values])
  const needs = new Map(seldom.map((name) => [name, reach(name, ofSeldom)]))
  const lengthOf = (name) => functions.get(name).node.end - functions.get(name).node.start
  const placesOf = (name) =>
    ofSeldom.filter((use) => use.name === name && isInside(use)).length + (entries.has(name) ? 1 : 0)
  const cost = (name) => lengthOf(name) + (placesOf(name) > 1 ? keptCost : 0)
  const numbered = cheapestFirst(
    entries,
    (name, defined) => [...needs.get(name)].reduce((sum, each) => sum + (defined.has(each) ? 0 : cost(each)), 0),
    (name) => needs.get(name),
  )
  for (const use of ofSeldom) {
    const target = moved.get(use.by) ?? text
    const { start, end } = use.node
    if (use.call === undefined) target.overwrite(start, end, `${use.name}Later`)
    else if (!isInside(use)) {
      const list = use.call.arguments
      target.overwrite(start, end, 'seldom')
      target.appendLeft(list[0]?.start ?? use.call.end - 1, numbered.indexOf(use.name) + (list.length > 0 ? ', ' : ''))
    }
  }
  const parametersOf = (name) => functions.get(name).node.params.map((_, at) => `argument${at}`)
  const most = numbered.map(parametersOf).reduce((one, other) => (other.length > one.length ? other : one))
  const done = new Set()
  const define = (name) => {
    const { id, end } = functions.get(name).node
    done.add(name)
    return `var ${name} = function${moved.get(name).slice(id.end, end)};`
  }
  const lines = numbered.flatMap((name, at) => [
    ...[...needs.get(name)].filter((each) => !done.has(each)).map(define),
    `if (which == ${at}) return ${name}(${parametersOf(name).join(', ')});`,
  ])
  const later = [...values].map((name) => {
    const list = parametersOf(name)
    return `function ${name}Later(${list.join(', ')}) { seldom(${[numbered.indexOf(name), ...list].join(', ')}) }`
  })
  return `function seldom(${['which', ...most].join(', ')}) {\n${lines.join('\n')}\n}\n${later.join('\n')}\n`
}

/** Returns the entries in an order in which each next one costs least after those before it. */
function cheapestFirst(entries, costOf, needsOf) {
  const left = new Set(entries)
  const defined = new Set()
  const order = []
  while (left.size > 0) {
    const next = [...left].reduce((one, other) => (costOf(other, defined) < costOf(one, defined) ? other : one))
    left.delete(next)
    order.push(next)
    for (const each of needsOf(next)) defined.add(each)
  }
  return order
}

/** Asks the minifier to inline what is called only once, and that from the start or from what moves: saves 130 bytes. */
function inlineSingleUse([use, other], text, moved) {
  // A build that leaves something out and does not minify has functions that nobody calls.
  if (use === undefined) return
  const target = use.by === 'the start' ? text : moved.get(use.by)
  if (other === undefined && use.call !== undefined) target?.appendLeft(use.call.start, '/*@__INLINE__*/')
}

/** Returns a function and all that it calls, each after those that it calls itself. */
function reach(name, uses, found = new Set(), path = new Set()) {
  if (found.has(name) || path.has(name)) return found
  path.add(name)
  for (const use of uses) if (use.by === name && use.call) reach(use.name, uses, found, path)
  return found.add(name)
}

const isCallee = (node, parent) => parent.type === 'CallExpression' && parent.callee === node

const isFunction = ({ type }) => type === 'FunctionDeclaration' || type === 'FunctionExpression'

/** Throws when a function that moves into the start uses a name of the top level that is a variable of the start, too. */
function refuseCapture(name, node, locals) {
  const hidden = []
  walk(node, {
    enter(each, parent) {
      if (isFunction(each)) hidden.push(localNames(each))
      if (each.type !== 'Identifier' || isName(each, parent) || !locals.has(each.name)) return
      if (!hidden.some((names) => names.has(each.name)))
        throw new Error(`${name} uses ${each.name}, which the start has, too`)
    },
    leave(each) {
      if (isFunction(each)) hidden.pop()
    },
  })
}

/** Returns the names of the parameters and variables of an ES5 function. */
function localNames(node) {
  const names = new Set(node.params.map(({ name }) => name))
  walk(node.body, {
    enter(each) {
      if (each.type === 'VariableDeclarator') names.add(each.id.name)
      if (each.type === 'CatchClause' && each.param) names.add(each.param.name)
      if (each.type === 'FunctionDeclaration') names.add(each.id.name)
      if (isFunction(each)) this.skip()
    },
  })
  return names
}

const isName = (node, parent) =>
  (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
  (parent.type === 'Property' && parent.key === node && !parent.computed)
