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

/** A text of the driver's, which has characters, as its bytes in UTF-8. */
export function utf8Of(text: string): Bytes {
  return unescape(encodeURIComponent(text))
}
declare function unescape(text: string): string
declare function encodeURIComponent(text: string): string
