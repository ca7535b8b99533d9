import { askEngine } from './ask-engine.ts'
import { readProbes, type Probe } from './probe.ts'

/** What a build without the needed part answers. */
const absent = 'absent'

/** The probes that are not answered as expected, each in a line that says what came and what was wanted. */
export function differences(
  probes: readonly Probe[],
  answers: readonly (string | undefined)[],
  kind: 'board' | 'linux',
): string[] {
  return probes.flatMap((probe, index) => {
    const answer = answers[index]
    const isFine = answer === probe[kind] || (answer === absent && probe.needs !== undefined)
    return isFine ? [] : [`${probe.id}: answered ${String(answer)}, wanted ${probe[kind]}`]
  })
}

/**
 * Asks every probe of a real interpreter: `linux` for the engine's Linux build, `board` for a build with a board's heap.
 * Answers the differences; a UserError when there is no interpreter at `executable` (or in ESPRUINO).
 */
export async function engineDifferences(kind: 'board' | 'linux', executable?: string): Promise<string[]> {
  const probes = readProbes()
  return differences(probes, await askEngine(probes, executable), kind)
}
