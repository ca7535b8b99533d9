import type { Bytes } from './platform.ts'

/** Longer, what a text of control characters grows to would take all memory of an ESP8266. Bytes. */
export const quotedMax = 1600

/**
 * Text in quotes, as JSON and as the log has it: control characters, that could forge a log line, escaped. Not all of it
 * by JSON.stringify: the boards turn bytes from 0x7F on into escapes of another text. Ends a little after `quotedMax`. @seldom
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

/** What a JSON text says; undefined of what is none. */
export function parsed(json: Bytes): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    // The engine's message quotes the text, and the text may hold secrets.
    return undefined
  }
}
