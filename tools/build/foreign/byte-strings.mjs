import { createRequire } from 'node:module'
import MagicString from 'magic-string'
import { phrase } from './phrase.mjs'

const ts = createRequire(import.meta.url)('typescript')

/**
 * The engine's strings are bytes: a character above 0xFF would be cut to one. This writes the text of strings and templates as
 * the bytes of its UTF-8, `\xe4\xb8\xad`; what is written as `\x..`, or as `\u00..`, is a byte already. Returns a MagicString;
 * calls `refuse(node, text)` for what cannot be written so: names and regular expressions.
 */
export function toByteStrings(source, refuse) {
  const { text } = source
  const changed = new MagicString(text)
  if (!/[^\0-\x7f]|\\u/.test(text)) return changed
  const visit = (node) => {
    const raw = text.slice(node.getStart(source), node.end)
    if (isText(node) && !namesModule(node)) {
      const bytes = raw.replace(pieces, toBytes)
      if (bytes !== raw) changed.overwrite(node.getStart(source), node.end, bytes)
    } else if (ts.isIdentifier(node) && beyondAscii.test(raw))
      refuse(node, phrase`a name with letters that are not ASCII: the engine cannot read it. Instead: a to z`)
    else if (ts.isRegularExpressionLiteral(node) && wide.test(raw))
      refuse(
        node,
        phrase`a character beyond ASCII in a regular expression: the engine compares bytes. Instead: indexOf()`,
      )
    ts.forEachChild(node, visit)
  }
  visit(source)
  return changed
}

const beyondAscii = /[^\0-\x7f]/
const wide = /[^\0-\x7f]|\\u(?!00)/

const isText = (node) =>
  ts.isStringLiteral(node) ||
  ts.isNoSubstitutionTemplateLiteral(node) ||
  [ts.SyntaxKind.TemplateHead, ts.SyntaxKind.TemplateMiddle, ts.SyntaxKind.TemplateTail].includes(node.kind)

const namesModule = ({ parent }) => parent.moduleSpecifier !== undefined || ts.isExternalModuleReference(parent)

/** `\u{...}`, a row of `\u....`, another escape, or characters beyond ASCII. */
const pieces = /\\u\{([\da-f]+)\}|((?:\\u[\da-f]{4})+)|\\(?:[\ud800-\udbff][\udc00-\udfff]|[^])|[^\0-\x7f]+/gi

function toBytes(piece, braced, row) {
  if (braced !== undefined) return escaped(String.fromCodePoint(Number.parseInt(braced, 16)))
  if (row !== undefined) {
    const units = row.split('\\u').slice(1)
    return escaped(String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))))
  }
  if (!piece.startsWith('\\')) return bytesOf(piece)
  return beyondAscii.test(piece) ? bytesOf(piece.slice(1)) : piece
}

/** What escapes said: up to 0xFF one byte each, as in the engine. */
const escaped = (text) => [...text].map((each) => (each <= '\xff' ? byte(each.charCodeAt(0)) : bytesOf(each))).join('')

const bytesOf = (text) => [...Buffer.from(text, 'utf8')].map(byte).join('')

const byte = (value) => `\\x${value.toString(16).padStart(2, '0')}`
