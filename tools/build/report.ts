import type { BuiltFirmware } from './firmware.ts'

/** Returns the line that tells people about a built script. */
export function reportBuild({ file, bytes, sha256 }: BuiltFirmware): string {
  return `build  ${file} ${bytes.toLocaleString('en')} B  sha256 ${sha256}`
}

/** The same for programs. */
export function reportAsJson({ file, bytes, sha256 }: BuiltFirmware): string {
  return JSON.stringify({ file, bytes, sha256 })
}
