import MagicString from 'magic-string'
import { walk } from 'estree-walker'
import { isFunction, isName, isNewer, localNames } from './es5-names.mjs'
import { placeOfFunction } from './ours.mjs'

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
 * - what only the start uses, into the start: the function that the script's last statement passes to setTimeout. A function
 *   that is passed on as a value stays outside, because whoever keeps it would keep all of the start (561 JsVars for a handler),
 *   unless its docstring has `@start`: nobody keeps it;
 * - what has `@seldom` in its docstring, and what only such functions use, into one function `seldom(which, ...arguments)`,
 *   which defines the one that is called and what that needs. Each stands behind all that it calls; those that need little
 *   else come first, since a call reads past whatever stands before.
 * Where a seldom function is used as a value (a callback), a small function that calls `seldom` takes its place: a function
 * made inside `seldom` would keep all the others there in memory. It understands the ES5 of our modules. Errors: anything
 * newer; a seldom function that uses `this` or `arguments`; a seldom function that is a callback and returns a value, which
 * would be lost; a function that would find a variable of the start or of `seldom` where it means one of the top level; a
 * name that this pass makes.
 */
export function nestFunctions() {
  const seldom = new Set()
  const start = new Set()
  /** Seldom functions whose result somebody may want. */
  const withResult = new Set()
  return [
    {
      // Minifying in between may part a docstring from its function.
      name: 'find-tagged-functions',
      renderChunk(code, chunk) {
        addTagged(code, 'seldom', seldom)
        addTagged(code, 'start', start)
        for (const node of this.parse(code).body) {
          if (node.type !== 'FunctionDeclaration' || !seldom.has(node.id.name)) continue
          const { name } = node.id
          const wrong = findOwn(node, isThisOrArguments)
          if (wrong !== undefined)
            this.error(`${placeOfFunction(chunk, name)} ${name} is seldom and uses ${wrong.name ?? 'this'}`)
          if (findOwn(node, returnsValue) !== undefined) withResult.add(name)
        }
        return null
      },
    },
    {
      name: 'nest-functions',
      renderChunk(code, chunk) {
        const fail = (name, what) => this.error(`${placeOfFunction(chunk, name)} ${name} ${what}`.trim())
        return nest(code, this.parse(code), { seldom, start, withResult, fail })
      },
    },
  ]
}

function addTagged(code, tag, names) {
  const tagged = new RegExp(`/\\*\\*(?:(?!\\*/)[^])*@${tag}(?:(?!\\*/)[^])*\\*/\\s*function (\\w+\\$?\\d*)\\(`, 'g')
  for (const [, name] of code.matchAll(tagged)) names.add(name)
}

/** The first node of a function's own, not of a function in it, that a test finds. */
function findOwn(node, test) {
  let found
  walk(node.body, {
    enter(each, parent) {
      if (isFunction(each)) this.skip()
      else if (found === undefined && test(each, parent)) found = each
    },
  })
  return found
}

/** The names of that many parameters of `seldom`. */
const parameters = (count) => Array.from({ length: count }, (_, at) => `argument${at}`)

const isThisOrArguments = (node, parent) =>
  node.type === 'ThisExpression' || (node.type === 'Identifier' && node.name === 'arguments' && !isName(node, parent))

/** `return f()` ends a function that has no result, as a rule. */
const returnsValue = ({ type, argument }) =>
  type === 'ReturnStatement' && argument !== null && argument.type !== 'CallExpression'

function nest(code, tree, { seldom: tagged, start: moving, withResult, fail }) {
  const program = readProgram(tree, fail)
  const { functions, start, last, uses, names } = program
  const usesOf = (name) => uses.filter((use) => use.name === name)
  const once =
    start === undefined
      ? []
      : usedOnlyBy(
          program,
          ['the start'],
          ({ name, call }) => !tagged.has(name) && (call !== undefined || moving.has(name)),
        )
  const seldom = usedOnlyBy(program, [...tagged], ({ name, call }) => !once.includes(name) && call !== undefined)
  const locals = start === undefined ? new Set() : localNames(start)
  for (const name of once) refuseCapture(name, functions.get(name).node, locals, 'the start', fail)
  for (const name of seldom) {
    const most = Math.max(...seldom.map((each) => functions.get(each).node.params.length))
    refuseCapture(name, functions.get(name).node, new Set(['which', ...parameters(most)]), 'seldom', fail)
    for (const made of ['seldom', 'seldom2', `${name}Later`])
      if (names.has(made)) fail(name, `is seldom, and there is a ${made} already`)
  }
  for (const { name, call, exportedAs } of uses)
    if (call === undefined && exportedAs === undefined && seldom.includes(name) && withResult.has(name))
      fail(name, 'is seldom and handed over: what it returns would get lost')
  const text = new MagicString(code)
  /** A copy of the script for each function that moves. */
  const moved = new Map([...once, ...seldom].map((name) => [name, new MagicString(code)]))
  for (const name of moved.keys()) inlineSingleUse(usesOf(name), text, moved)
  const island = inGroups(seldom, uses)
    .map((group, at) => nestSeldom(program, group, at === 0 ? 'seldom' : `seldom${at + 1}`, text, moved))
    // Only when the callers in all groups are rewritten.
    .map((write) => write())
    .join('')
  for (const name of moved.keys()) text.remove(functions.get(name).node.start, functions.get(name).node.end)
  const sliceOf = (name) => {
    const { id, end } = functions.get(name).node
    return `var ${name} = function${moved.get(name).slice(id.end, end)};`
  }
  if (start !== undefined) text.appendLeft(start.body.start + 1, `\n${once.map(sliceOf).join('\n')}\n`)
  if (last === undefined) text.append(island)
  else text.appendLeft(last.start, island)
  return { code: text.toString(), map: text.generateMap({ hires: true }) }
}

