import type { GivenEngine } from '../engine/engines.ts'
import type { Context } from './context.ts'
import type { Row } from './row.ts'
import { Signer, signScript, type Way } from './signing.ts'
import { spreadOf, type Spread } from './stats.ts'

/** How often a round signs: about as long for each way. */
const counts = { native: 40, 'hmac-module': 40, own: 4 } as const

/** (e): time of one signature by each way, and the memory of our own hash. */
export async function signingRows(context: Context): Promise<Row[]> {
  const rows: Row[] = []
  for (const engine of context.engines)
    rows.push(await timeRow(context, engine), ...(await memoryRows(context, engine)))
  return rows
}

async function timeRow(context: Context, engine: GivenEngine): Promise<Row> {
  const ways = Object.keys(counts).filter((way): way is keyof typeof counts => way in counts)
  const values: Record<string, Spread | string> = {}
  const times: Partial<Record<Way, number[]>> = {}
  const signers: [keyof typeof counts, Signer][] = []
  for (const way of ways) {
    const missing = missingFor(way, context, engine)
    values[way] = missing
    if (missing === '') signers.push([way, await Signer.start(await signScript(way, context.docs), engine)])
  }
  for (let round = 0; round <= context.rounds; round++) {
    for (const [way, signer] of signers) {
      context.progress(`e ${engine.name}: round ${round} of ${context.rounds}, ${way}`)
      const ms = await signer.sign(counts[way])
      // The first one only warms up.
      if (round > 0) (times[way] ??= []).push(ms)
    }
  }
  for (const [way, signer] of signers) {
    await signer.stop()
    values[way] = spreadOf(times[way] ?? [])
  }
  return { measure: 'e', what: 'one signature', engine: engine.name, unit: 'ms of CPU time', better: 'less', values }
}

function missingFor(way: Way, { docs }: Context, { modules }: GivenEngine): string {
  if (way !== 'own' && !modules.includes('crypto')) return 'this build has no hash'
  return way === 'hmac-module' && docs === undefined ? 'not run: ESPRUINO_DOCS is not set' : ''
}

async function memoryRows(context: Context, engine: GivenEngine): Promise<Row[]> {
  context.progress(`e ${engine.name}: memory of our own hash`)
  const without = await heldWith(await signScript('none', undefined), engine)
  const withOwn = await heldWith(await signScript('own', undefined), engine)
  const signer = await Signer.start(await signScript('own', undefined, true), engine)
  // What the engine makes of its own at the first use stays.
  await signer.sign(1)
  const before = await signer.vars('held')
  const rest = await signer.vars('restNow')
  await signer.sign(1)
  const peak = await signer.vars('peakNow')
  const after = await signer.vars('held')
  await signer.stop()
  const row = (what: string, vars: number): Row => ({
    measure: 'e',
    what: `our own hash, ${what}`,
    engine: engine.name,
    unit: 'JsVars',
    better: 'less',
    values: { ours: spreadOf([vars]) },
  })
  return [
    row('its code', withOwn - without),
    row('more while it runs', peak - rest),
    row('still held after', after - before),
  ]
}

async function heldWith(script: string, engine: GivenEngine): Promise<number> {
  const signer = await Signer.start(script, engine)
  try {
    return await signer.vars('held')
  } finally {
    await signer.stop()
  }
}
