import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** A word of a fault, or undefined where the source says it with more than a literal; and where that is. */
export interface SaidWord {
  readonly word: string | undefined
  readonly file: string
}

/** Where the tools say a word that is no literal, and those that are literals nowhere else. */
export const computed: Readonly<Record<string, readonly string[]>> = {
  'tools/set-status/set-command.ts': ['device-offline', 'not-subscribed', 'rate-limited', 'platform-stopped'],
  'tools/doctor/check-network.ts': ['open-refused', 'open-timeout'],
  // Those of somebody else: a refusal of the platform, its disk's, another UserError's, the caller's.
  'tools/cloud/console-api/routes.ts': [],
  'tools/cloud/console-api/web-app.ts': [],
  'tools/set-status/control-client.ts': [],
  'tools/cloud/store/state.ts': [],
  'tools/doctor/check-computer.ts': [],
  'tools/kaluma/flash-kaluma.ts': [],
  'tools/local-files/text-file.ts': [],
}

const root = new URL('../../', import.meta.url)
/** A file of the project. */
export const textOf = (file: string) => readFileSync(new URL(file, root), 'utf8')

/** The words of each UserError, failed check of the doctor, unreadable file and refusal of the platform. */
export function wordsOfTools(): SaidWord[] {
  const names = readdirSync(new URL('tools', root), { recursive: true, encoding: 'utf8' })
  const files = names.map((name) => `tools/${name.replaceAll('\\', '/')}`).filter((name) => name.endsWith('.ts'))
  return files.flatMap((file) => wordsIn(file, textOf(file)))
}

function wordsIn(file: string, text: string): SaidWord[] {
  const found: SaidWord[] = []
  const visit = (node: ts.Node): void => {
    const said = saidBy(node, file)
    if (said !== undefined) found.push({ word: ts.isStringLiteral(said) ? said.text : undefined, file })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return found
}

/** The expression that is the word, of what says one. */
function saidBy(node: ts.Node, file: string): ts.Expression | undefined {
  if (ts.isNewExpression(node)) {
    const at = { UserError: 0, BadCall: 1 }[node.expression.getText()]
    return at === undefined ? undefined : node.arguments?.[at]
  }
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText()
    if (called === 'refusal') return node.arguments[1]
    return called === 'fail' && file.startsWith('tools/doctor/') ? node.arguments[0] : undefined
  }
  // What readTextFile() is to say.
  const isNamed = ts.isPropertyAssignment(node) && ['missing', 'invalid'].includes(node.name.getText())
  const isWord = isNamed && ts.isStringLiteral(node.initializer) && /^[a-z]+(-[a-z]+)*$/.test(node.initializer.text)
  return isWord ? node.initializer : undefined
}

/** The words of the device's log: the union `Fault`. */
export function wordsOfDevice(): string[] {
  const [, union = ''] =
    /export type Fault =([^\n]*\n(?: +\|[^\n]*\n)+)/.exec(textOf('firmware/platform/platform.ts')) ?? []
  return [...union.matchAll(/'([a-z-]+)'/g)].map(([, word = '']) => word)
}

/** The anchors in a page of docs/. */
export function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, anchor = '']) => anchor)
}
