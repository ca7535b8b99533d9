import { FlashStorage, type FlashShape, type StorageOptions } from '../../../tools/storage/flash-storage.ts'
import { filesOf, startsWith } from './boards.ts'
import { Tally, type CutCase, type CutResult } from './case.ts'
import { copyThatFails, powerOn, wasCut } from './model-cut.ts'
import { shapes } from './shapes.ts'

const states = 'switches.json'
const state = (n: number): Uint8Array => Buffer.from(`{"PowerSwitch_1":${n % 2}}`)

/** Length of the script, that of a real one. */
const scriptBytes = 16_000
const files = [{ name: '.bootcde', bytes: Buffer.alloc(scriptBytes, 's') }, ...filesOf(0).slice(1)]

/**
 * Returns a board as versions before the layout left it: script, configuration, and a file that each save writes anew, until
 * there is no room for the next one.
 */
export function boardOfBefore(shape: FlashShape, options: StorageOptions = {}): FlashStorage {
  const storage = new FlashStorage(shape, options)
  for (const { name, bytes } of files) storage.write(name, bytes)
  let n = 0
  for (; n < 40; n++) storage.write(states, state(n))
  // So that not every one of 17,000 saves has to be made: one long piece of waste.
  storage.write('waste', Buffer.alloc(storage.freeBytes - 2_000))
  storage.erase('waste')
  const room = 32 + state(0).length + 4
  while (storage.freeBytes >= room) storage.write(states, state(n++))
  return storage
}

/** The next save, which makes the engine compact. */
export const nextSave = { name: states, bytes: Buffer.from('{"PowerSwitch_1":1,"PowerSwitch_2":0}') }

/** Returns how a board is after the cut: its script, its configuration, and its states. */
export function judgeBefore(storage: FlashStorage): string {
  const script = startsWith(storage, [files])
  if (script !== 'old') return script === 'none' && storage.list().length === 0 ? 'everything gone' : `script ${script}`
  return storage.read(states) === undefined ? 'whole but for the states' : 'whole'
}

/** What that layout loses. */
export const losses = ['script damaged', 'script none', 'everything gone']

/** Shows that the suite can fail: without the layout a save loses the script. */
export function beforeModelCases(): CutCase[] {
  return (['esp32', 'esp8266'] as const).map((shape) => ({
    name: `the layout of before, simulated ${shape}: a save that makes the engine compact`,
    allowed: ['whole', 'whole but for the states'],
    losses,
    run: (heard) => cutBefore(shapes[shape], new Tally(heard)),
  }))
}

async function cutBefore(shape: FlashShape, tally: Tally): Promise<CutResult> {
  const before = boardOfBefore(shape)
  for (let at = 1; ; at++) {
    const storage = copyThatFails(before, at)
    if (!(await wasCut(() => storage.write(nextSave.name, nextSave.bytes)))) break
    tally.add(judgeBefore(powerOn(storage)))
  }
  return tally
}
