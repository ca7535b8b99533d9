import { checkNames } from './name-rules.ts'
import { checkOrder } from './order-rules.ts'
import { checkRequire } from './require-rule.ts'
import { findScopes } from './scopes.ts'
import { parseScript, type Finding } from './script.ts'
import { checkSyntax } from './syntax-rules.ts'

/** All that the engine would stumble over in a script, a line each: `line:column what`. Empty for a good script. */
export function analyseBundle(text: string): string[] {
  const findings = [...checkBytes(text), ...checkTree(text)]
  return findings.sort((one, other) => one.at - other.at).map(({ at, what }) => `${placeOf(text, at)} ${what}`)
}

/** A byte above 0x7E becomes two bytes of UTF-8 in the file, and other ones in the program. */
function checkBytes(text: string): Finding[] {
  return [...text.matchAll(/[^\n\x20-\x7e]/g)].map((match) => ({
    at: match.index,
    what: `the character U+${match[0].charCodeAt(0).toString(16).padStart(4, '0')}: only printable ASCII may be there`,
  }))
}

function checkTree(text: string): Finding[] {
  try {
    const script = parseScript(text)
    const scopes = findScopes(script)
    return [
      ...checkSyntax(script),
      ...checkNames(script, scopes),
      ...checkOrder(script, scopes),
      ...checkRequire(script, scopes),
    ]
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('pos' in error)) throw error
    return [{ at: Number(error.pos), what: `no ES5: ${error.message}` }]
  }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`
}

/** What must not be among the sources of a bundle: packages. `map` is the text of its source map. */
export function findPackages(map: string): string[] {
  const { sources } = JSON.parse(map) as { sources: string[] }
  return sources.filter((source) => !/^(\.\.\/)+(?:firmware|apps\/switch)\/[\w/-]+\.ts$/.test(source))
}
