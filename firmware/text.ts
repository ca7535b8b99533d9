import type { Bytes } from './platform.ts'

/**
 * Text in quotes, as JSON and as the log has it: control characters, that could forge a log line, escaped. Not all of it
 * by JSON.stringify: the boards turn bytes from 0x7F on into escapes of another text. @seldom
 */
export function quote(text: Bytes): Bytes {
  let quoted = '"'
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    quoted +=
      character < ' ' || character === '"' || character === '\\' ? JSON.stringify(character).slice(1, -1) : character
  }
  return quoted + '"'
}
