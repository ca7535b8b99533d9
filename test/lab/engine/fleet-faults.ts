import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { GivenEngine } from './engines.ts'
import type { Fault } from './fault-case.ts'

const timeScale = 10
const waits = 3
/** A port on which nobody listens by accident. */
const refusedPort = 1

export const fleetFaults: readonly Fault[] = [
  {
    name: 'F46: two devices that are powered up together do not wait the same after the same refusals',
    aboutS: 4,
    run: unlike,
  },
]

/** Builds for boards start Math.random from the same seed each time: without a seed of the firmware there is no jitter. */
async function unlike(bench: Bench, engine: GivenEngine): Promise<void> {
  const fleet = ['switch-1', 'switch-2'].map((deviceName) =>
    bench.device({ engine, timeScale, config: { port: refusedPort, deviceName } }),
  )
  const retries = await Promise.all(
    fleet.map(async (device) => {
      for (let count = 0; count < waits; count++) await device.line(/ open-refused, retry in /)
      return device.said(/ open-refused, retry in /).map((line) => / in ([\d.]+) s/.exec(line)?.[1])
    }),
  )
  const [first, second] = retries
  assert.notDeepEqual(first, second)
}
