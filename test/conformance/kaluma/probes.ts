import { consoleProbes } from './console.ts'
import { filesProbes } from './files.ts'
import { globalsProbes } from './globals.ts'
import { jsonProbes } from './json.ts'
import { languageProbes } from './language.ts'
import type { KalumaProbe } from './probe.ts'
import { timersProbes } from './timers.ts'

/** Every probe, for the real runtime and for a board that stands in for it. */
export const kalumaProbes: readonly KalumaProbe[] = [
  ...languageProbes,
  ...jsonProbes,
  ...timersProbes,
  ...consoleProbes,
  ...globalsProbes,
  ...filesProbes,
]
