import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** A text in the sources that somebody is to read. */
export interface Text {
  /** As in the catalogue: "cannot read {0}: {1}". */
  readonly template: string
  /** `tools/config/problem.ts:12`. */
  readonly at: string
}

export interface Texts {
  /** What speak and phrase are tags of: the catalogue has it. */
  readonly tagged: Text[]
  /** Texts in one language where people read them. */
  readonly bare: Text[]
  /** Texts that are written out in each language, such as helps. */
  readonly chinese: Text[]
}

/** Where people read what stands there: which arguments of which functions, and of which methods. */
const readByFunctions = new Map<string, readonly number[]>([
  ['UserError', [1, 2]],
  ['FlashDiffers', [0]],
  ['NoAnswer', [0]],
  ['askText', [2]],
  ['askSecret', [2]],
  ['fail', [1, 2]],
  ['ok', [0, 1]],
  ['skipped', [0]],
])
const readByMethods = new Map<string, readonly number[]>([
  ['confirm', [0]],
  ['choose', [0, 1]],
  ['ask', [0]],
  ['askSecret', [0]],
  ['paste', [0]],
  ['warn', [0]],
  ['step', [1]],
  ['onNote', [0]],
])
/** Names that mean this in the doctor only. */
const isDoctors = /^(fail|ok|skipped)$/
/** The same for keys of objects. */
const readKeys: readonly string[] = ['got', 'wanted', 'fix', 'hint']

/** Every text below tools/ but the console's page, which has words of its own. */
export function readTexts(): Texts {
  const files = readdirSync('tools', { recursive: true, encoding: 'utf8' })
    .map((name) => join('tools', name).replaceAll('\\', '/'))
    .filter((name) => /\.(ts|mjs)$/.test(name) && !/^tools\/(console|words)\/|\.d\.ts$/.test(name))
    .sort()
  const texts: Texts = { tagged: [], bare: [], chinese: [] }
  for (const file of files) readFile(file, readFileSync(file, 'utf8'), texts)
  return texts
}

/** Adds what one file says to `texts`. */
export function readFile(file: string, content: string, { tagged, bare, chinese }: Texts): void {
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.Latest, true)
  const placed = (node: ts.Node, template: string): Text => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    return { template, at: `${file}:${line + 1}` }
  }
  const refuseBare = (node: ts.Expression | undefined): void => {
    if (node === undefined) return
    for (const one of branchesOf(node, source)) {
      const template = templateOf(one)
      if (template !== undefined && isProse(template)) bare.push(placed(one, template))
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /^(speak|phrase)$/.test(node.tag.getText())) {
      tagged.push(placed(node, templateOf(node.template) ?? ''))
    }
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const { expression } = node
      const isMethod = ts.isPropertyAccessExpression(expression)
      const read = isMethod ? readByMethods.get(expression.name.text) : readByFunctions.get(expression.getText())
      const counts = isDoctors.test(expression.getText()) ? file.startsWith('tools/doctor/') : true
      for (const at of (counts ? read : undefined) ?? []) refuseBare(node.arguments?.[at])
    }
    if (ts.isPropertyAssignment(node) && readKeys.includes(node.name.getText())) refuseBare(node.initializer)
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'zh') {
      const template = templateOf(node.initializer)
      if (template !== undefined) chinese.push(placed(node, template))
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
}

/** The texts that an expression may come to: both sides of a choice, and what a constant of the same file was given. */
function branchesOf(node: ts.Expression, source: ts.SourceFile): ts.Expression[] {
  if (ts.isParenthesizedExpression(node)) return branchesOf(node.expression, source)
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap((one) => branchesOf(one, source))
  if (ts.isBinaryExpression(node)) return [node.left, node.right].flatMap((one) => branchesOf(one, source))
  if (ts.isArrayLiteralExpression(node)) {
    // Of a choice the first element is its value, which nobody reads.
    return node.elements
      .flatMap((one) => (ts.isArrayLiteralExpression(one) ? one.elements.slice(1) : one))
      .flatMap((one) => branchesOf(one, source))
  }
  if (ts.isIdentifier(node)) return constantsOf(node.text, source).flatMap((one) => branchesOf(one, source))
  return [node]
}

function constantsOf(name: string, source: ts.SourceFile): ts.Expression[] {
  const found: ts.Expression[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name && node.initializer !== undefined) {
      if (!ts.isIdentifier(node.initializer)) found.push(node.initializer)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function templateOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`).join('')
}

/** Whether a text says something: flags, addresses, commands and names of values are the same in every language. */
function isProse(template: string): boolean {
  const rest = template.replaceAll(/https?:\/\/\S+|--?[\w-]+|[\w.]*\.\w+|[a-z]*[A-Z]\w*|\{\d\}/g, ' ')
  return /[a-z]{3,}/.test(rest)
}
