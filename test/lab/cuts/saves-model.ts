import assert from 'node:assert/strict'
import { boardOf, startsWith, type Past } from './boards.ts'
import { Tally, type CutCase } from './case.ts'
import { copyOf, shares } from './model-cut.ts'
import { Saver } from './saver.ts'
import { fillJournal, journals, presses, saveFiles, states, type JournalFill } from './saves.ts'
import { fills, shapes, type Fill } from './shapes.ts'

type Shape = keyof typeof shapes

/** How a board came to its script: by npm run flash or npm run image; or pasted, so that the firmware makes the journal. */
const ways = { 'npm run flash': 'once', 'the Web IDE': 'without a layout' } as const satisfies Record<string, Past>

/** The built script saves, cut at every step of the chip and within it; then it starts with the last state or the one before. */
export function savesModelCases(script: string, names: readonly Shape[] = ['esp32', 'esp8266']): CutCase[] {
  const cases: CutCase[] = []
  for (const shape of names)
    for (const way of Object.keys(ways) as (keyof typeof ways)[])
      for (const fill of fills)
        for (const journal of journals) {
          // npm run flash makes the journal; without room for one the firmware says so, and saves nothing.
          if (way === 'npm run flash' ? journal === 'not there' : fill === 'full') continue
          cases.push({
            name: `saves, simulated ${shape}, script by ${way}, ${fill}, journal ${journal}`,
            allowed: ['the last state', 'the one before'],
            run: async (heard) => cutSaves(script, { shape, past: ways[way], fill, journal }, new Tally(heard)),
          })
        }
  return cases
}

interface Start {
  readonly shape: Shape
  readonly past: Past
  readonly fill: Fill
  readonly journal: JournalFill
}

async function cutSaves(script: string, { shape, past, fill, journal }: Start, tally: Tally): Promise<Tally> {
  const files = saveFiles(script)
  const before = await boardOf(shapes[shape], past, fill, { files })
  fillJournal(before, journal)
  for (const share of shares) {
    for (let at = 1; ; at++) {
      const storage = copyOf(before)
      const saver = new Saver(shape, storage)
      saver.cutAt(at, share)
      saver.start()
      let pressed = 0
      while (saver.isRunning && pressed < presses.length) saver.press(presses[pressed++] ?? 0)
      if (saver.isRunning) break
      const found = saver.startAgain()
      assert.equal(startsWith(storage, [files]), 'old', `script or configuration lost at step ${at}`)
      tally.add(found === states[pressed] ? 'the last state' : found === states[pressed - 1] ? 'the one before' : found)
      saver.press(0)
      const wanted = saver.state
      assert.equal(saver.startAgain(), wanted, 'a state after the cut is saved')
    }
  }
  return tally
}
