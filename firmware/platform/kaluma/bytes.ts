import type { Bytes } from '../platform.ts'

/** So many arguments a call can have without harm: 1,460 do, 20,000 end the runtime. */
const pieceBytes = 512

/** `String.fromCharCode` as Espruino has it: each code is cut to a byte. The build puts it in its place in the firmware. */
export function fromCharCode(...codes: number[]): Bytes {
  let text = ''
  codes.forEach((code) => (text += String.fromCharCode(code & 255)))
  return text
}

/** The bytes of an array as a text, a character each. */
export function textOf(bytes: Uint8Array): Bytes {
  let text = ''
  for (let at = 0; at < bytes.length; at += pieceBytes)
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + pieceBytes) as unknown as number[])
  return text
}

/** A text of one character a byte as an array. */
export function arrayOf(text: Bytes): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

/** A text of the driver's, which has characters, as its bytes in UTF-8. What is no text by itself becomes question marks. */
export function utf8Of(text: string): Bytes {
  try {
    // Not encodeURIComponent: the runtime has one of its own, which is right only where the compiler's char has no sign.
    return unescape(encodeURI(text))
  } catch (error) {
    return text.replace(/[^ -~]/g, '?')
  }
}

/**
 * Bytes as the driver's texts have them: those of UTF-8 become characters, others whatever the engine makes of them, but always
 * the same. The runtime's own decodeURIComponent does it as the driver does; it writes past its end where nothing is escaped.
 */
export function driversText(bytes: Bytes): string {
  return /[^ -~]/.test(bytes) ? decodeURIComponent(escape(bytes)) : bytes
}
declare function escape(text: string): string
declare function unescape(text: string): string
declare function encodeURI(text: string): string
declare function decodeURIComponent(text: string): string
