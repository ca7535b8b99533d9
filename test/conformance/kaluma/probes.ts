import { boardProbes } from './board-probes.ts'
import { consoleProbes } from './habits/console.ts'
import { filesProbes } from './habits/files.ts'
import { globalsProbes } from './habits/globals.ts'
import { jsonProbes } from './habits/json.ts'
import { languageProbes as languageHabits } from './habits/language.ts'
import { timersProbes } from './habits/timers.ts'
import { languageProbes } from './language-probes.ts'
import type { KalumaProbe } from './probe.ts'

/** Down to the texts of errors and the colours of the console: more than the simulated board is asked. */
export const habits: readonly KalumaProbe[] = [
  ...languageHabits,
  ...jsonProbes,
  ...timersProbes,
  ...consoleProbes,
  ...globalsProbes,
  ...filesProbes,
]

/** Every probe. */
export const kalumaProbes: readonly KalumaProbe[] = [...languageProbes, ...boardProbes, ...habits]
