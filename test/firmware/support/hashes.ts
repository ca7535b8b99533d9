import { createHash } from 'node:crypto'
import { sha256 } from '../../../firmware/identity/sha256.ts'
import type { Hash } from '../../../firmware/platform/platform.ts'
import { latin1, wire } from './bytes.ts'

/** The build's own hash, as boards with `crypto` have it. */
export const nativeHash: Hash = (bytes) => latin1(createHash('sha256').update(wire(bytes)).digest())

/** Both ways to a signature: the build's hash, and ours for builds that have none. */
export const hashes: readonly (readonly [name: string, hash: Hash])[] = [
  ['the hash of the build', nativeHash],
  ['our own SHA-256', sha256],
]
