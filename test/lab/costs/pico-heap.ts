import { deviceJson } from '../kaluma/judged.ts'
import type { LinuxBuild } from '../kaluma/given.ts'
import { programOf } from '../kaluma/program.ts'
import { endAfter, meets } from '../kaluma/ring-b.ts'
import { runKaluma } from '../kaluma/runtime.ts'
import { Transcript } from '../kaluma/transcript.ts'

/** The configuration inside a script for a Pico W. */
export function picoConfig(): Buffer {
  const { switches: _one, ...config } = JSON.parse(deviceJson().toString('latin1')) as Record<string, unknown>
  return Buffer.from(JSON.stringify(config))
}

/** Longer than a request waits for its reply, which the peer there never gives, ms. */
const restMs = 15_000
const atRest = meets(10, 60, { onReady: [{ afterMs: restMs, heap: 'ready' }, endAfter(100)] })

/**
 * Bytes of the heap of Kaluma's Linux build that a script and the peer beside it hold once ready and at rest. Throws AssertionError
 * where it breaks a rule of MQTT or does not get there.
 */
export async function picoHeap(script: string, { executable }: LinuxBuild): Promise<number> {
  const { output } = await runKaluma(executable, programOf(script, atRest), { until: /^~\d+ end$/m, withinMs: 60_000 })
  const run = new Transcript(output)
  run.assertSound()
  return run.heap('ready').used
}
