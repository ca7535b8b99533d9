import type { Bytes } from '../platform.ts'
import { parsed } from '../text.ts'

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
 * Returns JSON text whose \uXXXX escapes from 0x80 on are replaced by UTF-8 bytes, a surrogate pair by those of its one
 * character: the boards' JSON.parse would cut such a character to its lowest byte.
 */
export function escapesToUtf8(json: Bytes): Bytes {
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
      if (code > 127) {
        text += json.substring(from, at) + utf8(code)
        from = end
      }
    }
    at = json.indexOf('\\', end)
  }
  return text + json.substr(from)
}

/** Returns the configuration from Storage; tells a problem and returns undefined where there is none or it is not JSON. */
export function readConfig(tell: (problem: string) => void): unknown {
  const text = board.store.read('device.json')
  const config = parsed(escapesToUtf8(text || ''))
  if (config === undefined) tell('device.json is not ' + (text ? 'JSON' : 'in Storage: npm run flash'))
  return config
}
