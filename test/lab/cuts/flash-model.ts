import { boardOf, filesOf, flashOn, pasts, startsWith, type Past } from './boards.ts'
import { Tally, type CutCase } from './case.ts'
import { copyThatFails, powerOn, shares, wasCut } from './model-cut.ts'
import { fills, shapes, type Fill } from './shapes.ts'

/** Returns the allowed outcomes: a board that had no script may have none; one that had a script starts it, or the new one. */
export function allowedAfter(past: Past): string[] {
  if (past === 'never') return ['none', 'new']
  return past === 'without a layout' ? ['old', 'new', 'old script, another configuration'] : ['old', 'new']
}

/** Cases of flashing without a serial link, cut at every step and within it; then the next flash must mend it. */
export function flashModelCases(names: readonly (keyof typeof shapes)[] = ['esp32', 'esp8266']): CutCase[] {
  return names.flatMap((shape) =>
    pasts.flatMap((past) =>
      fills.flatMap((fill): CutCase[] => {
        // Without room for a layout npm run flash asks before it erases the old script.
        if (fill === 'full' && (past === 'never' || past === 'without a layout')) return []
        const name = `flash, simulated ${shape}, flashed ${past} before, ${fill}`
        return [{ name, allowed: allowedAfter(past), run: (heard) => cutFlash(shape, past, fill, new Tally(heard)) }]
      }),
    ),
  )
}

async function cutFlash(shape: keyof typeof shapes, past: Past, fill: Fill, tally: Tally): Promise<Tally> {
  const before = await boardOf(shapes[shape], past, fill)
  const versions = [filesOf(0), filesOf(21), filesOf(22)] as const
  for (const share of shares) {
    for (let at = 1; ; at++) {
      const storage = copyThatFails(before, at, share)
      if (!(await wasCut(() => flashOn(storage, versions[1])))) break
      const outcome = startsWith(powerOn(storage), versions)
      await flashOn(storage, versions[2])
      const mended = startsWith(storage, versions)
      tally.add(mended === 'version 2' ? outcome : `${outcome}, then ${mended}`)
    }
  }
  return tally
}
