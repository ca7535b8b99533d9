import assert from 'node:assert/strict'
import type { Random } from '../../../tools/chaos/random.ts'
import { createRandom } from '../../../tools/chaos/random.ts'
import { boardOf, startsWith } from './boards.ts'
import { Tally, type CutCase } from './case.ts'
import { shares } from './model-cut.ts'
import { Saver } from './saver.ts'
import { saveFiles } from './saves.ts'
import { shapes } from './shapes.ts'

export interface TogglesOptions {
  readonly toggles: number
  /** Power fails once in so many toggles. */
  readonly every: number
  readonly seed: string
}

/** The wear of flash by cuts and toggles. */
export interface Wear {
  /** How often the page was erased that was erased most. */
  readonly mostErases: number
  /** How many pages were erased at all. */
  readonly wornPages: number
}

/** Two switches that are restored are toggled on; power fails at a random step of the chip once in so many toggles. */
export function togglesCase(
  script: string,
  shape: keyof typeof shapes,
  options: TogglesOptions,
  onWear: (wear: Wear) => void = () => undefined,
): CutCase {
  const { toggles, every, seed } = options
  const number = (count: number): string => count.toLocaleString('en')
  return {
    name: `${number(toggles)} toggles, simulated ${shape}, a cut at a random write every ${number(every)}, seed ${seed}`,
    allowed: ['the last state', 'the one before'],
    async run(heard) {
      const tally = new Tally(heard)
      const files = saveFiles(script)
      const storage = await boardOf(shapes[shape], 'once', 'half full', { files })
      storage.resetCounts()
      const random = createRandom(seed)
      const saver = new Saver(shape, storage)
      saver.start()
      for (let done = 0; done < toggles; done += every) {
        const states = toggleUntilCut(saver, random, every)
        const found = saver.startAgain()
        assert.equal(startsWith(storage, [files]), 'old', `script or configuration lost after ${done} toggles`)
        const [last, before] = [states.at(-1), states.at(-2)]
        tally.add(
          found === last ? 'the last state' : found === before ? 'the one before' : `${found} after ${before}, ${last}`,
        )
        await new Promise(setImmediate)
      }
      const worn = storage.pageErases.filter((erases) => erases > 0)
      onWear({ mostErases: Math.max(0, ...worn), wornPages: worn.length })
      return tally
    },
  }
}

/** Returns the states that were, up to the one that was cut or, when its write never came, the last one. */
function toggleUntilCut(saver: Saver, random: Random, every: number): string[] {
  const states = [saver.state]
  // A save is two steps.
  const share = shares[Math.floor(random.next() * shares.length)] ?? 0
  saver.cutAt(1 + Math.floor(random.next() * 2 * every), share)
  for (let i = 0; i < every && saver.isRunning; i++) {
    const [first, second] = states.at(-1) ?? ''
    const isFirst = i % 2 === 0
    states.push(isFirst ? `${1 - Number(first)}${second}` : `${first}${1 - Number(second)}`)
    saver.press(isFirst ? 0 : 1)
  }
  return states
}
