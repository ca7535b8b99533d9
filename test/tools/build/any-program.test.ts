import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nestFunctions } from '../../../tools/build/passes/nest-functions.mjs'
import { spreadRecord } from '../../../tools/build/passes/spread-record.mjs'
import { varsFirst } from '../../../tools/build/passes/vars-first.mjs'
import { runPasses } from './run-passes.ts'

/*
 * The passes that move our functions and variables, on programs as the firmware is one: functions that call one another,
 * get the record handed over, are seldom, or are handed over themselves; a start; variables in between.
 */

interface Step {
  readonly kind: 'call' | 'later' | 'say' | 'set' | 'count'
  readonly to: number
}

interface Shape {
  readonly tag: '' | '/** @seldom */' | '/** @start */'
  /** Where the record stands among the parameters; none below 0. */
  readonly record: number
  readonly variable: string
  readonly steps: readonly Step[]
}

const step = fc.record<Step>({ kind: fc.constantFrom('call', 'later', 'say', 'set', 'count'), to: fc.nat(7) })
const shape = fc.record<Shape>({
  tag: fc.constantFrom('', '/** @seldom */', '/** @start */'),
  record: fc.integer({ min: -1, max: 1 }),
  variable: fc.constantFrom('', 'var total = 7', 'var made = total + 1', 'var list = [1, { total: -2 }]'),
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
})

/** A program of these functions, each of which calls later ones only; `first` is what the start does. */
function programOf(shapes: readonly Shape[], first: readonly Step[]): string {
  const parametersOf = ({ record }: Shape): string[] =>
    record < 0 ? ['n'] : record === 0 ? ['session', 'n'] : ['n', 'session']
  const line = ({ kind, to }: Step, from: number): string => {
    const at = from + 1 + (to % Math.max(1, shapes.length - from - 1))
    const target = shapes[at]
    if (kind === 'say' || target === undefined) return `print(${from}, typeof n, session.at, total);`
    if (kind === 'set') return `session.at = session.at * 2 + ${from};`
    if (kind === 'count') return 'total += 1; session.online = !session.online;'
    if (kind === 'call') return `f${at}(${parametersOf(target).join(', ').replace(/\bn\b/, String(from))});`
    return target.record < 0
      ? `after(f${at});`
      : `after(function () { f${at}(${parametersOf(target).join(', ').replace(/\bn\b/, '1')}) });`
  }
  const functions = shapes.map((each, at) => {
    const body = each.steps.map((one) => line(one, at)).join(' ')
    return `${each.tag}\nfunction f${at}(${parametersOf(each).join(', ')}) { print('f${at}', n); ${body} }\n${each.variable}`
  })
  return `var session = { at: 1, online: true }
var total = 0
${functions.join('\n')}
setTimeout(function () { var n = 0; ${first.map((one) => line(one, -1)).join(' ')} }, 0)
`
}

/** What it prints; what is for later comes in its turn. */
function outputOf(script: string): unknown[][] {
  const printed: unknown[][] = []
  const tasks: (() => void)[] = []
  const queue = (task: () => void): unknown => tasks.push(task)
  new Function('print', 'after', 'setTimeout', script)((...values: unknown[]) => printed.push(values), queue, queue)
  for (let task = tasks.shift(); task !== undefined && printed.length < 500; task = tasks.shift()) task()
  return printed
}

test('any program prints the same after the passes that move its functions and its variables', async () => {
  const programs = fc.tuple(
    fc.array(shape, { minLength: 1, maxLength: 7 }),
    fc.array(step, { minLength: 1, maxLength: 4 }),
  )
  const property = fc.asyncProperty(programs, async ([shapes, first]) => {
    const script = programOf(shapes, first)
    const passed = await runPasses(script, spreadRecord('session'), ...nestFunctions(), varsFirst())
    assert.deepEqual(outputOf(passed), outputOf(script))
  })
  await fc.assert(property, { numRuns: 100 })
})
