/**
 * Where Kaluma keeps the user's program on a Pico W (its boards/pico-w/board.h): behind the image and the storage, as text that
 * ends with a zero byte.
 */
const programAt = 0xfc000 + 4 * 4096
const programBytes = 128 * 4096
const sectorBytes = 4096

/** Puts a program into the flash, as `.flash -w` does; the empty text leaves none. Throws an Error when it is too long. */
export function putProgram(flash: Uint8Array, program: string): void {
  const bytes = Buffer.from(program, 'utf8')
  if (bytes.length >= programBytes)
    throw new Error(`the program has ${bytes.length} of at most ${programBytes - 1} bytes`)
  flash.fill(0xff, programAt, programAt + programBytes)
  if (bytes.length === 0) return
  flash.set(bytes, programAt)
  flash[programAt + bytes.length] = 0
}

/** Returns the program in the flash, empty when there is none. */
export function readProgram(flash: Uint8Array): string {
  if (flash[programAt] === 0xff) return ''
  const end = flash.indexOf(0, programAt)
  return Buffer.from(flash.subarray(programAt, end)).toString('utf8')
}

/** Erases all that Kaluma's file system holds. */
export function eraseFiles(flash: Uint8Array): void {
  flash.fill(0xff, programAt + programBytes, programAt + programBytes + 128 * sectorBytes)
}
