import type { DeviceTriple } from '../install/config-for-board.ts'
import { UserError } from '../command-line/user-error.ts'
import type { Ledger } from './ledger.ts'
import { isSameDevice } from '../device-names/names.ts'
import { speak } from '../command-line/language.ts'

/** The identity that a board gets. */
export interface Assignment {
  readonly triple: DeviceTriple
  /** `again`: an earlier run has given it to the board, or was about to. */
  readonly why: 'next' | 'again'
}

/**
 * Returns the identity for a board: the one that it has in the ledger, else the next free one, whose claim is on the disk
 * before this returns. Throws UserError fleet-done when none is left, ledger-invalid for a board whose identity is not in the
 * list.
 */
export function assign(triples: readonly DeviceTriple[], ledger: Ledger, serial: string): Assignment {
  const had = ledger.ofBoard(serial)
  if (had !== undefined) {
    const triple = triples.find((each) => isSameDevice(each, had))
    if (triple !== undefined) return { triple, why: 'again' }
    const hint = speak`flash it with the list that holds ${had.deviceName}`
    throw new UserError(
      'other-fleet',
      speak`this board is ${had.deviceName} of ${had.productKey}, which is not in the list`,
      hint,
    )
  }
  const triple = triples.find((each) => ledger.ofDevice(each) === undefined)
  if (triple === undefined) {
    throw new UserError(
      'fleet-done',
      speak`all ${triples.length} identities of the list are on boards`,
      countText(triples, ledger),
    )
  }
  ledger.add('claimed', triple, serial)
  return { triple, why: 'next' }
}

/** Whether every identity is verified on a board. */
export function isDone(triples: readonly DeviceTriple[], ledger: Ledger): boolean {
  return triples.every((each) => ledger.ofDevice(each)?.event === 'flashed')
}

/** Frees the identity of a board that no longer exists. Throws UserError not-claimed. */
export function release(triples: readonly DeviceTriple[], ledger: Ledger, deviceName: string): void {
  const triple = triples.find((each) => each.deviceName === deviceName)
  const entry = triple && ledger.ofDevice(triple)
  if (entry === undefined) throw new UserError('not-claimed', speak`no board has the identity ${deviceName}`)
  ledger.add('released', entry, entry.serial)
}

/** Returns `7 of 20 flashed, 1 begun (switch-8), 12 free`. */
export function countText(triples: readonly DeviceTriple[], ledger: Ledger): string {
  const states = triples.map((each) => ({ ...each, event: ledger.ofDevice(each)?.event }))
  const flashed = states.filter(({ event }) => event === 'flashed').length
  const begun = states.filter(({ event }) => event === 'claimed').map(({ deviceName }) => deviceName)
  const all = triples.length
  const free = all - flashed - begun.length
  return begun.length === 0
    ? speak`${flashed} of ${all} flashed, ${free} free`
    : speak`${flashed} of ${all} flashed, ${begun.length} begun (${begun.join(', ')}), ${free} free`
}
