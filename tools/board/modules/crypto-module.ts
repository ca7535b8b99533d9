import { createHash } from 'node:crypto'
import { dataOf } from '../../storage/bytes.ts'
import type { Machine } from '../language/machine.ts'

/** Returns the module `crypto` with the hashes that the board's build has. A number is hashed as one byte. */
export function createCryptoModule(machine: Machine): object {
  const members: Record<string, unknown> = {}
  for (const name of machine.profile.hashes) {
    members[name] = (message: unknown): object | undefined => {
      if (message === undefined) return undefined
      const data = dataOf(message)
      if (!data) return machine.fail('TypeError', `Expecting something to get data from, got ${typeof message}`)
      return machine.realm.buffer(createHash(name.toLowerCase()).update(data).digest())
    }
  }
  return machine.object(members)
}
