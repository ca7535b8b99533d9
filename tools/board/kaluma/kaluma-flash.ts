/** What the file system holds, bytes. */
const roomBytes = 512 * 1024
/** ENOENT, ENOSPC. */
const noEntry = -2
const noSpace = -28

/** Thrown with the errno of littlefs. */
export class FileFault extends Error {
  constructor(readonly errno: number) {
    super(`littlefs ${errno}`)
  }
}

/**
 * The flash of a Kaluma board, which outlives power cuts: the program slot, and files as littlefs keeps them. Each change is
 * there whole or not at all: a power cut in `beforeChange` finds what was there before.
 */
export class KalumaFlash {
  program: Uint8Array | undefined
  /** How often anything was written. */
  changes = 0
  /** Called before each change; what it throws keeps the change from being made. */
  beforeChange: () => void = () => undefined
  private readonly files = new Map<string, Uint8Array>()

  list(): string[] {
    return [...this.files.keys()].sort()
  }

  has(path: string): boolean {
    return this.files.has(path)
  }

  /** Returns a copy; throws FileFault where there is no such file. */
  read(path: string): Uint8Array {
    const bytes = this.files.get(path)
    if (bytes === undefined) throw new FileFault(noEntry)
    return Uint8Array.from(bytes)
  }

  write(path: string, bytes: Uint8Array): void {
    const others = [...this.files].reduce((sum, [name, { length }]) => (name === path ? sum : sum + length), 0)
    if (others + bytes.length > roomBytes) throw new FileFault(noSpace)
    this.change()
    this.files.set(path, Uint8Array.from(bytes))
  }

  /** Replaces a file of the new name. */
  rename(from: string, to: string): void {
    const bytes = this.read(from)
    this.change()
    this.files.delete(from)
    this.files.set(to, bytes)
  }

  remove(path: string): void {
    this.read(path)
    this.change()
    this.files.delete(path)
  }

  private change(): void {
    this.beforeChange()
    this.changes += 1
  }
}
