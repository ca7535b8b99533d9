import type { Bytes } from './platform/platform.ts'

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

/** Returns the value of a JSON text, undefined when it is not JSON. @seldom */
export function parsed(json: Bytes): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    // The engine's message quotes the text, and the text may hold secrets.
    return undefined
  }
}

/** Returns a code point from 0x80 on in UTF-8: 6 bits a byte; the first byte begins with as many ones as there are bytes. */
function utf8(code: number): Bytes {
  let tail = ''
  let most = 63
  for (; code > most; most >>= 1) {
    tail = String.fromCharCode(128 | (code & 63)) + tail
    code >>= 6
  }
  return String.fromCharCode((-2 * most - 2) | code) + tail
}

/**
 * Returns JSON text with bytes in place of its \uXXXX escapes from 0x7F on. With `characters` an escape means a character,
 * a surrogate pair one together, and becomes UTF-8: the boards' JSON.parse would cut it to its lowest byte. Without, it means
 * a byte: the boards' JSON.stringify writes bytes so, and others would read them as characters.
 */
export function withoutEscapes(json: Bytes, characters: boolean): Bytes {
  let text = ''
  let from = 0
  let at = json.indexOf('\\')
  while (at >= 0) {
    let end = at + 2
    if (json[at + 1] === 'u') {
      let code = parseInt(json.substr(end, 4), 16)
      end += 4
      const low = json.substr(end, 2) === '\\u' ? parseInt(json.substr(at + 8, 4), 16) : 0
      if (code >> 10 === 0x36 && low >> 10 === 0x37) {
        code = (code << 10) + low - 0x35fdc00
        end += 6
      }
      if (code > 126) {
        text += json.substring(from, at) + (characters && code > 127 ? utf8(code) : String.fromCharCode(code))
        from = end
      }
    }
    at = json.indexOf('\\', end)
  }
  return text + json.substr(from)
}

/** Returns a value as JSON whose bytes stand as they are. */
export function toJson(value: unknown): Bytes {
  const json = JSON.stringify(value)
  return json.indexOf('\\u') < 0 ? json : withoutEscapes(json, false)
}
