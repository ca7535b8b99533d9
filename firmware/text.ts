import type { Bytes } from './platform.ts'

/** Limit of a quoted text, bytes: escaped, a longer text of control characters would take all memory of an ESP8266. */
export const quotedMax = 1600

/**
 * Returns text in quotes, for JSON and for the log, with control characters, which could forge a log line, escaped. Only
 * these go through JSON.stringify, which on the boards turns bytes from 0x7F on into escapes that mean another text. Cuts
 * the text off soon after `quotedMax`. @seldom
 */
export function quote(text: Bytes): Bytes {
  let quoted = '"'
  for (let i = 0; i < text.length && quoted.length <= quotedMax; i++) {
    const character = text[i]!
    quoted +=
      character < ' ' || character === '"' || character === '\\' ? JSON.stringify(character).slice(1, -1) : character
  }
  return quoted + '"'
}

/** Returns the value of a JSON text, undefined when it is not JSON. */
export function parsed(json: Bytes): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    // The engine's message quotes the text, and the text may hold secrets.
    return undefined
  }
}
