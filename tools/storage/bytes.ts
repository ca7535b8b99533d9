import { types } from 'node:util'

// On the boards a string is a sequence of bytes. Here it is a JavaScript string whose characters are all below 256.

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Returns ordinary text as the string of UTF-8 bytes that a board sees. */
export function utf8Bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** Returns the text of a board's string of UTF-8 bytes. */
export function utf8Text(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/**
 * Returns the bytes of a value that the engine takes as data: a string, a number or boolean (one byte), an array of these, the elements
 * of a typed array, an ArrayBuffer. Undefined for anything else.
 */
export function dataOf(value: unknown): Uint8Array | undefined {
  if (typeof value === 'string') return bytesOf(value)
  if (typeof value === 'number' || typeof value === 'boolean') return Uint8Array.of(Number(value) & 255)
  if (types.isArrayBuffer(value)) return new Uint8Array(value)
  if (types.isDataView(value)) return undefined
  if (ArrayBuffer.isView(value)) return elementsOf(value)
  if (!Array.isArray(value)) return undefined
  const parts = value.map((item: unknown) => dataOf(item))
  return parts.some((part) => part === undefined)
    ? undefined
    : Buffer.concat(parts.filter((part) => part !== undefined))
}

/** Returns a typed array's elements, each reduced to its low byte. */
function elementsOf(view: ArrayBufferView): Uint8Array {
  if (types.isUint8Array(view) || types.isUint8ClampedArray(view) || types.isInt8Array(view)) {
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  }
  return Uint8Array.from(Array.from(view as Uint16Array, (element) => element & 255))
}
