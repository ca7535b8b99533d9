import { crc32 } from 'node:zlib'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { NoAnswer } from './espruino-thread.ts'

/** Erases the line at the prompt, whatever was typed there (ESC [ 2 H, Espruino's src/jsinteractive.c). */
export const clearLine = '\x1b[2H'

/** Bytes that a console ignores, except inside a packet. */
export const nothing = '\0'.repeat(127)

/**
 * Returns an expression that guards another one against serial lines, which lose, double and change bytes: the board computes
 * the CRC-32 of `expression`, evaluates it only when that is right, and answers with `tag` and a CRC-32. ASCII only. Strings in
 * `expression` should have single quotes, which are not escaped: a packet must fit an input buffer of 512 bytes.
 */
export function guard(expression: string, tag: number): string {
  const source = `(function(){try{return[${tag},${expression}]}catch(e){return''+e}})()`
  const sum = crc32(Buffer.from(source, 'latin1'))
  const quoted = JSON.stringify(source)
  return `(function(c,r){return E.CRC32(c)==${sum}&&(r=JSON.stringify(eval(c)))+E.CRC32(r)})(${quoted})`
}

/**
 * Returns the value in a guarded answer, null if the expression is undefined. Throws NoAnswer when question or answer was
 * damaged or it answers another question, and UserError board-error when the expression threw.
 */
export function readGuarded(answer: unknown, tag: number, expression: string): unknown {
  const [, text = '', sum] = /^([^]*[\]"])(\d+)$/.exec(String(answer)) ?? []
  if (Number(sum) !== crc32(Buffer.from(text, 'latin1')))
    throw new NoAnswer(speak`bytes were lost or changed on their way`)
  const given = JSON.parse(text) as string | [number, unknown]
  if (typeof given === 'string')
    throw new UserError('board-error', speak`the board says: ${given}`, speak`it was asked: ${shorten(expression)}`, 2)
  if (given[0] !== tag) throw new NoAnswer(speak`an answer to an earlier question`)
  return given[1]
}

const shownChars = 60

/** Returns as much of an expression as an error message shows. */
export function shorten(expression: string): string {
  return expression.length > shownChars ? `${expression.slice(0, shownChars)} ...` : expression
}