/** Returns the functions of the top level, the start, and who uses which: { name, by, node, call, exportedAs }. */
function readProgram(tree, fail) {
  const functions = new Map()
  let start
  for (const node of tree.body) {
    if (node.type === 'FunctionDeclaration') functions.set(node.id.name, { node })
    // What modules set that come after main.ts may have been put behind it, with a comma.
    for (const each of node.expression?.expressions ?? [node.expression])
      if (each?.callee?.name === 'setTimeout') start = each.arguments.find(({ type }) => type === 'FunctionExpression')
  }
  const uses = []
  const names = new Set()
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
        if (isNewer(each)) fail(by, `has a ${each.type}: only ES5 is understood`)
        if (each.type !== 'Identifier' || isName(each, parent)) return
        names.add(each.name)
        if (!functions.has(each.name)) return
        if ((parent === node && node.id === each) || hidden.some((names) => names.has(each.name))) return
        const isExport = parent.type === 'ExportSpecifier'
        if (isExport && parent.local !== each) return
        uses.push({
          name: each.name,
          by,
          node: isExport ? parent : each,
          call: isCallee(each, parent) ? parent : undefined,
          exportedAs: isExport ? parent.exported.name : undefined,
        })
      },
      leave(each) {
        if (isFunction(each)) hidden.pop()
      },
    })
  }
  const last = tree.body.findLast(({ type }) => type === 'ExpressionStatement')
  return { functions, start, last, uses, names }
}

/** Returns the functions among `owners`, and those that only these and one another use, each in a way that `mayMove` allows. */
function usedOnlyBy({ functions, uses }, owners, mayMove) {
  const inside = new Set(owners)
  for (let grew = true; grew;) {
    grew = false
    for (const name of functions.keys()) {
      if (inside.has(name)) continue
      const its = uses.filter((use) => use.name === name)
      if (its.length === 0 || !its.every((use) => inside.has(use.by) && mayMove(use))) continue
      inside.add(name)
      grew = true
    }
  }
  return [...inside].filter((name) => functions.has(name))
}

/** Up to so many seldom functions are together in one. */
const togetherMost = 64
/** Where there are more, so many in each: a call takes a JsVar for each helper there, and some 5 for each that it gets past. */
const groupMost = 16

/** Divides seldom functions into groups, so that those which call one another are together where there is room. */
function inGroups(seldom, uses) {
  if (seldom.length <= togetherMost) return [seldom]
  const groups = new Map(seldom.map((name) => [name, [name]]))
  const callersOf = (name) => uses.filter((use) => use.name === name)
  // What few call belongs to these more than what all call.
  const byCallers = seldom.toSorted((one, other) => callersOf(one).length - callersOf(other).length)
  for (const name of byCallers)
    for (const { by } of callersOf(name)) {
      const [group, other] = [groups.get(name), groups.get(by)]
      if (other === undefined || other === group || group.length + other.length > groupMost) continue
      other.push(...group)
      for (const each of group) groups.set(each, other)
    }
  // Small ones share what is left.
  const joined = []
  for (const group of new Set(groups.values())) {
    const roomy = joined.find((each) => each.length + group.length <= groupMost)
    if (roomy === undefined) joined.push([...group])
    else roomy.push(...group)
  }
  return joined
}

/**
 * Rewrites the callers of these seldom functions in `text` and in what is `moved`. Returns a function that returns the text of the
 * function `island`, which has them, and of the callbacks that call it.
 */
function nestSeldom({ functions, uses }, seldom, island, text, moved) {
  if (seldom.length === 0) return () => ''
  const ofSeldom = uses.filter(({ name }) => seldom.includes(name))
  const isInside = ({ by }) => seldom.includes(by)
  const namesOf = (uses) => uses.map(({ name }) => name)
  const exported = new Set(namesOf(ofSeldom.filter(({ exportedAs }) => exportedAs !== undefined)))
  const values = new Set(namesOf(ofSeldom.filter(({ call }) => call === undefined)))
  const called = ofSeldom.filter((use) => use.call !== undefined && !isInside(use))
  const entries = new Set([...namesOf(called), ...values])
  // Nobody uses any: they are gone.
  if (entries.size === 0) return () => ''
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
    if (use.exportedAs !== undefined) target.overwrite(start, end, `${use.name}Later as ${use.exportedAs}`)
    else if (use.call === undefined) target.overwrite(start, end, `${use.name}Later`)
    else if (!isInside(use)) {
      const list = use.call.arguments
      target.overwrite(start, end, island)
      target.appendLeft(list[0]?.start ?? use.call.end - 1, numbered.indexOf(use.name) + (list.length > 0 ? ', ' : ''))
    }
  }
  return () => {
    const parametersOf = (name) => parameters(functions.get(name).node.params.length)
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
      const result = exported.has(name) ? 'return ' : ''
      return `function ${name}Later(${list.join(', ')}) { ${result}${island}(${[numbered.indexOf(name), ...list].join(', ')}) }`
    })
    return `function ${island}(${['which', ...most].join(', ')}) {\n${lines.join('\n')}\n}\n${later.join('\n')}\n`
  }
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

/** Fails when a function that moves into another uses a name of the top level that is a variable of that one, too. */
function refuseCapture(name, node, locals, owner, fail) {
  const hidden = []
  walk(node, {
    enter(each, parent) {
      if (isFunction(each)) hidden.push(localNames(each))
      if (each.type !== 'Identifier' || isName(each, parent) || !locals.has(each.name)) return
      if (!hidden.some((names) => names.has(each.name))) fail(name, `uses ${each.name}, which ${owner} has, too`)
    },
    leave(each) {
      if (isFunction(each)) hidden.pop()
    },
  })
}
