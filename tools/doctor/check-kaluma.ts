import { existsSync, readFileSync } from 'node:fs'
import { boards } from '../board-kinds/boards.ts'
import { speak } from '../command-line/language.ts'
import { examineKaluma } from '../kaluma/examine.ts'
import type { BoardAccess } from './check-board.ts'
import { checkFile, toFailure } from './check-computer.ts'
import { fail, ok, type Outcome } from './report.ts'

/** What npm run build -- --board pico-w writes. */
const builtFile = 'dist/firmware.pico-w.js'

/** Checks a board with Kaluma: its version, its program, safe mode, and whether the configuration suits it. */
export async function checkKaluma(
  port: string,
  { examineKaluma: examine = examineKaluma }: Pick<BoardAccess, 'examineKaluma'>,
  file: string,
  built: string = builtFile,
): Promise<Outcome> {
  try {
    const wanted = existsSync(built) ? readFileSync(built) : undefined
    const { version, serial, isSafeMode, programBytes, isBuilt, lastLine } = await examine(port, wanted)
    const { title, name } = boards['pico-w']
    const bytes = programBytes.toLocaleString('en')
    const program = programBytes === 0 ? speak`no program` : speak`a program of ${bytes} B`
    const what = speak`${title} with Kaluma ${version}, serial ${serial}, ${program}`
    if (isSafeMode) {
      const hint = speak`take GP22 off GND, then unplug the board and plug it in again`
      return fail('safe-mode', speak`${what}; GP22 is low, so it starts none`, hint)
    }
    const { outcome } = checkFile(file, name)
    if (outcome.failure?.slug === 'config-invalid') return outcome
    return ok(what, notesOf({ programBytes, isBuilt, lastLine, built }))
  } catch (error) {
    return toFailure(error)
  }
}

interface Found {
  readonly programBytes: number
  readonly isBuilt: boolean | undefined
  readonly lastLine: string | undefined
  readonly built: string
}

function notesOf({ programBytes, isBuilt, lastLine, built }: Found): string[] {
  const program =
    programBytes === 0
      ? speak`npm run flash -- --board pico-w puts one on it`
      : isBuilt === undefined
        ? speak`the program is not compared: there is no ${built} here`
        : isBuilt
          ? speak`the program is ${built}, byte for byte`
          : speak`the program is not ${built}: npm run flash -- --board pico-w brings it up to date`
  const log = lastLine === undefined ? speak`its log said nothing meanwhile` : speak`its log: ${lastLine}`
  return [program, log, speak`experimental: not tried on hardware`]
}
